import { describe, expect, it } from 'vitest';
import { guard } from '../../src/domain/guard.ts';
import { LIMITS, limitsOf } from '../../src/domain/guard-limits.ts';
import type { Rate } from '../../src/domain/listing.ts';
import { money } from '../../src/domain/money.ts';
import type { Offer, OfferState } from '../../src/domain/offer.ts';
import { newestRates } from '../../src/domain/rates.ts';
import { anOffer, known, seen } from '../support/offers.ts';

const TODAY = Date.UTC(2026, 0, 8, 2);

type Change = Parameters<typeof anOffer>[0];

/** `n` offers whose prices all differ. */
function offers(n: number, change: (i: number) => Change = () => ({})): Offer[] {
  return Array.from({ length: n }, (_, i) =>
    anOffer({ sku: `nl-${i}`, price: money((0.7 + i * 0.037).toFixed(6), 'XTS'), ...change(i) }),
  );
}

/** The same offers with their prices times a factor, which may depend on the offer. */
function priced(before: readonly Offer[], factor: (offer: Offer, i: number) => number): Offer[] {
  return before.map((offer, i) => {
    const micros = Math.round((offer.state.price?.micros ?? 0) * factor(offer, i));
    return withState(offer, { price: money((micros / 1e6).toFixed(6), 'XTS') });
  });
}

const withState = (offer: Offer, state: Partial<OfferState>): Offer => ({
  ...offer,
  state: { ...offer.state, ...state },
});

function judge(
  before: readonly Offer[],
  now: readonly Offer[],
  more: Partial<Parameters<typeof guard>[0]> = {},
) {
  return guard({
    absentMeans: 'withdrawn',
    anchors: [],
    before: new Map(before.map((offer) => known(offer))),
    recentCounts: [before.length],
    seen: seen(now),
    ...{ lastRates: null, tokensBefore: new Map(), at: TODAY },
    ...more,
  });
}

const reasons = (...input: Parameters<typeof judge>) => judge(...input).reasons;
const feed = { absentMeans: 'sold-out' } as const;
const unread = { reason: 'unread', detail: 'no price', sku: null, accelerator: null } as const;
const newChip = { ...unread, reason: 'unknown-accelerator', accelerator: 'H400' } as const;

describe('guard', () => {
  it('believes the same crawl again', () => {
    expect(judge(offers(40), offers(40))).toMatchObject({ reasons: [], held: new Set() });
  });

  it.each([
    [9, 100, true],
    [10, 100, true],
    [11, 100, false],
    [3, 39, true],
    [4, 39, false],
  ])('of rejects: %d in %d rows are believed: %s', (rejected, read, believed) => {
    const rejects = Array(rejected).fill(unread);
    const row = { seen: seen(offers(read - rejected), { read, rejects }) };

    expect(reasons([], [], row)).toEqual(
      believed
        ? []
        : [`rejected ${rejected} of ${read} rows (at most 10 % are believed), first: no price`],
    );
  });

  it('never takes a chip it does not know, or junk, for a row it could not read', () => {
    const junk = { ...newChip, reason: 'not-a-chip' } as const;
    const rejects = [...Array(10).fill(newChip), ...Array(10).fill(junk)];

    expect(reasons([], [], { seen: seen(offers(10), { read: 30, rejects }) })).toEqual([]);
  });
});

describe('guard: what time makes no better', () => {
  const needsPerson = (...input: Parameters<typeof judge>) => judge(...input).needsPerson;

  it('is a slip, an empty list, rows that cannot be read, and a lost anchor', () => {
    const before = offers(40);
    const rejects = Array(20).fill(unread);

    expect(
      needsPerson(
        before,
        priced(before, () => 100),
      ),
    ).toBe(true);
    expect(needsPerson(before, [])).toBe(true);
    expect(needsPerson(before, before, { seen: seen(before, { read: 60, rejects }) })).toBe(true);
    expect(needsPerson(before, before, { anchors: ['l40s'] })).toBe(true);
  });

  it('is no list that shrank, and none that is believed', () => {
    expect(judge(offers(40), offers(4))).toMatchObject({ needsPerson: false });
    expect(reasons(offers(40), offers(4))).not.toEqual([]);
    expect(needsPerson(offers(40), offers(40))).toBe(false);
  });
});

