/**
 * A process of its own that is sent one harmful answer after the other: `URL TIMES HOW PATH...`, each
 * in a crawl of its `own` or all in `one`. It says how each path failed, how much memory it took at
 * most, and how many files and sockets are open.
 */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Document } from '../../scrapers/kit/scraper.ts';
import { createFetcher, type Session } from '../../src/fetch/index.ts';
import { openGate } from '../../src/gate/index.ts';
import { aScraper } from '../fetch/crawling.ts';

/** What the process came to. */
export interface Fetched {
  readonly failures: Readonly<Record<string, string>>;
  /** Bytes by which its memory grew at its largest. */
  readonly grown: number;
  readonly opened: number;
  /** Documents that the one crawl was given. */
  readonly held: number;
}

const [url = '', times = '', how = '', ...paths] = process.argv.slice(2);

const fetcher = createFetcher({
  ...{ version: '0', env: {}, archiveDir: null, minDelayMs: 0 },
  gate: openGate({ allowed: ['127.0.0.1/32'], advice: null }),
  timeouts: { headers: 200, idle: 200, total: 400 },
  clock: { now: Date.now, random: Math.random, sleep: async () => undefined },
});
const failures: Record<string, string> = {};

const aCrawl = () => fetcher.session(aScraper(), { mode: { kind: 'live' }, now: Date.now });
/** What one crawl holds until it has them all and reads them. */
const held: Document[] = [];

async function ask(path: string): Promise<void> {
  const session = aCrawl();
  await askIn(session, path);
  await session.finish();
}

async function askIn({ tools }: Session, path: string): Promise<readonly Document[]> {
  const [answer] = await Promise.allSettled([tools.http.get(path, `${url}/${path}`)]);
  failures[path] = answer.status === 'rejected' ? answer.reason.message : 'it was brought';
  return answer.status === 'rejected' ? [] : [answer.value];
}

const open = () => readdirSync('/proc/self/fd').length;
const peak = () => process.resourceUsage().maxRSS * 1024;

await ask('good');
const before = { open: open(), peak: peak() };
const only = how === 'one' ? aCrawl() : null;
for (let n = 0; n < Number(times); n += 1) {
  for (const path of paths) {
    if (only === null) await ask(path);
    else held.push(...(await askIn(only, path)));
  }
}
await only?.finish();
// The other end of a connection that was cut needs its moment to go.
for (let n = 0; n < 50 && open() > before.open; n += 1) await sleep(100);
const fetched: Fetched = {
  failures,
  grown: peak() - before.peak,
  opened: open() - before.open,
  held: held.length,
};
process.stdout.write(JSON.stringify(fetched));
await fetcher.close();
