import { describe, expect, it } from 'vitest';
import { ctyun } from '../../scrapers/ctyun.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// No answer of this API was ever published: the figures are made up, under the names of the vendor's
// Terraform provider.
const POOL = { regionID: 'pool-9', regionName: '北极9', openapiAvailable: true };
const NPU = {
  flavorName: 'pak9.4xlarge.8',
  flavorType: 'GPU_A_PAK9',
  flavorCPU: 3,
  flavorRAM: 7,
  gpuVendor: 'Huawei',
  gpuType: 'Ascend 910B',
  gpuCount: 1,
  videoMemSize: 64,
  available: true,
  azList: ['pool-9-a', 'pool-9-b'],
};

const regions = (list: readonly object[]) => ({ statusCode: 800, returnObj: { regionList: list } });
const flavors = (list: readonly object[]) => ({ statusCode: 800, returnObj: { flavorList: list } });

const served = (flavor: object) => [
  aDocument('regions', regions([POOL])),
  aDocument('flavors/pool-9', flavors([{ ...NPU, ...flavor }]), { partOf: 'pool-9' }),
];

describe('ctyun', () => {
  it('reads a flavour, under the name a person has for its pool', async () => {
    expect(await readingsOf(ctyun, served({}))).toEqual([
      expect.objectContaining({
        sku: 'pak9.4xlarge.8',
        accelerator: 'Huawei Ascend 910B',
        memoryGb: 64,
        count: 1,
        region: 'pool-9',
        // It is available or not as a whole, though its zones are named.
        zone: null,
        price: null,
        vcpus: 3,
        ramGb: 7,
        availability: 'available',
        words: '北极9',
        scope: 'pool-9',
      }),
    ]);
  });

  it.each([
    ['false is sold out', false, 'sold-out'],
    ['nothing is nothing known', null, 'unknown'],
  ])('%s', async (_, available, availability) => {
    expect(await readingsOf(ctyun, served({ available }))).toMatchObject([{ availability }]);
  });

  it('takes a memory of zero for none stated', async () => {
    expect(await readingsOf(ctyun, served({ videoMemSize: 0 }))).toMatchObject([
      { memoryGb: null },
    ]);
  });

  it('leaves out what has no accelerator, and says so where half of one is told', async () => {
    const none = { gpuType: '', gpuCount: 0 };

    expect(await readingsOf(ctyun, served(none))).toEqual([]);
    expect(await readingsOf(ctyun, served({ gpuType: '' }))).toMatchObject([{ kind: 'unread' }]);
  });

  it('takes another status than 800 for a refusal, though HTTP says 200', async () => {
    const documents = [aDocument('regions', { statusCode: 900, message: 'no such key' })];

    await expect(readingsOf(ctyun, documents)).rejects.toMatchObject({
      failure: 'refused',
      message: 'regions: expected status 800, found 900 "no such key"',
    });
  });

  it('asks each pool that has the API, signed', async () => {
    const asked: unknown[] = [];
    const documents = await ctyun.fetch(
      toolsOf(({ body, headers }) => {
        asked.push(body);
        expect(headers['eop-authorization']).toMatch(
          /^a secret of nobody Headers=ctyun-eop-request-id;eop-date Signature=/,
        );
        expect(headers['eop-date']).toBe('20260102T110405Z');
        const closed = { regionID: 'pool-8', openapiAvailable: false };
        return { body: body === null ? regions([POOL, closed]) : flavors([]) };
      }),
    );

    expect(asked).toEqual([null, { regionID: 'pool-9' }]);
    expect(documents.map(({ partOf }) => partOf)).toEqual([null, 'pool-9']);
  });
});