describe('guard: nothing left', () => {
  it('refuses an empty list where something was known, one offer or many', () => {
    expect(reasons(offers(1), [])).toEqual(['no offers at all where 1 were known']);
    expect(reasons(offers(40), [])).toEqual(['no offers at all where 40 were known']);
  });

  it('believes it where nothing was listed', () => {
    const gone = new Map(offers(3).map((offer) => known(offer, 0, false)));

    expect(reasons([], [], { before: gone })).toEqual([]);
  });

  it('believes a stock feed that says itself that it is empty, and no other', () => {
    const proven = { seen: seen([], { provenEmpty: true }) };

    expect(reasons(offers(12), [], { ...feed, ...proven })).toEqual([]);
    expect(reasons(offers(12), [], feed)).toEqual(['no offers at all where 12 were known']);
    expect(reasons(offers(12), [], proven)).toEqual(['no offers at all where 12 were known']);
  });

  it('believes an empty stock feed where all was sold out before', () => {
    const soldOut = offers(3, () => ({ availability: 'sold-out' }));

    expect(reasons(soldOut, [], feed)).toEqual([]);
    expect(reasons(soldOut, [])).toEqual(['no offers at all where 3 were known']);
  });
});

describe('guard: anchors', () => {
  const anchors = ['h100-sxm', 'l40s'];

  it('refuses offers without any of what a source is never without', () => {
    const others = offers(3, () => ({ accelerator: 't4' }));

    expect(reasons(others, others, { anchors })).toEqual([
      'none of what it is never without: h100-sxm, l40s',
    ]);
  });

  it('believes one of them, and a source that names none', () => {
    const mixed = offers(3, (i) => ({ accelerator: i === 0 ? 'l40s' : 't4' }));
    const others = offers(3, () => ({ accelerator: 't4' }));

    expect(reasons(mixed, mixed, { anchors })).toEqual([]);
    expect(reasons(others, others)).toEqual([]);
  });

  it('has nothing to add to an empty list', () => {
    expect(reasons([], [], { anchors })).toEqual([]);
  });
});

describe('guard: coverage', () => {
  it.each([
    [25, true],
    [24, true],
    [23, false],
  ])('of 40 usual offers %d are believed: %s', (n, believed) => {
    expect(reasons(offers(40), offers(n))).toEqual(
      believed
        ? []
        : [
            `${n} offers where 40 are usual (under 60 %)`,
            `only ${n} of 40 known offers seen again (under 60 %)`,
          ],
    );
  });

  it('takes what is usual from the median of the last good crawls', () => {
    expect(reasons(offers(24), offers(24), { recentCounts: [24, 40, 41] })).toEqual([]);
    expect(reasons(offers(23), offers(23), { recentCounts: [24, 40, 41] })).toEqual([
      '23 offers where 40 are usual (under 60 %)',
    ]);
    expect(reasons(offers(23), offers(23), { recentCounts: [] })).toEqual([]);
  });

  it('means nothing under ten known offers, and not for what is not listed any more', () => {
    expect(reasons(offers(9), offers(1))).toEqual([]);
    expect(reasons(offers(10), offers(1))).toHaveLength(2);
  });

  it.each([
    ['regions', 6, true],
    ['regions', 5, false],
    ['models', 6, true],
    ['models', 5, false],
  ])('of ten %s, %d are believed: %s', (what, left, believed) => {
    const kind = (i: number) =>
      what === 'regions' ? { region: `pole-${i % 10}` } : { accelerator: `chip-${i % 10}` };
    const before = offers(40, kind);
    const now = before.filter((_, i) => i % 10 < left || i === 39);
    const inKinds = now.filter((_, i) => i !== now.length - 1);
    const full = [...inKinds, ...offers(4, (i) => ({ sku: `more-${i}`, ...kind(0) }))];

    expect(reasons(before, full)).toEqual(
      believed ? [] : expect.arrayContaining([`${left} ${what} where 10 were known (under 60 %)`]),
    );
  });

  it('lets a source of four regions lose three, and one of five not', () => {
    const spread = (n: number) => offers(40, (i) => ({ region: i < n ? `pole-${i}` : 'pole-0' }));
    const centred = offers(40, () => ({ region: 'pole-0' }));

    expect(reasons(spread(4), centred)).toEqual([]);
    expect(reasons(spread(5), centred)).toEqual(['1 regions where 5 were known (under 60 %)']);
  });

  it('counts no region where a source names none', () => {
    const nowhere = offers(40, () => ({ region: null }));

    expect(reasons(nowhere, nowhere)).toEqual([]);
  });

  it('counts a model that stays, not its rows', () => {
    const before = offers(10, (i) => ({ accelerator: `chip-${i % 5}` }));
    const now = offers(10, (i) => ({ accelerator: `chip-${i % 3}` }));

    expect(reasons(before, now)).toEqual([]);
    expect(
      reasons(
        before,
        offers(10, (i) => ({ accelerator: `chip-${i % 2}` })),
      ),
    ).toEqual(['2 models where 5 were known (under 60 %)']);
  });
});

