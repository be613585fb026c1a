import { deserialize, serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { withSharedWords } from '../../src/domain/shared-words.ts';
import { anOffer, seen } from '../support/offers.ts';

describe('offers that share their words', () => {
  it('say what they said, in the same order', () => {
    const offers = Array.from({ length: 500 }, (_, n) => anOffer({ sku: `nl-${n}`, zone: 'a-1' }));
    // As another process tells it: each offer has words of its own.
    const told = deserialize(serialize(seen([...offers, anOffer({ price: null, unit: 'die' })])));

    const shared = withSharedWords(told);

    expect(shared).toEqual(told);
    expect(Object.keys(shared.offers[0] ?? {})).toEqual(Object.keys(told.offers[0] ?? {}));
  });
});
