import { createHash, timingSafeEqual } from 'node:crypto';

const DIGEST = /^sha256:(?<hex>[\da-f]{64})$/;
const TOKEN = /^[\w.~+/=-]{16,200}$/;
const BEARER = /^bearer (?<token>[\w.~+/=-]{1,200})$/i;

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * SHA-256 of a token, which may be written as `sha256:` and that digest, so that no file holds it.
 * Throws a `RangeError` for a text that is no token; the sentence repeats no part of it.
 */
export function digestOf(token: string): Buffer {
  const { hex } = DIGEST.exec(token)?.groups ?? {};
  if (hex !== undefined) return Buffer.from(hex, 'hex');
  if (TOKEN.test(token)) return sha256(token);
  throw new RangeError(
    'expected a token of 16 to 200 letters, digits and -._~+/=, or sha256: and 64 hexadecimal digits',
  );
}

/** Whether an Authorization header brings the token. Takes as long for every wrong one. */
export function isBearer(authorization: string | undefined, digest: Buffer): boolean {
  const { token = '' } = BEARER.exec(authorization ?? '')?.groups ?? {};
  return isToken(token, digest);
}

/** Whether this is the token. Takes as long for every wrong one. */
export function isToken(text: string, digest: Buffer): boolean {
  return timingSafeEqual(sha256(text), digest);
}