describe('guard: explosion and identity', () => {
  it.each([
    [120, true],
    [121, false],
  ])('of 40 usual offers %d are believed: %s', (n, believed) => {
    expect(reasons(offers(40), offers(n))).toEqual(
      believed ? [] : [`${n} offers where 40 are usual (over 3 times)`],
    );
    expect(reasons(offers(40), offers(n), { recentCounts: [] })).toEqual([]);
  });

  it.each([
    [25, true],
    [24, true],
    [23, false],
  ])('of 40 known offers %d seen again are believed: %s', (again, believed) => {
    const now = offers(40, (i) => ({ sku: i < again ? `nl-${i}` : `x-${i}` }));

    expect(reasons(offers(40), now)).toEqual(
      believed ? [] : [`only ${again} of 40 known offers seen again (under 60 %)`],
    );
  });

  it('asks for no offer again that is not listed', () => {
    const before = new Map([
      ...offers(9).map((offer) => known(offer)),
      ...offers(20, (i) => ({ sku: `old-${i}` })).map((offer) => known(offer, 0, false)),
    ]);

    expect(reasons([], offers(9), { before, recentCounts: [9] })).toEqual([]);
    expect(
      reasons(
        [],
        offers(9, (i) => ({ sku: `x-${i}` })),
        { before, recentCounts: [9] },
      ),
    ).toEqual([]);
  });
});

describe('guard: mass transition', () => {
  const soldOut = (n: number) =>
    offers(40, (i) => ({ availability: i < n ? 'sold-out' : 'available' }));

  it.each([
    [19, true],
    [20, true],
    [21, false],
  ])('of 40 offers %d may change their availability at once: %s', (n, believed) => {
    expect(reasons(offers(40), soldOut(n))).toEqual(
      believed ? [] : [`${n} of 40 offers changed their availability at once (over 50 %)`],
    );
  });

  it('asks only those seen again, from ten on', () => {
    const nine = offers(40, (i) => ({
      sku: i < 9 ? `nl-${i}` : `x-${i}`,
      availability: 'sold-out',
    }));
    const moved = (now: Offer[]) => reasons(offers(40), now).join().includes('availability');

    expect(moved(nine)).toBe(false);
    expect(moved([...nine, withState(anOffer({ sku: 'nl-9' }), { availability: 'quota' })])).toBe(
      true,
    );
  });

  it('compares with no offer that is not listed', () => {
    const before = new Map(offers(40).map((offer, i) => known(offer, 0, i < 30)));

    expect(reasons([], soldOut(16), { before, recentCounts: [30] })).toHaveLength(1);
    expect(reasons([], soldOut(15), { before, recentCounts: [30] })).toEqual([]);
  });
});

