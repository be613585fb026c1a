import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  alibabaHeaders,
  compactTime,
  crusoeHeaders,
  ctyunHeaders,
  exoscaleAuthorization,
  huaweiAuthorization,
} from '../../scrapers/kit/signing.ts';

/**
 * The example of the vendor's signing guide, whose secret is masked there and stands in the tests of
 * the vendor's Java SDK: https://github.com/huaweicloud/huaweicloud-sdk-java-v3 AKSKSignerTest.
 */
const GUIDE = {
  request: {
    method: 'GET',
    url: 'https://service.region.example.com/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?marker=13551d6b-755d-4757-b956-536f674975c0&limit=2',
    headers: {
      'X-Sdk-Date': '20191115T033655Z',
      Host: 'service.region.example.com',
      'Content-Type': 'application/json',
    },
    body: '',
  },
  key: { id: 'QTWAOYTTINDUT2QVKYUC', secret: 'MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc' },
};

/** https://github.com/huaweicloud/huaweicloud-sdk-go-v3 core/auth/signer/signer_test.go; its encoder ends JSON with a new line. */
const GO = { id: 'AccessKey', secret: 'SecretKey' };
const GO_HEADERS = { 'X-Sdk-Date': '20060102T150405Z' };

describe('the signature of Huawei Cloud', () => {
  it('is the one of the signing guide, to the last character', () => {
    expect(huaweiAuthorization(GUIDE.request, GUIDE.key)).toBe(
      'SDK-HMAC-SHA256 Access=QTWAOYTTINDUT2QVKYUC, SignedHeaders=content-type;host;x-sdk-date, Signature=7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe',
    );
  });

  it.each([
    [
      'a query',
      { method: 'GET', url: 'https://example.huaweicloud.com/path?limit=1', body: '' },
      '5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624',
    ],
    [
      'a body',
      {
        method: 'POST',
        url: 'https://example.huaweicloud.com/path?key=value',
        body: '{"Name":"test","Id":1}\n',
      },
      'cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59',
    ],
  ])('is the one of the vendor’s Go SDK for %s', (_, request, signature) => {
    expect(huaweiAuthorization({ ...request, headers: GO_HEADERS }, GO)).toBe(
      `SDK-HMAC-SHA256 Access=AccessKey, SignedHeaders=x-sdk-date, Signature=${signature}`,
    );
  });

  it('does not depend on the order of headers and parameters', () => {
    const { request, key } = GUIDE;
    const url = request.url.replace(/\?.*/, '?limit=2&marker=13551d6b-755d-4757-b956-536f674975c0');
    const headers = Object.fromEntries(Object.entries(request.headers).reverse());

    expect(huaweiAuthorization({ ...request, url, headers }, key)).toBe(
      huaweiAuthorization(request, key),
    );
  });

  it('encodes parameters as the vendor does', () => {
    // The query of the Go SDK's test: enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&test=…
    const wild = new URL('https://example.huaweicloud.com/path');
    wild.searchParams.append('test', '一 (&=?!#%.*)');
    wild.searchParams.append('path', '/tmp/123');
    const plain =
      'https://example.huaweicloud.com/path?path=%2Ftmp%2F123&test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29';
    const sign = (url: string) =>
      huaweiAuthorization({ method: 'GET', url, headers: GO_HEADERS, body: '' }, GO);

    expect(sign(wild.href)).toBe(sign(plain));
  });
});

describe('the signature of CTyun', () => {
  const AT = Date.parse('2024-01-16T08:00:00Z');
  const KEY = { id: 'an-access-key', secret: 'a-secret-of-nobody' };
  const REQUEST = { url: 'https://ctyun.example/v4/list?page=1', body: '{"regionID":"x"}' };
  const hmac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest();

  // No published example has its secret: this follows the steps of the vendor's SDK one by one.
  it('is the chain of keys of the vendor’s SDK over id, time, query and body', () => {
    const headers = ctyunHeaders(REQUEST, KEY, AT);
    const id = headers['ctyun-eop-request-id'];
    const body = createHash('sha256').update('{"regionID":"x"}').digest('hex');
    const text = `ctyun-eop-request-id:${id}\neop-date:20240116T160000Z\n\npage=1\n${body}`;
    const kTime = hmac('a-secret-of-nobody', '20240116T160000Z');
    const kDate = hmac(hmac(kTime, 'an-access-key'), '20240116');

    expect(id).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(headers['eop-date']).toBe('20240116T160000Z');
    expect(headers['eop-authorization']).toBe(
      `an-access-key Headers=ctyun-eop-request-id;eop-date Signature=${hmac(kDate, text).toString('base64')}`,
    );
  });

  it('has another id for another request', () => {
    const one = ctyunHeaders(REQUEST, KEY, AT);
    const other = ctyunHeaders({ ...REQUEST, body: '{}' }, KEY, AT);

    expect(one['ctyun-eop-request-id']).not.toBe(other['ctyun-eop-request-id']);
  });
});

it('writes a time as both clouds do', () => {
  expect(compactTime(Date.parse('2019-11-15T03:36:55.987Z'))).toBe('20191115T033655Z');
});

describe('the signature of Crusoe Cloud', () => {
  const key = { id: 'some-id', secret: 'c2VjcmV0LW9mLW5vYm9keQ' };
  const at = Date.parse('2026-01-02T03:04:05Z');
  const signed = (url: string) => crusoeHeaders(url, key, at).authorization;

  it('is the one that Python reckons from the words of its documentation', () => {
    expect(crusoeHeaders('https://api.crusoecloud.com/v1alpha5/capacities', key, at)).toEqual({
      'x-crusoe-timestamp': '2026-01-02T03:04:05+00:00',
      authorization: 'Bearer 1.0:some-id:9mxztWDSvk7tu-WtpEFTSqVClI6cvyt3CsuSq1r3vCQ',
    });
  });

  it('is over the query too', () => {
    const url = 'https://api.crusoecloud.com/v1alpha5/capacities';

    expect(signed(`${url}?type=a`)).not.toBe(signed(`${url}?type=b`));
  });
});

describe('the signature of Exoscale', () => {
  it('is the one that Python reckons from the words of its documentation', () => {
    const url = 'https://api-ch-gva-2.exoscale.com/v2/instance-type';
    const key = { id: 'some-id', secret: 'some secret' };

    expect(exoscaleAuthorization(url, key, Date.parse('2026-01-02T03:04:05Z'))).toBe(
      'EXO2-HMAC-SHA256 credential=some-id,expires=1767323645,signature=6aptB4w5MxlmTV62eo8oue7nEHUigVWTNpOiCQLULQM=',
    );
  });
});

describe('the signature of Alibaba Cloud', () => {
  const asked = {
    method: 'POST',
    url: 'https://ecs.cn-shanghai.aliyuncs.com/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai',
    action: 'RunInstances',
    version: '2014-05-26',
  };
  const key = { id: 'YourAccessKeyId', secret: 'YourAccessKeySecret' };
  const at = Date.parse('2023-10-26T10:22:32Z');

  it('is the one of the signing guide, to the last character', () => {
    const headers = alibabaHeaders(asked, key, at, '3156853299f313e23d1673dc12e1703d');

    expect(headers.authorization).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });

  it('has a number of its own for each request', () => {
    const once = (change: object, later = 0) =>
      alibabaHeaders({ ...asked, ...change }, key, at + later)['x-acs-signature-nonce'];
    const numbers = [once({}), once({ action: 'DescribeRegions' }), once({}, 1)];

    expect(new Set(numbers).size).toBe(3);
  });
});
