const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/** FNV-1a of the text's UTF-8 bytes, 64 bits: stable everywhere, and not for secrets. */
export function fnv1a64(text: string): bigint {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  }
  return hash;
}

/** The short id of an offer key that people and programs use: 13 letters and digits. */
export function offerId(key: string): string {
  return fnv1a64(key).toString(32).padStart(13, '0');
}