describe('guard: prices lost', () => {
  /** Forty offers of which so many show no price any more. */
  const without = (n: number, change: Change = {}) =>
    offers(40, (i) => ({ ...change, ...(i < n ? { price: null } : {}) }));

  it.each([
    [19, true],
    [20, true],
    [21, false],
  ])('of 40 prices %d may be lost at once: %s', (n, believed) => {
    const said = believed ? [] : [`${n} of 40 offers lost their price at once (over 50 %)`];

    expect(reasons(offers(40), without(n))).toEqual(said);
    expect(reasons(offers(40), without(n), feed)).toEqual(said);
  });

  it('asks only those that had one, and are not sold out', () => {
    expect(reasons(without(30), without(35))).toEqual([]);
    expect(reasons(without(30), without(36))).toHaveLength(1);
    expect(reasons(offers(40), without(40, { availability: 'sold-out' }), feed)).toEqual([]);
  });

  it.each([
    [9, true],
    [10, false],
  ])('asks from ten prices on: of %d all may be lost, %s', (n, believed) => {
    expect(reasons(without(40 - n), without(40))).toHaveLength(believed ? 0 : 1);
  });

  it('asks no offer that is new, and none that was not listed', () => {
    const before = new Map(without(0).map((offer, i) => known(offer, 0, i >= 31)));

    expect(reasons([], without(40), { before, recentCounts: [40] })).toEqual([]);
  });
});

describe('guard: a stock feed', () => {
  it('may halve, restock and turn over on an ordinary afternoon', () => {
    const soldOut = offers(40, () => ({ availability: 'sold-out' }));

    expect(reasons(offers(40), offers(2), feed)).toEqual([]);
    expect(reasons(offers(40), soldOut, feed)).toEqual([]);
    expect(reasons(offers(40), offers(64), { ...feed, recentCounts: [3] })).toEqual([]);
  });

  it.each([
    [6, true],
    [5, false],
  ])('is asked whether it speaks of what we know: %d of 10 SKUs, believed: %s', (n, believed) => {
    const now = offers(10, (i) => ({ sku: i < n ? `nl-${i}` : `x-${i}` }));

    expect(reasons(offers(40), now, feed)).toEqual(
      believed ? [] : [`only ${n} of 10 SKUs are known (under 60 %)`],
    );
  });

  it('is not asked with fewer than ten SKUs, or where fewer than ten offers were known', () => {
    const strange = (n: number) => offers(n, (i) => ({ sku: `x-${i}` }));

    expect(reasons(offers(40), strange(9), feed)).toEqual([]);
    expect(reasons(offers(9), strange(10), feed)).toEqual([]);
    expect(reasons(offers(10), strange(10), feed)).toHaveLength(1);
  });

  it('counts one SKU in ten regions once', () => {
    const now = offers(10, (i) => ({ sku: 'x', region: `pole-${i}` }));

    expect(reasons(offers(40), now, feed)).toEqual([]);
  });
});

