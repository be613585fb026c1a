import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import { diff } from '../../src/domain/diff.ts';
import { markTargets, type Target } from '../../src/domain/targets.ts';
import { anOffer, aState, known, seen } from '../support/offers.ts';

const HOME: Target = {
  ...{ id: 'home', provider: ['northlight'] },
  ...{ regions: null, countries: null, jurisdictions: null },
};
const POLE = { provider: 'northlight', country: null, jurisdiction: 'unknown' } as const;
const had = (offers: number) => [{ ...POLE, region: 'pole-1', stack: 'cuda' as const, offers }];

const stays = anOffer({ sku: 'stays' });
const goes = anOffer({ sku: 'goes' });
const rests = anOffer({ sku: 'rests' });

const source = { id: 'northlight', absentMeans: 'withdrawn' } as const;
const flags = (changes: readonly Change[], before: number) =>
  markTargets(changes, [HOME], had(before)).map((change) => [change.offer?.sku, ...change.flags]);

/** A crawl in which an offer that was withdrawn long ago ends to flap, beside what `offers` shows. */
function crawlOf(offers: Parameters<typeof seen>[0], listed: Parameters<typeof seen>[0]) {
  const state = aState([], {
    offers: new Map([...listed.map((offer) => known(offer)), known(rests, 0, false)]),
    restless: new Map([[rests.key, { flips: 0, told: 'available' }]]),
  });
  const crawl = {
    source,
    at: 1,
    seen: seen(offers),
    missing: new Set<string>(),
    held: new Set<string>(),
  };
  return diff(state, { ...crawl, accepted: true }).changes;
}

describe('a withdrawn offer that rests', () => {
  it('takes nothing from a target, which keeps what it has', () => {
    const changes = crawlOf([stays], [stays, goes]);

    expect(changes.map(({ kind }) => kind)).toEqual(['withdrawn', 'withdrawn']);
    expect(flags(changes, 2).flat()).not.toContain('target.lost');
    expect(flags(crawlOf([], [goes]), 1).flat()).toContain('target.lost');
  });

  it('hides no first offer of a target', () => {
    expect(flags(crawlOf([stays], []), 0).flat()).toContain('target.gained');
  });
});
