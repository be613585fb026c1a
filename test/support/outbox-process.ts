/**
 * A process of its own that fills and empties an outbox, to be killed: `DATABASE URL DEED`. It says
 * what it did through its channel to the parent, and waits there to be told when to begin.
 */
import { once } from 'node:events';
import { commitCrawl } from '../../db/commit.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { newMessageId } from '../../src/notify/index.ts';
import { openDelivery } from '../../src/pipeline/delivery.ts';
import { BODY } from './outbox.ts';

const [path = '', url = '', deed = ''] = process.argv.slice(2);
const db = openDatabase(path);
const tell = (said: unknown) => process.send?.(said);

/** A crawl of a source of its own with one message, in one transaction. Gives the message's id. */
async function crawl(): Promise<string> {
  const id = newMessageId();
  const at = Date.now();
  await commitCrawl(db, {
    crawl: {
      ...{ source: id, provider: 'northlight', startedAt: at, finishedAt: at, outcome: 'ok' },
      ...{ failure: null, message: null, keyVersion: 1, bytes: 0, rows: 0, offers: 0 },
      ...{ digest: null, rejects: [], documents: [], missing: [], scopes: [] },
    },
    against: null,
    lease: null,
    difference: {
      ...{ changes: [], pending: [], redescribed: [], places: [], rates: [], tokens: [] },
      restless: new Map(),
    },
    events: [],
    whereIs: () => ({ country: null, jurisdiction: 'unknown' }),
    dueAt: at,
    messages: () => [{ id, rule: 'mine', channel: 'me', flag: 'price.drop', body: BODY, told: [] }],
  });
  return id;
}

/** Dies, as by SIGKILL from outside, in the middle of the transaction that writes to the table. */
function dieWriting({ sqlite }: Database, table: 'deliveries' | 'attempts'): void {
  sqlite.function('die', () => process.kill(process.pid, 'SIGKILL'));
  sqlite.exec(`create temp trigger dies after insert on main.${table} begin select die(); end`);
}

async function deliver(): Promise<void> {
  const clock = { now: Date.now, random: Math.random };
  const delivery = await openDelivery(db, {
    channels: new Map([['me', { type: 'webhook', url, secret: [] }]]),
    allowPrivate: ['127.0.0.1/32'],
    clock,
  });
  tell(await delivery.due());
  await delivery.close();
}

tell('ready');
await once(process, 'message');
switch (deed) {
  case 'die before commit':
    dieWriting(db, 'deliveries');
    await crawl();
    break;
  case 'die after commit':
    tell(await crawl());
    process.kill(process.pid, 'SIGKILL');
    break;
  case 'deliver':
    await deliver();
    break;
  case 'die before noting':
    dieWriting(db, 'attempts');
    await deliver();
    break;
  case 'crawl and deliver':
    for (;;) {
      tell(await crawl());
      await deliver();
    }
  default:
    throw new Error(`expected a deed, found ${deed}`);
}
db.close();
process.disconnect();
