import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import { type LoadedState, loadState } from '../../db/state.ts';
import type { Difference } from '../../src/domain/diff.ts';
import type { Place } from '../../src/domain/listing.ts';
import { money } from '../../src/domain/money.ts';
import { type Normalised, placeKey } from '../../src/domain/normalise.ts';
import { type KnownOffer, within } from '../../src/domain/source-state.ts';
import { anOffer, seen } from '../support/offers.ts';
import { lastVersions, replayed, standing } from '../support/replay.ts';
import { AT, DAY, SOURCE, storeNight } from './stage.ts';

const SCOPES = ['pole', 'rift'];

/** Everything the made-up source ever sells: some of it in scopes, one below another. */
const CATALOGUE = [
  { sku: 'nl-1', scope: null },
  { sku: 'nl-2', scope: 'pole', region: 'pole-1' },
  { sku: 'nl-3', scope: 'pole/two', region: 'pole-2' },
  { sku: 'nl-4', scope: 'rift', region: 'rift-1', accelerator: 'a100-sxm-80' },
  { sku: 'nl-5', scope: null, region: null },
] as const;

const PRICES = [
  null,
  money('11.11', 'XTS'),
  money('10.10', 'XTS'),
  money('99.99', 'XTS'),
  money('11.11', 'XXX'),
];

const state = fc.record({
  price: fc.constantFrom(...PRICES),
  availability: fc.constantFrom('available', 'limited', 'sold-out', 'unknown'),
  quantity: fc.constantFrom(null, 0, 7),
  words: fc.constantFrom(null, 'in stock'),
});

const night = fc
  .record({
    shown: fc.tuple(...CATALOGUE.map(() => fc.option(state, { freq: 3 }))),
    places: fc.subarray(['pole-3', 'rift-1']),
    names: fc.subarray(['Nullcore 9', 'Nullcore 10']),
    missing: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.subarray(SCOPES)),
    days: fc.constantFrom(1, 1, 1, 40),
  })
  .map(({ shown, places, names, missing, days }) => {
    const out = new Set<string>(missing);
    const offers = CATALOGUE.flatMap((facts, i) => {
      const now = shown[i];
      return now && !within(facts.scope, out) ? [anOffer({ ...facts, ...now })] : [];
    });
    return {
      days,
      missing: [...out],
      seen: seen(offers, { places: places.map(place), ...unknown(names) }),
    };
  });

function place(region: string): Place {
  return { kind: 'place', stack: 'cuda', product: 'bare metal', region, words: null, scope: null };
}

function unknown(names: readonly string[]): Pick<Normalised, 'rejects'> {
  const facts = { reason: 'unknown-accelerator', detail: 'made up', sku: null } as const;
  return { rejects: names.map((accelerator) => ({ ...facts, accelerator })) };
}

/** What is known after a difference was accepted, worked out without a database. */
function accept(
  known: ReadonlyMap<string, KnownOffer>,
  { changes, redescribed }: Difference,
  at: number,
): ReadonlyMap<string, KnownOffer> {
  const after = new Map(known);
  for (const { kind, offer, before, after: is } of changes) {
    if (offer === null) continue;
    const moved = { ...offer, state: is ?? before ?? offer.state };
    after.set(offer.key, { offer: moved, listed: kind !== 'withdrawn', changedAt: at });
  }
  for (const offer of redescribed) {
    const was = after.get(offer.key);
    if (was) after.set(offer.key, { ...was, offer });
  }
  return after;
}

/** What the source served on a night, and what of it could be read. */
interface Reading {
  readonly missing: readonly string[];
  readonly seen: Normalised;
  readonly absentMeans: 'withdrawn' | 'sold-out';
}

const byKey = (offers: ReadonlyMap<string, KnownOffer>) => Object.fromEntries(offers);

async function withDatabase(test: (db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase(':memory:');
  try {
    await test(db);
  } finally {
    db.close();
  }
}

const HOUR = 3_600_000;
const nights = fc.array(night, { minLength: 1, maxLength: 8 });
const absentMeans = fc.constantFrom('withdrawn' as const, 'sold-out' as const);

/** What is known, worked out beside the database. */
interface Ledger {
  offers: ReadonlyMap<string, KnownOffer>;
  readonly places: Set<string>;
}

function enter(ledger: Ledger, difference: Difference, at: number): void {
  ledger.offers = accept(ledger.offers, difference, at);
  for (const each of difference.places) ledger.places.add(placeKey(each));
}

function expectReplay(db: Database): void {
  expect(replayed(db)).toEqual(standing(db));
  expect(lastVersions(db)).toEqual(standing(db));
}

function expectLoaded(loaded: LoadedState, { pending }: Difference, known: Ledger): void {
  expect(byKey(loaded.offers)).toEqual(byKey(known.offers));
  expect(loaded.places).toEqual(known.places);
  expect([...loaded.pending.values()]).toEqual(expect.arrayContaining([...pending]));
  expect(loaded.pending.size).toBe(pending.length);
  expect(loaded.baseline).toBe(false);
}

/** The last reading, told twice more, says nothing and leaves nothing waiting. */
function expectRest(difference: Difference, last: Reading, loaded: LoadedState): void {
  const { pending, changes, redescribed, places } = difference;
  expect({ changes, redescribed, places }).toEqual({ changes: [], redescribed: [], places: [] });
  // What may be among the rows that cannot be read waits for as long as they cannot.
  const unread = new Set(pending.map(({ kind, subject }) => `${kind} ${subject}`));
  expect(pending.filter(({ kind }) => kind !== 'unread')).toEqual([]);
  const expected = new Map(last.seen.offers.map((offer) => [offer.key, offer]));
  const there = [...loaded.offers.values()].filter(
    (each) => isThere(each, last) && !unread.has(`unread ${each.offer.key}`),
  );
  for (const { offer } of there) expect(offer).toEqual(expected.get(offer.key));
}

describe('any nights of any readings', { timeout: 120_000 }, () => {
  // One walk through the store for three laws: it is the store that takes the time.
  it('leave offers that equal the replay of the changes, are loaded as they were left, and come to rest', async () => {
    const property = fc.asyncProperty(nights, absentMeans, (sequence, absentMeans) =>
      withDatabase(async (db) => {
        const known: Ledger = { offers: new Map(), places: new Set() };
        const readings = sequence.map(({ days, missing, seen }) => {
          const scopes = SCOPES.filter((scope) => !missing.includes(scope));
          return { days, missing, seen, absentMeans, scopes };
        });
        let at = AT;
        for (const reading of readings) {
          at += reading.days * DAY;
          const { crawl, difference } = await storeNight(db, at, reading);
          enter(known, difference, at);

          expectReplay(db);
          const loaded = await loadState(db, SOURCE);
          expectLoaded(loaded, difference, known);
          expect(loaded).toMatchObject({ against: crawl, lastAt: at, lastGoodAt: at });
        }
        const last = readings.at(-1);
        if (last === undefined) return;
        await storeNight(db, at + HOUR, last);
        const { difference } = await storeNight(db, at + 2 * HOUR, last);
        expectRest(difference, last, await loadState(db, SOURCE));
      }),
    );
    await fc.assert(property, { numRuns: 100 });
  });
});

/** Offers that the last reading must have shown: neither out of sight nor sold out by absence. */
function isThere({ offer, listed }: KnownOffer, { missing, absentMeans }: Reading): boolean {
  const isHidden = within(offer.scope, new Set(missing));
  return listed && !isHidden && absentMeans === 'withdrawn';
}
