import { createHash, createHmac } from 'node:crypto';

/** An access key as clouds hand it out: a name that is sent, and a secret that only signs. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** A request as its signature sees it. Every header given is signed; the body is the text that is sent. */
interface Signable {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** `20191115T033655Z`: the form in which both clouds write a time, here that of UTC. */
export function compactTime(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/**
 * The `authorization` of a request to Huawei Cloud, algorithm SDK-HMAC-SHA256. Its headers have an
 * `x-sdk-date`, which is when it was made; the cloud accepts a quarter of an hour between the clocks.
 * https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-algorithm.html
 */
export function huaweiAuthorization(request: Signable, key: AccessKey): string {
  const headers = sorted(
    Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value.trim()]),
  );
  const names = headers.map(([name]) => name).join(';');
  const date = headers.find(([name]) => name === 'x-sdk-date')?.[1] ?? '';
  const text = ['SDK-HMAC-SHA256', date, sha256(canonical(request, headers, names))].join('\n');
  const signature = hmac(key.secret, text).toString('hex');
  return `SDK-HMAC-SHA256 Access=${key.id}, SignedHeaders=${names}, Signature=${signature}`;
}

/**
 * The headers that sign a request to CTyun: an id of the request, its time and the signature over
 * both, the query as it stands in the URL, and the body.
 * https://www.ctyun.cn/document/10264960/10022621
 */
export function ctyunHeaders(
  { url, body }: Pick<Signable, 'url' | 'body'>,
  key: AccessKey,
  at: number,
): Record<string, string> {
  // Beijing's clock under the letter of UTC's: so the vendor's own Terraform provider sends it.
  const time = compactTime(at + BEIJING_MS);
  const id = uuidOf(`${time} ${url} ${body}`);
  const text = `ctyun-eop-request-id:${id}\neop-date:${time}\n\n${new URL(url).search.slice(1)}\n${sha256(body)}`;
  const byDay = hmac(hmac(hmac(key.secret, time), key.id), time.slice(0, 8));
  return {
    'ctyun-eop-request-id': id,
    'eop-date': time,
    'eop-authorization': `${key.id} Headers=ctyun-eop-request-id;eop-date Signature=${hmac(byDay, text).toString('base64')}`,
  };
}

/**
 * The headers that sign a request to Alibaba Cloud that has no body, algorithm ACS3-HMAC-SHA256: what is
 * asked for, the time, a number used once and the signature over all of them. `once` is that number.
 * https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature
 */
export function alibabaHeaders(
  {
    method,
    url,
    ...asked
  }: Pick<Signable, 'method' | 'url'> & { readonly action: string; readonly version: string },
  key: AccessKey,
  at: number,
  once: string = uuidOf(`${at} ${asked.action} ${url}`),
): Record<string, string> {
  const signed = {
    'x-acs-action': asked.action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': new Date(at).toISOString().replace(/\.\d{3}/, ''),
    'x-acs-signature-nonce': once,
    'x-acs-version': asked.version,
  };
  const headers = sorted(Object.entries({ ...signed, host: new URL(url).host }));
  const names = headers.map(([name]) => name).join(';');
  const text = `ACS3-HMAC-SHA256\n${sha256(canonical({ method, url, headers: {}, body: '' }, headers, names))}`;
  const signature = hmac(key.secret, text).toString('hex');
  return {
    ...signed,
    authorization: `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${names},Signature=${signature}`,
  };
}

/**
 * The headers that sign a request to Crusoe Cloud: its time, and the signature over that, the path, the
 * query and the method, with the secret as it is encoded. Only requests without a body are signed so.
 * https://docs.crusoecloud.com/reference/api/
 */
export function crusoeHeaders(url: string, key: AccessKey, at: number): Record<string, string> {
  const { pathname, search } = new URL(url);
  const time = new Date(at).toISOString().replace(/\.\d{3}Z$/, '+00:00');
  const text = `${pathname}\n${search.slice(1)}\nGET\n${time}\n`;
  const signature = hmac(Buffer.from(key.secret, 'base64url'), text).toString('base64url');
  return { 'x-crusoe-timestamp': time, authorization: `Bearer 1.0:${key.id}:${signature}` };
}

/**
 * The `authorization` of a request without query and body to Exoscale: valid for ten minutes.
 * https://openapi-v2.exoscale.com/topic/topic-api-request-signature
 */
export function exoscaleAuthorization(url: string, key: AccessKey, at: number): string {
  const expires = Math.floor(at / 1000) + 600;
  // The lines left empty are those of body, query and headers.
  const text = `GET ${new URL(url).pathname}\n\n\n\n${expires}`;
  const signature = hmac(key.secret, text).toString('base64');
  return `EXO2-HMAC-SHA256 credential=${key.id},expires=${expires},signature=${signature}`;
}

const BEIJING_MS = 8 * 3_600_000;

type Pair = readonly [string, string];

function canonical(
  { method, url, body }: Signable,
  headers: readonly Pair[],
  names: string,
): string {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.split('/').map(decodeURIComponent).map(encoded).join('/');
  const query = sorted([...searchParams].map(([name, value]) => [encoded(name), encoded(value)]));
  return [
    method,
    path.endsWith('/') ? path : `${path}/`,
    query.map((pair) => pair.join('=')).join('&'),
    ...headers.map((pair) => pair.join(':')),
    '',
    names,
    sha256(body),
  ].join('\n');
}

/** By code points, names first: what a locale thinks of letters is no matter of signatures. */
function sorted(pairs: readonly Pair[]): readonly Pair[] {
  return pairs.toSorted((one, other) => compare(one[0], other[0]) || compare(one[1], other[1]));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** RFC 3986: everything but letters, digits and `-._~`. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** An id that is the request's own, so that the same request at the same time is the same text. */
function uuidOf(text: string): string {
  const hash = sha256(text);
  const parts = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20)];
  return [...parts, hash.slice(20, 32)].join('-');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
