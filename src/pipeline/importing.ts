import type { DocumentRecord } from '../../db/commit.ts';
import { loadState } from '../../db/state.ts';
import { LIMITS } from '../../scrapers/kit/scraper.ts';
import { underKnownNames } from '../domain/aliases.ts';
import { limitsOf } from '../domain/guard-limits.ts';
import { importSource } from '../domain/imports.ts';
import type { Reading } from '../domain/listing.ts';
import { normalise } from '../domain/normalise.ts';
import { plain } from '../domain/text.ts';
import { digestOf, type Visit } from './crawl.ts';
import type { CrawlResult, Desk } from './desk.ts';
import { type Judgement, judge } from './judge.ts';
import { resultOf, store, withMeaning } from './storing.ts';

/** What was read in one line of a file; the first line is 1. */
export interface Line {
  readonly number: number;
  readonly reading: Reading;
}

/** What a person brings of a provider: quotes, capacity of their own. */
export interface Brought {
  readonly provider: string;
  readonly lines: readonly Line[];
  /** Where it was read, to be kept with the crawl. */
  readonly document: DocumentRecord;
  /** It is some of what there is: what it leaves out stands as it was. */
  readonly isPart: boolean;
  /** The person vouches for it: no guard is asked. */
  readonly isAccepted: boolean;
}

/**
 * Takes in what a person brings, as a crawl of a source of its own: through the same gates, but what
 * is believed counts at once. Throws a `RangeError` for too many rows.
 */
export async function importOffers(
  desk: Pick<Desk, 'db' | 'rules' | 'targets' | 'guards' | 'aliases'>,
  { provider, lines, document, isPart, isAccepted }: Brought,
  at: number,
): Promise<CrawlResult> {
  const source = { ...importSource(provider), keyVersion: 1 };
  const state = await loadState(desk.db, source);
  const readings = lines.map(({ reading }) => reading);
  const read = await normalise(source, readings, LIMITS.rows);
  const seen = underKnownNames(read, desk.aliases?.get(source.id));
  const visit: Visit = {
    ...{ startedAt: at, finishedAt: at, seen, failure: null, skipped: false },
    ...{ missing: [], scopes: [], documents: [document], bytes: document.bytes },
    digest: digestOf(seen),
  };
  const judgement = judge(source, visit, state, {
    limits: limitsOf(source.id, desk.guards),
    // Nobody expects it at any time, so it is never late.
    intervalMs: Number.POSITIVE_INFINITY,
    brought: { isPart, isAccepted },
  });
  const told = await withMeaning(desk, withLineNumbers(judgement, lines), {
    source: source.id,
    at,
  });
  const judged = { source, state, visit, judgement: told };
  return resultOf(judged, await store(desk, judged, null));
}

/** Whoever wrote a line finds it by its number. A line that could not be read says so itself. */
function withLineNumbers({ seen, ...judgement }: Judgement, lines: readonly Line[]): Judgement {
  if (seen === null) return { ...judgement, seen };
  const bySku = new Map<string, number[]>();
  for (const { number, reading } of lines) {
    if (reading.kind !== 'listing') continue;
    const sku = plain(reading.sku);
    bySku.set(sku, [...(bySku.get(sku) ?? []), number]);
  }
  const rejects = seen.rejects.map((reject) => {
    const numbers = reject.sku === null ? undefined : bySku.get(reject.sku);
    if (numbers === undefined) return reject;
    const where = numbers.length === 1 ? 'line' : 'lines';
    return { ...reject, detail: `${where} ${numbers.join(', ')}: ${reject.detail}` };
  });
  return { ...judgement, seen: { ...seen, rejects } };
}