describe('guard: one price ratio for many', () => {
  const moved = (factor: number, rows: number, of = 40) => {
    const before = offers(of);
    return judge(
      before,
      priced(before, (_, i) => (i < rows ? factor : 1)),
    );
  };

  it.each([
    [100, '100x: cents and whole units'],
    [0.01, '1/100: cents and whole units'],
    [99, '99x: cents and whole units'],
    [101, '101x: cents and whole units'],
    [1000, '1000x: thousandths and whole units'],
    [990, '990x: thousandths and whole units'],
    [1010, '1010x: thousandths and whole units'],
    [730, '730x: a month and an hour'],
    [720, '720x: a month and an hour'],
    [1 / 730, '1/730: a month and an hour'],
    [24, '24x: a day and an hour'],
    [1 / 24, '1/24: a day and an hour'],
    [60, '60x: a minute and an hour'],
    [3600, '3600x: a second and an hour'],
    [7.0, '7x: two currencies'],
    [7.1, '7.1x: two currencies'],
    [7.4, '7.4x: two currencies'],
    [1 / 7.2, '1/7.2: two currencies'],
    [1e9, '1000000000x: billionths and whole units'],
  ])('names the unit behind a factor of %d', (factor, words) => {
    const {
      reasons: [reason],
    } = moved(factor, 40);

    expect(reason).toBe(`40 prices moved by ${words} were mixed up`);
  });

  it.each([6.9, 7.5, 9, 23.5, 24.5, 59, 61, 98, 102.5, 710, 740, 980, 1020, 3500, 3700])(
    'knows no unit behind a factor of %d, and holds it',
    (factor) => {
      const { reasons: said, held } = moved(factor, 40);

      expect(said).toEqual([]);
      expect(held.size).toBe(40);
    },
  );

  it.each([
    [4, 4, true],
    [5, 5, false],
    [7, 40, true],
    [8, 40, false],
  ])('%d of %d prices may be in cents: %s', (rows, of, believed) => {
    expect(moved(0.01, rows, of).reasons).toEqual(
      believed ? [] : [`${rows} prices moved by 1/100: cents and whole units were mixed up`],
    );
  });

  it.each([
    [1.01, true],
    [1.0101, false],
  ])('takes ratios within 1 % for one: %d times, %s', (spread, shared) => {
    const before = offers(10);
    const { held } = judge(
      before,
      priced(before, (_, i) => [0.5, 0.5, 0.5, 0.5, 0.5 * spread][i] ?? 1),
    );

    expect(held.size > 0).toBe(shared);
  });

  it.each([
    [[8, 0.0095, 0.000_05], [8, 0.01, 0], '8 prices moved by 1/100'],
    [[5, 0.009_91, 0], [5, 0.010_06, 0], '10 prices moved by 1/101'],
    [[3, 0.009_91, 0.000_04], [4, 0.010_02, 0.000_01], '6 prices moved by 1/101'],
  ] as const)('finds those who share one ratio: %s and %s', (low, high, words) => {
    const ratios = [low, high].flatMap(([rows, from, step]) =>
      Array.from({ length: rows }, (_, i) => from + i * step),
    );
    const before = offers(20);
    const { reasons: said } = judge(
      before,
      priced(before, (_, i) => ratios[i] ?? 1),
    );

    expect(said).toEqual([`${words}: cents and whole units were mixed up`]);
  });

  it.each([
    [0.79, true],
    [0.8, false],
    [1.25, false],
    [1.26, true],
    [1.05, false],
  ])('holds a move of the list by %d: %s', (factor, held) => {
    expect(moved(factor, 40)).toMatchObject({ reasons: [] });
    expect(moved(factor, 40).held.size).toBe(held ? 40 : 0);
  });

  it('holds every price that moved in a list that was changed, and no other', () => {
    const before = offers(40);
    const { held } = judge(
      before,
      priced(before, (_, i) => (i < 12 ? ([0.9, 0.9][i - 10] ?? 0.56) : 1)),
    );

    expect([...held]).toEqual(before.slice(0, 12).map(({ key }) => key));
  });

  it('never compares two currencies, a missing price, or an offer that was not listed', () => {
    const before = offers(9);
    const euros = before.map((offer) => withState(offer, { price: money(700, 'XXX') }));
    const unpriced = before.map((offer) => withState(offer, { price: null }));
    const gone = new Map(before.map((offer) => known(offer, 0, false)));

    expect(judge(before, euros)).toMatchObject({ reasons: [], held: new Set() });
    expect(judge(before, unpriced)).toMatchObject({ reasons: [], held: new Set() });
    expect(judge(unpriced, before)).toMatchObject({ reasons: [], held: new Set() });
    expect(
      judge(
        [],
        priced(before, () => 0.01),
        { before: gone, recentCounts: [] },
      ),
    ).toMatchObject({ reasons: [], held: new Set() });
  });
});

describe('guard: a price for the instance or for one chip', () => {
  const CHIPS = [8, 4, 2, 8, 1, 4, 2, 8, 8, 1];
  const before = offers(10, (i) => ({ count: CHIPS[i] ?? 1 }));
  const perChip =
    '8 prices moved by their own chip count: a price for the instance was read as one for the chip, or the other way';

  it('is named where each row moved by its own count, either way', () => {
    expect(
      judge(
        before,
        priced(before, ({ count }) => 1 / count),
      ).reasons[0],
    ).toBe(perChip);
    expect(
      judge(
        before,
        priced(before, ({ count }) => count),
      ).reasons[0],
    ).toBe(perChip);
  });

  it('is named within 1 % and not beyond', () => {
    const at = (noise: number) =>
      judge(
        before,
        priced(before, ({ count }) => (count === 1 ? 1 : count * noise)),
      ).reasons[0];

    expect(at(1.01)).toBe(perChip);
    expect(at(0.991)).toBe(perChip);
    expect(at(1.02)).toBeUndefined();
  });

  it('is named at exactly 1 %', () => {
    const cost = (amount: string) => offers(5, () => ({ count: 8, price: money(amount, 'XTS') }));

    expect(judge(cost('0.01'), cost('0.0808')).reasons).toHaveLength(1);
    expect(judge(cost('0.01'), cost('0.080801')).reasons).toHaveLength(0);
  });

  it('is not what happened where rows of another count halved as well', () => {
    const pairs = offers(12, (i) => ({ count: i < 6 ? 2 : 1 }));
    const { reasons: said, held } = judge(
      pairs,
      priced(pairs, () => 0.5),
    );

    expect(said).toEqual([]);
    expect(held.size).toBe(12);
  });

  it('takes five rows, as any unit does', () => {
    const few = (n: number) => offers(n, () => ({ count: 8 }));
    const cut = (n: number) =>
      judge(
        few(n),
        priced(few(n), () => 1 / 8),
      ).reasons;

    expect(cut(4)).toEqual([]);
    expect(cut(5)).toHaveLength(1);
  });
});

