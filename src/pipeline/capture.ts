import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { Normalised } from '../domain/normalise.ts';
import { crawl } from './crawl.ts';
import type { CrawlResult, Desk } from './desk.ts';
import { goldenOf } from './golden.ts';

/** What a fresh recording comes to when it is read as the tests read it. */
export interface Proof {
  /** The text of its `offers.json`; null where it cannot be read. */
  readonly golden: string | null;
  readonly seen: Normalised | null;
  /** Why it would not do as a fixture; null where it does. */
  readonly fault: string | null;
}

/** The time at which tests and the demo replay a recording of that day, such as `2026-08-15`. */
export function nightOf(day: string): number {
  return Date.parse(`${day}T02:00:00Z`);
}

/**
 * Replays a recording that was just made and compares it with the visit it was made of: where they
 * differ, it lacks something the source asks for.
 */
export async function proofOf(
  desk: Pick<Desk, 'fetcher' | 'read'>,
  scraper: Scraper,
  made: { readonly dir: string; readonly day: string; readonly of: CrawlResult },
): Promise<Proof> {
  const now = () => nightOf(made.day);
  const session = desk.fetcher.session(scraper, { mode: { kind: 'replay', dir: made.dir }, now });
  try {
    const visit = await crawl(scraper, session, now, desk.read);
    if (visit.failure !== null) {
      const fault = `its replay failed: ${visit.failure.failure}: ${visit.failure.message}`;
      return { golden: null, seen: null, fault };
    }
    const isSame = visit.digest === made.of.visited?.digest;
    const fault = isSame ? null : 'its replay does not read what the visit read';
    return { golden: goldenOf(visit), seen: visit.seen, fault };
  } finally {
    await session.finish();
  }
}
