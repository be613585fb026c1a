import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedOf, foundIn } from '../bench/detection.ts';
import { nightsOf } from '../bench/nights.ts';

describe('sixty nights of a seller with noise and outages', { timeout: 120_000 }, () => {
  it('are told exactly as the truth has them, whatever the seed', async () => {
    const kinds = new Set<string>();
    const property = fc.asyncProperty(fc.nat(), async (seed) => {
      const nights = [...nightsOf({ seed, offers: 40, nights: 60 })];
      const expected = expectedOf(nights);

      expect(await foundIn(nights)).toEqual(expected);
      expect(nights.some(({ isGood }) => !isGood)).toBe(true);
      for (const event of expected) kinds.add(event.split(' ').slice(3).at(0) ?? '');
    });
    await fc.assert(property, { numRuns: 4 });

    expect([...kinds].sort()).toEqual(['availability', 'listed', 'price', 'withdrawn']);
  });
});