describe('guard: the price of one accelerator and hour', () => {
  const row = (price: number, currency: string, more: Change = {}) =>
    judge(
      [],
      [...offers(20), anOffer({ sku: 'odd', count: 1, price: money(price, currency), ...more })],
    );
  const kept = (...input: Parameters<typeof row>) =>
    row(...input).believed.offers.some(({ sku }) => sku === 'odd');

  it.each([
    [0.0199, 'USD', false],
    [0.02, 'USD', true],
    [100, 'USD', true],
    [100.01, 'USD', false],
    [0.0019, 'EUR', false],
    [0.002, 'EUR', true],
    [1000, 'EUR', true],
    [1000.1, 'EUR', false],
    [0.0199, 'CNY', false],
    [0.02, 'CNY', true],
    [1000, 'CNY', true],
    [1001, 'CNY', false],
    [0.19, 'JPY', false],
    [0.2, 'JPY', true],
    [100_000, 'JPY', true],
    [100_001, 'JPY', false],
    [1.9, 'KRW', false],
    [2, 'KRW', true],
    [19, 'VND', false],
    [20, 'VND', true],
    [10_000, 'SEK', true],
    [10_001, 'SEK', false],
    [0.0001, 'XTS', true],
    [1_000_000, 'XTS', true],
  ])('of %d %s is believed: %s', (price, currency, believed) => {
    expect(kept(price, currency)).toBe(believed);
  });

  it('weighs a whole card: an instance by its count, a slice by what the card would cost', () => {
    expect(kept(800, 'USD', { count: 8 })).toBe(true);
    expect(kept(800.1, 'USD', { count: 8 })).toBe(false);
    expect(kept(0.0025, 'USD', { fraction: 0.125 })).toBe(true);
    expect(kept(0.0024, 'USD', { fraction: 0.125 })).toBe(false);
  });

  it('makes the row a reject that says why, and counts it as one', () => {
    const { believed, reasons: said } = row(1234.5, 'USD', { count: 8 });

    expect(said).toEqual([]);
    expect(believed.rejects).toEqual([
      {
        reason: 'invalid',
        detail: 'price: expected 0.02 to 100 USD an accelerator-hour, found 1234.50 for 8 of odd',
        sku: 'odd',
        accelerator: 'H100 SXM',
      },
    ]);
    const dear = offers(4, () => ({ price: money(900, 'USD'), count: 1 }));
    expect(judge([], [...dear, ...offers(35, (i) => ({ sku: `x-${i}` }))]).reasons).toHaveLength(1);
  });

  it('lets an offer without a price be', () => {
    const { believed } = judge([], [anOffer({ price: null })]);

    expect(believed.offers).toHaveLength(1);
    expect(believed.rejects).toEqual([]);
  });

  it('says the unit first where a slip moved everything out of bounds', () => {
    const before = offers(40, () => ({ price: money(3, 'USD'), count: 1 }));
    const now = offers(40, () => ({ price: money(300, 'USD'), count: 1 }));

    expect(judge(before, now).reasons[0]).toContain('cents and whole units');
  });
});

