import { describe, expect, it } from 'vitest';
import { type Crawl, diff } from '../../src/domain/diff.ts';
import { SOLD_OUT_FOR_EVER_MS } from '../../src/domain/diff-absence.ts';
import { money } from '../../src/domain/money.ts';
import type { Normalised } from '../../src/domain/normalise.ts';
import type { Pending, SourceState } from '../../src/domain/source-state.ts';
import { anOffer, aState, known, seen } from '../support/offers.ts';

const AT = 1_000_000;

function crawl(reading: Normalised, more: Partial<Crawl> = {}): Crawl {
  return {
    source: { id: 'northlight', absentMeans: 'withdrawn' },
    at: AT,
    seen: reading,
    missing: new Set(),
    held: new Set(),
    ...more,
  };
}

/** The same crawl twice: what the second says when the first is remembered. */
function twice(before: SourceState, look: Crawl) {
  const first = diff(before, look);
  expect(first.changes).toEqual([]);
  return diff({ ...before, pending: remembered(first.pending) }, look);
}

const remembered = (pending: readonly Pending[]) =>
  new Map(pending.map((each) => [`${each.kind} ${each.subject}`, each]));

const kinds = (changes: readonly { kind: string; flags: readonly string[] }[]) =>
  changes.map(({ kind, flags }) => [kind, ...flags].join(' '));

