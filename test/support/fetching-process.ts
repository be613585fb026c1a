/**
 * A process of its own that is sent one harmful answer after the other: `URL TIMES PATH...`. It says
 * how each path failed, how much memory it took at most, and how many files and sockets are open.
 */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFetcher } from '../../src/fetch/index.ts';
import { openGate } from '../../src/gate/index.ts';
import { aScraper } from '../fetch/crawling.ts';

/** What the process came to. */
export interface Fetched {
  readonly failures: Readonly<Record<string, string>>;
  /** Bytes by which its memory grew at its largest. */
  readonly grown: number;
  readonly opened: number;
}

const [url = '', times = '', ...paths] = process.argv.slice(2);

const fetcher = createFetcher({
  ...{ version: '0', env: {}, archiveDir: null, minDelayMs: 0 },
  gate: openGate({ allowed: ['127.0.0.1/32'], advice: null }),
  timeouts: { headers: 200, idle: 200, total: 400 },
  clock: { now: Date.now, random: Math.random, sleep: async () => undefined },
});
const failures: Record<string, string> = {};

async function ask(path: string): Promise<void> {
  const session = fetcher.session(aScraper(), { mode: { kind: 'live' }, now: Date.now });
  const [failure] = await Promise.allSettled([session.tools.http.get(path, `${url}/${path}`)]);
  failures[path] = failure.status === 'rejected' ? failure.reason.message : 'it was brought';
  await session.finish();
}

const open = () => readdirSync('/proc/self/fd').length;
const peak = () => process.resourceUsage().maxRSS * 1024;

await ask('good');
const before = { open: open(), peak: peak() };
for (let n = 0; n < Number(times); n += 1) for (const path of paths) await ask(path);
// The other end of a connection that was cut needs its moment to go.
for (let n = 0; n < 50 && open() > before.open; n += 1) await sleep(100);
const fetched: Fetched = {
  failures,
  grown: peak() - before.peak,
  opened: open() - before.open,
};
process.stdout.write(JSON.stringify(fetched));
await fetcher.close();
