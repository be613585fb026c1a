import { type CrawlRecord, commitCrawl } from '../../db/commit.ts';
import type { Database } from '../../db/open.ts';
import { loadState } from '../../db/state.ts';
import { ACCELERATORS } from '../../src/domain/catalogue/recognise.ts';
import { diff } from '../../src/domain/diff.ts';
import { Money } from '../../src/domain/money.ts';
import type { Normalised } from '../../src/domain/normalise.ts';
import { marketKey, type Offer, offerKey } from '../../src/domain/offer.ts';
import { random } from './random.ts';

/** A made-up source, as the store knows one. */
export const SOURCE = { id: 'made-up', provider: 'made-up', keyVersion: 1 } as const;

const REGIONS = 40;

const microMoney = (micros: number): Money => Money.parse({ micros, currency: 'USD' });

/** So many offers of the made-up source, the same for the same seed. */
export function madeOffers(count: number, seed = 1): readonly Offer[] {
  const next = random(seed);
  return Array.from({ length: count }, (_, index) => {
    const chip = ACCELERATORS[index % ACCELERATORS.length];
    if (chip === undefined) throw new Error('expected a chip, found none');
    const facts = {
      ...{ source: SOURCE.id, provider: SOURCE.provider, sku: `sku-${index}` },
      ...{ accelerator: chip.id, acceleratorWords: chip.name, vendor: chip.vendor },
      ...{ stack: chip.stack, memoryGb: chip.memoryGb, count: 1 + (index % 8), fraction: 1 },
      ...{ unit: null, region: `region-${index % REGIONS}`, zone: null, country: 'FI' },
      jurisdiction: 'outside-china' as const,
      billing: 'on-demand' as const,
      termMonths: null,
      ...{ tier: 'standard', vcpus: 8, ramGb: 64, diskGb: null, words: null, scope: null },
      tax: 'excluded' as const,
      evidence: 'price-list' as const,
    };
    const state = {
      price: microMoney(1_000_000 + Math.floor(next() * 9_000_000)),
      ...{ availability: 'listed' as const, quantity: null },
    };
    return { ...facts, state, key: offerKey(facts.source, facts), marketKey: marketKey(facts) };
  });
}

/** The same offers, that share of them a twentieth dearer: it counts at once. */
export function moved(offers: readonly Offer[], share: number): readonly Offer[] {
  return offers.map((offer, index) => {
    const { price } = offer.state;
    // Spread over the whole list: what changes does not stand together.
    if (price === null || (index * 37) % 100 >= share * 100) return offer;
    const dearer = microMoney(Math.round(price.micros * 1.05));
    return { ...offer, state: { ...offer.state, price: dearer } };
  });
}

/** Loads, compares and commits, as the pipeline does; gives how many changes there were. */
export async function ingest(db: Database, offers: readonly Offer[], at: number): Promise<number> {
  const before = await loadState(db, SOURCE);
  const difference = diff(before, {
    source: { id: SOURCE.id, absentMeans: 'withdrawn' },
    ...{ at, seen: seenOf(offers), missing: new Set<string>(), held: new Set<string>() },
  });
  await commitCrawl(db, {
    crawl: crawlOf(at, offers.length),
    against: before.against,
    ...{ lease: null, difference, events: [], dueAt: at, messages: () => [] },
    whereIs: () => ({ country: null, jurisdiction: 'unknown' }),
  });
  return difference.changes.length;
}

function seenOf(offers: readonly Offer[]): Normalised {
  return {
    ...{ read: offers.length, offers, places: [], rates: [], rejects: [] },
    ...{ provenEmpty: false, coming: [], tokens: [] },
  };
}

function crawlOf(at: number, offers: number): CrawlRecord {
  return {
    ...{ source: SOURCE.id, provider: SOURCE.provider, keyVersion: SOURCE.keyVersion },
    ...{ startedAt: at - 1, finishedAt: at, outcome: 'ok', failure: null, message: null },
    ...{ bytes: 1, rows: offers, offers, digest: null },
    ...{ rejects: [], documents: [], missing: [], scopes: [] },
  };
}