describe('guard: exchange rates', () => {
  const DATE = '2026-01-07';
  const rate = (currency: string, perEuro: number, date = DATE): Rate => ({
    ...{ kind: 'rate', date, currency, perEuro },
  });
  const BOTH = [rate('USD', 2), rate('CNY', 4)];
  const lastRates = newestRates(BOTH);
  const judged = (rates: readonly Rate[], more: Partial<Parameters<typeof guard>[0]> = {}) =>
    judge([], [], { seen: seen([], { rates }), lastRates, ...more });

  it('believes the first, the same again, and one that moved a little', () => {
    expect(judged(BOTH, { lastRates: null }).reasons).toEqual([]);
    expect(judged(BOTH).reasons).toEqual([]);
    expect(judged([rate('USD', 2.06), rate('CNY', 4)]).reasons).toEqual([]);
  });

  it('asks nothing of a source that brings none', () => {
    expect(judged([])).toMatchObject({ reasons: [], needsPerson: false });
  });

  it.each([
    ['USD', [rate('CNY', 4), rate('GBP', 1)]],
    ['CNY', [rate('USD', 2), rate('GBP', 1)]],
  ])('is never without %s', (code, rates) => {
    expect(judged(rates)).toMatchObject({
      reasons: [`no exchange rate of ${code}`],
      needsPerson: true,
    });
  });

  it('lets any other currency go, and come', () => {
    const other = { lastRates: newestRates([...BOTH, rate('BGN', 5)]) };

    expect(judged(BOTH, other).reasons).toEqual([]);
    expect(judged([...BOTH, rate('INR', 5)]).reasons).toEqual([]);
  });

  it('takes one currency twice for a page that is none', () => {
    expect(judged([...BOTH, rate('USD', 2)])).toMatchObject({
      reasons: [`two exchange rates of USD of ${DATE}`],
      needsPerson: true,
    });
  });

  it.each([
    ['2026-01-06', `rates of 2026-01-06 where those of ${DATE} are known`],
    ['2026-01-07', null],
    ['2026-01-08', null],
    ['2026-01-09', 'rates of 2026-01-09, which is to come'],
  ])('believes no day before the last known, and none after today: %s', (date, reason) => {
    const day = [rate('USD', 2, date), rate('CNY', 4, date)];

    expect(judged(day)).toMatchObject({
      reasons: reason === null ? [] : [reason],
      needsPerson: reason !== null,
    });
  });

  it.each([
    [1.59, true],
    [1.6, false],
    [2.4, false],
    [2.41, true],
    [0.2, true],
    [200, true],
  ])('holds back a euro that went from 2 to %d dollars: %s', (perEuro, isHeld) => {
    const { reasons, needsPerson } = judged([rate('USD', perEuro), rate('CNY', 4)]);

    const why = `a euro went from 2 to ${perEuro} USD (at most 20 % are believed)`;
    expect(reasons).toEqual(isHeld ? [why] : []);
    expect(needsPerson).toBe(false);
  });
});

describe('the limits a user settles', () => {
  it('are ours where nothing is said', () => {
    expect(limitsOf('northlight')).toEqual(LIMITS);
  });

  it('are those of the source before those for every source', () => {
    const guards = {
      everywhere: { coverage: 0.5, rejected: 0.2 },
      sources: new Map([['northlight', { coverage: 0.3 }]]),
    };

    expect(limitsOf('northlight', guards)).toEqual({ ...LIMITS, coverage: 0.3, rejected: 0.2 });
    expect(limitsOf('other', guards)).toEqual({ ...LIMITS, coverage: 0.5, rejected: 0.2 });
  });

  it('are what a crawl is held to', () => {
    const lenient = { ...LIMITS, coverage: 0.2, identity: 0.2 };
    const before = new Map(offers(40).map((offer) => known(offer)));
    const asked = {
      absentMeans: 'withdrawn',
      anchors: [],
      lastRates: null,
      tokensBefore: new Map(),
      at: TODAY,
    } as const;
    const input = { ...asked, before, recentCounts: [40] };

    expect(guard({ ...input, seen: seen(offers(9)) }, lenient).reasons).toEqual([]);
    expect(guard({ ...input, seen: seen(offers(7)) }, lenient).reasons).toHaveLength(2);
  });
});
