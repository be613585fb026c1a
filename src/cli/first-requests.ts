import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import { openFetcher } from './workplace.ts';

const NOTHING_RECORDED = '{"log":{"version":"1.2","entries":[]}}';

/**
 * What a source asks for before it is answered anything, without a network: it is replayed from a
 * recording that holds nothing. What it would ask for next depends on the answers.
 */
export async function firstRequests(scraper: Scraper, now: number): Promise<readonly string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'chipwatch-'));
  const fetcher = openFetcher({}, join(dir, 'none.db'), { keep: false });
  try {
    await writeFile(join(dir, 'recording.har'), NOTHING_RECORDED);
    const mode = { kind: 'replay', dir } as const;
    const session = fetcher.session(scraper, { mode, now: () => now });
    await scraper.fetch(session.tools).catch(nothingAnswered);
    await session.finish();
    return session.requests.map(({ url }) => url);
  } finally {
    await fetcher.close();
    await rm(dir, { recursive: true });
  }
}

function nothingAnswered(cause: unknown): void {
  if (!(cause instanceof SourceError)) throw cause;
}
