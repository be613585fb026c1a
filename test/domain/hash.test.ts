import { describe, expect, it } from 'vitest';
import { fnv1a64, offerId } from '../../src/domain/hash.ts';

describe('fnv1a64', () => {
  it.each([
    ['', 0xcbf29ce484222325n],
    ['a', 0xaf63dc4c8601ec8cn],
    ['foobar', 0x85944171f73967e8n],
  ])('hashes %j as its authors do', (text, hash) => {
    expect(fnv1a64(text)).toBe(hash);
  });
});

describe('offerId', () => {
  it('is 13 letters and digits, the same every time', () => {
    expect(offerId('northlight/nl-8/pole-1/-/on-demand/-/standard')).toMatch(/^[0-9a-v]{13}$/);
    expect(offerId('昇腾')).toBe(offerId('昇腾'));
  });

  it('tells keys apart that differ in one character', () => {
    const ids = Array.from({ length: 2000 }, (_, i) => offerId(`northlight/nl-${i}/pole-1`));

    expect(new Set(ids).size).toBe(2000);
  });
});
