import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../db/check.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { anOffer, seen } from '../support/offers.ts';
import { AT, DAY, SOURCE, storeNight } from './stage.ts';

/** Two sources of one provider, which may tell of one market under skus of their own. */
const SOURCES = [SOURCE, { id: 'southlight', provider: SOURCE.provider, keyVersion: 1 }] as const;

/** What a source lists of two machines on a night: how it knows, and where they stand. */
const shelf = fc.record({
  source: fc.constantFrom(...SOURCES),
  machines: fc.array(
    fc.record({
      sku: fc.constantFrom('nl-1', 'nl-2'),
      evidence: fc.constantFrom('stock-api', 'price-list', 'aggregator'),
      count: fc.constantFrom(1, 2),
    }),
    { maxLength: 2 },
  ),
});

const offersOf = ({ source, machines }: typeof shelf extends fc.Arbitrary<infer T> ? T : never) =>
  machines.map((machine) => anOffer({ ...machine, source: source.id }));

const marks = ({ sqlite }: Database) =>
  sqlite.prepare('select source, witness from offers order by source').raw().all();

describe('who answers for a market', () => {
  it('is the source with the best evidence, and the others are marked as witnesses', async () => {
    const db = openDatabase(':memory:');
    const [one, other] = SOURCES;
    const priced = anOffer({ source: one.id, evidence: 'price-list' });
    const stocked = anOffer({ source: other.id, evidence: 'stock-api' });

    await storeNight(db, AT, { seen: seen([priced]), source: one });
    expect(marks(db)).toEqual([[one.id, 0]]);
    await storeNight(db, AT + 1, { seen: seen([stocked]), source: other });
    expect(marks(db)).toEqual([
      [one.id, 1],
      [other.id, 0],
    ]);
    db.close();
  });

  it('is marked right after any nights of any readings', async () => {
    const nights = fc.array(shelf, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(nights, async (shelves) => {
        const db = openDatabase(':memory:');
        for (const [night, each] of shelves.entries()) {
          const offers = new Map(offersOf(each).map((offer) => [offer.key, offer]));
          const at = AT + night * DAY;
          await storeNight(db, at, { seen: seen([...offers.values()]), source: each.source });
          expect(await faultsOf(db)).toEqual([]);
        }
        db.close();
      }),
      { numRuns: 60 },
    );
  });
});
