import { randomUUID } from 'node:crypto';
import { type Lease, releaseLease, takeLease } from '../../db/leases.ts';
import { LIMITS, type Scraper } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import { type CrawlResult, type Desk, nothing } from './desk.ts';

/** Crawls of this process; what a process of the same number left behind before it is none. */
const running = new Set<string>();

/**
 * Does the work while no other crawl of the source is under way, in this process or another; where
 * one is, the result says who holds it. The work is told its lease, for the commit to check.
 */
export async function inTurn(
  scraper: Scraper,
  desk: Desk,
  work: (lease: Lease) => Promise<CrawlResult>,
): Promise<CrawlResult> {
  // Twice the time a crawl may take: parsing and the commit come after its deadline.
  const expiresAt = Date.now() + 2 * secondsOf(scraper) * 1000;
  // A number of its own, so that a crawl that was given up cannot commit after the next one began.
  const owner = `${desk.owner}#${randomUUID()}`;
  const lease = { source: scraper.id, owner, expiresAt };
  // Known before it is taken: who asks in between must not think it left behind.
  running.add(owner);
  try {
    const other = await takeLease(desk.db, lease, Date.now(), (held) => isOver(held, desk));
    if (other === null) return await work(lease);
    const message = `${processOf(other.owner)} crawls it now`;
    return { ...nothing(scraper.id), outcome: 'held', message };
  } finally {
    running.delete(owner);
    await releaseLease(desk.db, lease);
  }
}

function isOver(owner: string, desk: Desk): boolean {
  if (processOf(owner) === desk.owner) return !running.has(owner);
  return desk.isGone(processOf(owner));
}

function processOf(owner: string): string {
  const [process = owner] = owner.split('#');
  return process;
}

/** This process was told to stop: what is under way is given up and leaves no trace. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor() {
    super('stopped before it was done');
  }
}

/**
 * The work's end, or the end of waiting for it: a `SourceError` half the source's time after its
 * deadline, which whatever honours that never meets, or `Stopped`.
 */
export async function within<T>(
  scraper: Scraper,
  stop: AbortSignal | undefined,
  work: Promise<T>,
): Promise<T> {
  const seconds = secondsOf(scraper);
  let giveUp: () => void = () => undefined;
  const over = new Promise<never>((_, reject) => {
    const late = () =>
      reject(new SourceError('unreachable', `it did not end within its ${seconds} s`));
    const stopped = () => reject(new Stopped());
    const timer = setTimeout(late, seconds * 1500);
    stop?.addEventListener('abort', stopped, { once: true });
    if (stop?.aborted) stopped();
    giveUp = () => {
      clearTimeout(timer);
      stop?.removeEventListener('abort', stopped);
    };
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    giveUp();
  }
}

function secondsOf({ limits }: Scraper): number {
  return limits?.seconds ?? LIMITS.seconds;
}