describe('diff', () => {
  const offer = anOffer();

  it('says nothing when nothing changed', () => {
    expect(diff(aState([offer]), crawl(seen([offer])))).toEqual({
      changes: [],
      pending: [],
      redescribed: [],
      places: [],
      rates: [],
      tokens: [],
      restless: new Map(),
    });
  });

  it('records a baseline without a flag', () => {
    const { changes, pending } = diff(aState([], { baseline: true }), crawl(seen([offer])));

    expect(kinds(changes)).toEqual(['listed']);
    expect(changes[0]?.baseline).toBe(true);
    expect(pending).toEqual([]);
  });

  it('tells a new region only when a second crawl agrees', () => {
    const there = anOffer({ region: 'pole-2' });

    const { changes } = twice(aState([offer]), crawl(seen([offer, there])));

    expect(kinds(changes)).toEqual(['listed region.new']);
  });

  it('never calls a provider-wide offer a new region', () => {
    const wide = anOffer({ region: null });

    const { changes } = twice(aState([offer]), crawl(seen([offer, wide])));

    expect(kinds(changes)).toEqual(['listed']);
  });

  it('tells new hardware when no provider had it', () => {
    const next = anOffer({ accelerator: 'ascend-950pr', stack: 'cann', sku: 'nl-950' });

    const { changes } = twice(aState([offer]), crawl(seen([offer, next])));

    expect(kinds(changes)).toEqual(['listed region.new accelerator.new hardware.new']);
  });

  it('tells a name that is not in the catalogue once two crawls show it', () => {
    const reject = {
      reason: 'unknown-accelerator',
      detail: 'not in the catalogue',
      sku: 'nl-x',
      accelerator: 'H400 NVL72',
    } as const;
    const look = crawl(seen([offer], { rejects: [reject] }));

    expect(kinds(twice(aState([offer]), look).changes)).toEqual(['hardware hardware.new']);
    const already = aState([offer], { hardware: new Set(['h100-sxm', 'H400 NVL72']) });
    expect(diff(already, look).changes).toEqual([]);
  });

  it.each([
    ['drop', '11.00', 'price price.drop', -0.9901],
    ['rise', '12.00', 'price price.rise', 8.0108],
  ])('tells a price %s at once', (_, price, expected, percent) => {
    const now = anOffer({ price: money(price, 'XTS') });

    const { changes } = diff(aState([offer]), crawl(seen([now])));

    expect(kinds(changes)).toEqual([expected]);
    expect(changes[0]?.changePercent).toBeCloseTo(percent, 3);
  });

  it.each(['5.55', '22.23'])('holds a price outside half and double: %s', (price) => {
    const now = anOffer({ price: money(price, 'XTS') });

    expect(kinds(twice(aState([offer]), crawl(seen([now]))).changes)).toHaveLength(1);
  });

  it('forgets a leap that the next crawl does not repeat', () => {
    const leap = anOffer({ price: money('1.11', 'XTS') });
    const first = diff(aState([offer]), crawl(seen([leap])));

    const second = diff(
      aState([offer], { pending: remembered(first.pending) }),
      crawl(seen([offer])),
    );

    expect(second.changes).toEqual([]);
    expect(second.pending).toEqual([]);
  });

  it('holds prices that moved together', () => {
    const now = anOffer({ price: money('8.00', 'XTS') });
    const look = crawl(seen([now]), { held: new Set([now.key]) });

    expect(kinds(twice(aState([offer]), look).changes)).toEqual(['price price.drop']);
  });

  it('gives a currency switch no percent, no drop and no rise', () => {
    const now = anOffer({ price: money('11.11', 'XXX') });

    const [change] = diff(aState([offer]), crawl(seen([now]))).changes;

    expect(change).toMatchObject({ kind: 'price', flags: [], changePercent: null });
  });

  it('never calls a missing price a drop', () => {
    const priceless = { ...offer, state: { ...offer.state, price: null } };

    expect(kinds(diff(aState([offer]), crawl(seen([priceless]))).changes)).toEqual(['price']);
  });

  it('tells sold out and back, each after two crawls', () => {
    const gone = anOffer({ availability: 'sold-out' });

    expect(kinds(twice(aState([offer]), crawl(seen([gone]))).changes)).toEqual([
      'availability sold-out',
    ]);
    expect(kinds(twice(aState([gone]), crawl(seen([offer]))).changes)).toEqual([
      'availability back',
    ]);
  });

  it('takes absence for what the source means by it', () => {
    const soldOut = crawl(seen([]), { source: { id: 'northlight', absentMeans: 'sold-out' } });

    expect(kinds(twice(aState([offer]), crawl(seen([]))).changes)).toEqual(['withdrawn withdrawn']);
    expect(kinds(twice(aState([offer]), soldOut).changes)).toEqual(['availability sold-out']);
  });

  it('withdraws what was sold out for thirty days without a word', () => {
    const gone = anOffer({ availability: 'sold-out' });
    const source = { id: 'northlight', absentMeans: 'sold-out' } as const;
    const at = SOLD_OUT_FOR_EVER_MS;

    expect(diff(aState([gone]), crawl(seen([]), { source, at: at - 1 })).changes).toEqual([]);
    expect(kinds(diff(aState([gone]), crawl(seen([]), { source, at })).changes)).toEqual([
      'withdrawn',
    ]);
  });

  it('leaves offers of a scope that was not read as they are', () => {
    const there = anOffer({ scope: 'pole-1' });
    const look = crawl(seen([]), { missing: new Set(['pole-1']) });

    expect(diff(aState([there]), look)).toMatchObject({ changes: [], pending: [] });
  });

  it('starts silently with a scope that no crawl could read before', () => {
    const there = anOffer({ scope: 'pole-2', region: 'pole-2' });
    const before = aState([offer], { unreadScopes: new Set(['pole-2']) });

    const { changes } = diff(before, crawl(seen([offer, there])));

    expect(changes).toMatchObject([{ kind: 'listed', flags: [], baseline: true }]);
  });

  it('tells a return after a withdrawal', () => {
    const before = aState([], { offers: new Map([known(offer, 0, false)]) });

    const { changes } = twice(
      {
        ...before,
        ...{
          regions: new Set(['cuda/pole-1']),
          accelerators: new Set(['h100-sxm']),
          hardware: new Set(['h100-sxm']),
        },
      },
      crawl(seen([offer])),
    );

    expect(kinds(changes)).toEqual(['listed back']);
  });

  it('tells a new place of a product as a new region', () => {
    const place = {
      kind: 'place',
      stack: null,
      product: 'Pools',
      region: 'pole-9',
      words: null,
      scope: null,
    } as const;

    const { changes, places } = twice(aState([offer]), crawl(seen([offer], { places: [place] })));

    expect(kinds(changes)).toEqual(['place region.new']);
    expect(places).toEqual([place]);
  });

  it('tells the name a provider has for a new place, since nobody else may know it', () => {
    const place = {
      kind: 'place',
      stack: null,
      product: 'Pools',
      region: 'pole-9',
      words: 'North Pole 9',
      scope: null,
    } as const;

    const { changes } = twice(aState([offer]), crawl(seen([offer], { places: [place] })));

    expect(changes[0]?.detail).toBe('Pools is offered in pole-9 (North Pole 9)');
  });

  it('keeps a new description without calling it a change', () => {
    const described = { ...offer, words: 'now with fans' };

    expect(diff(aState([offer]), crawl(seen([described])))).toMatchObject({
      changes: [],
      redescribed: [described],
    });
  });
});
