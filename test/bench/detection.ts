import { openDatabase } from '../../db/open.ts';
import { type Reading, type Scraper, SourceError } from '../../scrapers/kit/index.ts';
import type { Change } from '../../src/domain/change.ts';
import { createFetcher } from '../../src/fetch/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { type CrawlResult, type Desk, run } from '../../src/pipeline/run.ts';
import { aDocument } from '../support/documents.ts';
import { counted, type Figure } from './figures.ts';
import { type Night, nightsOf, PARTS, partOf, regionOf, type Standing, skuOf } from './nights.ts';
import type { Size } from './sizes.ts';

const START = Date.UTC(2026, 0, 1, 2);
const DAY = 86_400_000;
const CONFIRM_AFTER = 600_000;
const NIGHTS = 60;

/** Sixty nights with noise and outages: what is told and should not be, and the other way about. */
export async function detection({ offers }: Size): Promise<readonly Figure[]> {
  const nights = [...nightsOf({ seed: 1, offers: offers / 100, nights: NIGHTS })];
  const [expected, found] = [expectedOf(nights), await foundIn(nights)];
  const [wanted, told] = [new Set(expected), new Set(found)];
  const faults = [
    ...found.filter((event) => !wanted.has(event)),
    ...expected.filter((event) => !told.has(event)),
  ];
  const what = `${NIGHTS} nights of ${offers / 100} offers, ${expected.length} events: told wrongly or not told`;
  return [counted('P17', what, [faults.length], { unit: 'faults', target: { median: 0 } })];
}

/** The events by the truth alone: each good night beside what was last true of each offer that it shows. */
export function expectedOf(nights: readonly Night[]): readonly string[] {
  const last = new Map<number, Standing | null>();
  const regions = new Set<string>();
  return nights.flatMap(({ truth, isGood, missing }, night) => {
    if (!isGood) return [];
    const numbers = [...new Set([...last.keys(), ...truth.keys()])];
    const shown = numbers.filter((number) => partOf(number) !== missing);
    const events = shown.flatMap((number) => {
      const [was, is] = [last.get(number), truth.get(number) ?? null];
      const isNew = !regions.has(regionOf(number));
      return differences({ was, is, isNew }).map(asEvent(night, number));
    });
    for (const number of shown) {
      last.set(number, truth.get(number) ?? null);
      if (truth.has(number)) regions.add(regionOf(number));
    }
    return night === 0 ? [] : events.sort();
  });
}

interface Step {
  /** Undefined before it was ever shown, null since it was withdrawn. */
  readonly was: Standing | null | undefined;
  readonly is: Standing | null;
  readonly isNew: boolean;
}

const asEvent = (night: number, number: number) => (words: string) =>
  `night ${night}: ${skuOf(number)} ${words}`;

function differences({ was, is, isNew }: Step): readonly string[] {
  if (!was) {
    const flags = [...(isNew ? ['region.new'] : []), ...(was === null ? ['back'] : [])];
    return is ? [`listed ${shown(is)} ${flags}`] : [];
  }
  if (!is) return ['withdrawn  withdrawn'];
  const flag = is.price < was.price ? 'price.drop' : 'price.rise';
  const turned = is.isSoldOut ? 'sold-out' : 'back';
  return [
    ...(is.price === was.price ? [] : [`price ${shown({ ...was, price: is.price })} ${flag}`]),
    ...(is.isSoldOut === was.isSoldOut ? [] : [`availability ${shown(is)} ${turned}`]),
  ];
}

const shown = ({ price, isSoldOut }: Standing) =>
  `${price} ${isSoldOut ? 'sold-out' : 'available'}`;

/** The events by the whole pipeline, which crawls each night and confirms what needs it. */
export async function foundIn(nights: readonly Night[]): Promise<readonly string[]> {
  const db = openDatabase(':memory:');
  const fetcher = createFetcher({ version: '0', env: {}, archiveDir: null });
  let time = START;
  const desk: Desk = {
    ...{ db, fetcher, read, env: {}, rules: [], dryRun: false, mode: { kind: 'live' } },
    ...{ now: () => time, owner: 'bench:1', isGone: () => false },
  };
  const found: string[] = [];
  for (const [index, night] of nights.entries()) {
    time = START + index * DAY;
    const results = await run(desk, {
      sources: [seller(night)],
      confirming: {
        isWanted: () => true,
        async wait() {
          time += CONFIRM_AFTER;
        },
      },
      watcher: { started: () => undefined, finished: () => undefined },
    });
    refuseBroken(results);
    const changes = results.flatMap((result) => result.changes);
    found.push(...changes.flatMap((change) => eventOf(change, index)).sort());
  }
  await fetcher.close();
  db.close();
  return found;
}

function refuseBroken(results: readonly CrawlResult[]): void {
  const broken = results.find(({ outcome }) => outcome === 'broken');
  if (broken) throw new Error(broken.message ?? 'broken');
}

function eventOf({ offer, kind, after, baseline, flags }: Change, night: number): string[] {
  if (offer === null || baseline) return [];
  const state = after ? `${after.price?.micros} ${after.availability}` : '';
  return [`night ${night}: ${offer.sku} ${kind} ${state} ${flags}`];
}

/** A source that shows the first of its two readings, then the other. */
function seller({ crawls: [first, second], missing }: Night): Scraper {
  const served = [first, second];
  let rows: readonly Reading[] = [];
  return {
    ...{ id: 'made-up', provider: 'made-up', homepage: 'https://made-up.example' },
    ...{ reads: 'made-up offers', every: '1d', absentMeans: 'withdrawn', evidence: 'price-list' },
    ...{ robots: 'documented-api', verified: 'documented' },
    async fetch(tools) {
      const shows = served.shift();
      if (!shows) throw new SourceError('unreachable', 'nobody answers');
      rows = shows;
      const parts = PARTS.map((part) =>
        tools.part(part, async () => {
          if (part === missing) throw new SourceError('unreachable', 'nobody answers');
          return [aDocument(part, rows.length, { partOf: part })];
        }),
      );
      return (await Promise.all(parts)).flat();
    },
    parse: () => rows,
  };
}
