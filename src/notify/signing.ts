import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Standard Webhooks 1.0: https://github.com/standard-webhooks/standard-webhooks */
const PREFIX = 'whsec_';

/** How far a timestamp may be off, both ways, in seconds. */
const TOLERANCE_S = 300;

/** The bytes of a secret. Throws a RangeError that never contains it. */
export function decodeSecret(secret: string): Buffer {
  const text = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret;
  const key = Buffer.from(text, 'base64');
  // Buffer skips what is not base64, so only what encodes back to itself was read in full.
  const isRead = key.toString('base64').replace(/={1,2}$/, '') === text.replace(/={1,2}$/, '');
  if (isRead && key.length >= 24 && key.length <= 64) return key;
  const found = isRead ? `${key.length} bytes` : 'something else';
  throw new RangeError(`expected a secret of whsec_ and 24 to 64 bytes in base64, found ${found}`);
}

/** A new secret of 32 random bytes. */
export function newSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** A new `webhook-id`: no full stop in it, since that separates what is signed. */
export function newMessageId(): string {
  return `msg_${randomBytes(16).toString('hex')}`;
}

/** The `webhook-signature` header: one signature a secret, so that a receiver may rotate. */
export function sign(
  secrets: string | readonly string[],
  id: string,
  timestampSeconds: number,
  body: string,
): string {
  if (id.includes('.')) throw new RangeError(`expected an id without a full stop, found ${id}`);
  const signed = `${id}.${timestampSeconds}.${body}`;
  return [secrets]
    .flat()
    .map(
      (secret) =>
        `v1,${createHmac('sha256', decodeSecret(secret)).update(signed).digest('base64')}`,
    )
    .join(' ');
}

/** True when the headers (names in lower case) prove that the body came from who has the secret. */
export function verify(
  secret: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  nowSeconds: number,
): boolean {
  const {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures,
  } = headers;
  if (!id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return false;
  if (id.includes('.') || Math.abs(nowSeconds - Number(timestamp)) > TOLERANCE_S) return false;
  const expected = Buffer.from(sign(secret, id, Number(timestamp), body));
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
