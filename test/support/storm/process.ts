/**
 * A process of its own that crawls the sources of the storm and delivers, to be killed: everything in
 * it is the program's own but the list of sources and the clock of the machine, which is set back and
 * forth. `DATABASE RECEIVER REGISTRY SPEED BEGUN SHIFT ROUNDS ORIGIN...`.
 */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../../db/open.ts';
import { hostsIn, isGone, leaseOwner } from '../../../src/cli/workplace.ts';
import { Rule, Watchable } from '../../../src/domain/rules.ts';
import { createFetcher } from '../../../src/fetch/index.ts';
import { openGate } from '../../../src/gate/index.ts';
import { openDelivery } from '../../../src/pipeline/delivery.ts';
import { openParser } from '../../../src/pipeline/parsing.ts';
import { type Desk, run } from '../../../src/pipeline/run.ts';
import { IDS, sourceAt } from './sources.ts';

/** What the process is told while it works. */
export type Order = { readonly shift: number } | { readonly disk: 'full' | 'free' };

/** What it says. */
export type Word =
  | {
      readonly kind: 'crawl';
      readonly source: string;
      readonly crawl: number | null;
      readonly outcome: string;
      readonly message: string | null;
    }
  | {
      readonly kind: 'round';
      readonly heap: number;
      readonly rss: number;
      readonly handles: number;
    }
  | { readonly kind: 'fault'; readonly message: string };

const [path = '', receiver = '', registry = '', speed = '', begun = '', ...more] =
  process.argv.slice(2);
const [shifted = '', rounds = '', ...origins] = more;
const tell = (word: Word) => process.send?.(word);

const machine = Date.now.bind(Date);
let shift = Number(shifted);
Date.now = () => machine() + shift;
/** Time as crawls and receivers see it goes faster. */
const now = () => Number(begun) + (machine() - Number(begun)) * Number(speed) + shift;

const db = openDatabase(path);
process.on('message', (order: Order) => {
  if ('shift' in order) shift = order.shift;
  else {
    const pages = db.sqlite.pragma('page_count', { simple: true });
    db.sqlite.pragma(`max_page_count = ${order.disk === 'full' ? pages : 4_000_000}`);
  }
});
// Who sent it may be gone before it does.
process.on('disconnect', () => process.exit());

const clock = { now, random: Math.random };
const fetcher = createFetcher({
  ...{ version: '0', env: {}, archiveDir: join(dirname(path), 'archive'), minDelayMs: 0 },
  gate: openGate({ allowed: ['127.0.0.1/32'], advice: null }),
  hosts: hostsIn(db),
  clock: {
    ...clock,
    sleep: (ms, signal) => sleep(ms / Number(speed), undefined, { signal }),
  },
  timeouts: { connect: 300, headers: 300, idle: 300, total: 600 },
});
const parser = openParser(new URL(registry));
const desk: Desk = {
  ...{ db, fetcher, read: parser.read, env: {}, dryRun: false, mode: { kind: 'live' }, now },
  ...{ owner: leaseOwner(), isGone },
  rules: [
    Rule.parse({
      id: 'everything',
      flags: Watchable.options.filter((flag) => !flag.startsWith('source.')),
      minDropPercent: 0,
      channels: ['me'],
    }),
  ],
};
const delivery = await openDelivery(db, {
  channels: new Map([['me', { type: 'webhook', url: receiver, secret: [] }]]),
  allowPrivate: ['127.0.0.1/32'],
  clock,
});
const worker = delivery.start({
  onError: (error) => tell({ kind: 'fault', message: String(error) }),
  onOff: ({ reason }) => tell({ kind: 'fault', message: reason }),
});
const sources = IDS.map((id, i) => sourceAt(id, origins[i] ?? ''));
const watcher = {
  started: () => undefined,
  finished: ({ source, crawl, outcome, message }: Awaited<ReturnType<typeof run>>[number]) =>
    tell({ kind: 'crawl', source, crawl, outcome, message }),
};

for (let round = 0; round < Number(rounds); round += 1) {
  await run(desk, { sources, confirming: null, watcher });
  globalThis.gc?.();
  const { heapUsed: heap, rss } = process.memoryUsage();
  tell({ kind: 'round', heap, rss, handles: readdirSync('/proc/self/fd').length });
}
await worker.stop();
await delivery.close();
await fetcher.close();
parser.close();
db.close();
process.disconnect();
