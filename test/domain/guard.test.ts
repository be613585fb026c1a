import { describe, expect, it } from 'vitest';
import { guard } from '../../src/domain/guard.ts';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { anOffer, known, seen } from '../support/offers.ts';

/** `n` offers whose prices differ, each times `factor`. */
function offers(n: number, factor = 1, count = 8): Offer[] {
  return Array.from({ length: n }, (_, i) =>
    anOffer({ sku: `nl-${i}`, count, price: money((7 + i * 0.37) * factor, 'XTS') }),
  );
}

function judge(before: Offer[], now: Offer[], more: Partial<Parameters<typeof guard>[0]> = {}) {
  return guard({
    absentMeans: 'withdrawn',
    before: new Map(before.map((offer) => known(offer))),
    recentCounts: [before.length],
    seen: seen(now),
    ...more,
  });
}

const unread = { reason: 'unread', detail: 'no price', sku: null, accelerator: null } as const;
const newChip = { ...unread, reason: 'unknown-accelerator', accelerator: 'H400' } as const;

describe('guard', () => {
  it('believes the same crawl again', () => {
    expect(judge(offers(40), offers(40)).reasons).toEqual([]);
  });

  it('believes ten rejects in a hundred rows and not eleven', () => {
    const rows = (n: number) =>
      seen(offers(100 - n), { read: 100, rejects: Array(n).fill(unread) });

    expect(judge([], [], { seen: rows(10) }).reasons).toEqual([]);
    expect(judge([], [], { seen: rows(11) }).reasons).toEqual([
      'could not read 11 of 100 rows (at most 10 % are believed)',
    ]);
  });

  it('never takes a chip it does not know for a row it could not read', () => {
    const reading = seen(offers(10), { read: 20, rejects: Array(10).fill(newChip) });

    expect(judge([], [], { seen: reading }).reasons).toEqual([]);
  });

  it('refuses nothing where something was known', () => {
    expect(judge(offers(1), []).reasons).toEqual(['no offers at all where 1 were known']);
  });

  it('believes 24 of 40 and not 23', () => {
    expect(judge(offers(40), offers(24)).reasons).toEqual([]);
    expect(judge(offers(40), offers(23)).reasons).toContain(
      '23 offers where 40 are usual (under 60 %)',
    );
  });

  it('lets a stock feed halve', () => {
    expect(judge(offers(40), offers(12), { absentMeans: 'sold-out' }).reasons).toEqual([]);
  });

  it('refuses a crawl whose offers nobody knows', () => {
    const renamed = offers(40).map((offer) => anOffer({ ...offer, sku: `x-${offer.sku}` }));

    expect(judge(offers(40), renamed).reasons).toContain(
      'only 0 of 40 known offers seen again (under 60 %)',
    );
  });

  it.each([
    [100, 'cents and whole units'],
    [0.01, 'cents and whole units'],
    [730, 'a month and an hour'],
    [24, 'a day and an hour'],
    [7.1, 'two currencies'],
    [1e9, 'billionths and whole units'],
  ])('names the unit behind a factor of %d', (factor, words) => {
    const [reason] = judge(offers(6), offers(6, factor)).reasons;

    expect(reason).toContain(words);
  });

  it('names a price for the instance read as one for the chip', () => {
    expect(judge(offers(6), offers(6, 1 / 8)).reasons[0]).toContain('chip count');
  });

  it('holds a move that many share and that is no unit', () => {
    const cut = judge(offers(6), offers(6, 0.56));

    expect(cut.reasons).toEqual([]);
    expect(cut.held.size).toBe(6);
  });

  it('leaves four alike and small moves alone', () => {
    expect(judge(offers(4), offers(4, 0.01)).reasons).toEqual([]);
    expect(judge(offers(40), offers(40, 1.05)).held.size).toBe(0);
  });
});
