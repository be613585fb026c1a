import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { channelSecret, disabledChannels } from '../../db/channels.ts';
import { deliveryAttempts, enqueue, listDeliveries, retryDelivery } from '../../db/deliveries.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { newMessageId, newSecret } from '../../src/notify/index.ts';
import { openDelivery } from '../../src/pipeline/delivery.ts';
import { serve } from '../fetch/loopback.ts';

const DAY = 24 * 3_600_000;

/** A database in a file, so that it can be closed and opened again as after a crash. */
function aFile(): string {
  const dir = mkdtempSync(join(tmpdir(), 'chipwatch-delivery-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return join(dir, 'chipwatch.db');
}

/** A receiver that answers with one status after the other, the last one sticking. */
async function aReceiver(statuses: readonly number[]) {
  let n = 0;
  return serve((_, response) => {
    const status = statuses[Math.min(n, statuses.length - 1)] ?? 204;
    n += 1;
    response.writeHead(status).end();
  });
}

/** One round of deliveries by a process of its own: opened, run, closed. */
async function round(path: string, url: string, now: number): Promise<void> {
  const db = openDatabase(path);
  const delivery = await openDelivery(db, {
    channels: new Map([['me', { type: 'webhook', url, secret: [] }]]),
    allowPrivate: ['127.0.0.1/32'],
    clock: { now: () => now, random: () => 0.5 },
  });
  await delivery.due();
  await delivery.close();
  db.close();
}

async function inside<T>(path: string, ask: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(path);
  const answer = await ask(db);
  db.close();
  return answer;
}

const body = JSON.stringify({ type: 'price.drop', data: { headline: 'made up' } });

function aMessage(path: string, at: number): Promise<void> {
  const message = { id: newMessageId(), rule: 'mine', channel: 'me', flag: 'price.drop', body };
  return inside(path, (db) => enqueue(db, { ...message, told: [] }, at));
}

describe('a message in the outbox', () => {
  it('reaches a receiver that fails three times with the same id and body on every try', async () => {
    const path = aFile();
    const receiver = await aReceiver([500, 500, 500, 204]);
    // The judge of our signatures holds them against the wall clock.
    const start = Date.now();
    await aMessage(path, start);

    for (let night = 0; night < 4; night += 1) await round(path, receiver.url, start + night * DAY);

    const [delivery] = await inside(path, (db) => listDeliveries(db));
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 4, lastStatus: 204 });
    expect(new Set(receiver.seen.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([delivery?.id]),
    );
    expect(receiver.seen.map((seen) => seen.body)).toEqual([body, body, body, body]);
    const tries = await inside(path, (db) => deliveryAttempts(db, delivery?.id ?? ''));
    expect(tries.map(({ number, status }) => [number, status])).toEqual([
      [1, 500],
      [2, 500],
      [3, 500],
      [4, 204],
    ]);
  });

  it('is signed with a secret that is made once and kept, as the library verifies', async () => {
    const path = aFile();
    const receiver = await aReceiver([204]);
    const start = Date.now();
    await aMessage(path, start);
    await round(path, receiver.url, start);
    const secret = await inside(path, (db) => channelSecret(db, 'me', newSecret));
    const [seen] = receiver.seen;

    const read = new Webhook(secret).verify(seen?.body ?? '', {
      'webhook-id': String(seen?.headers['webhook-id']),
      'webhook-timestamp': String(seen?.headers['webhook-timestamp']),
      'webhook-signature': String(seen?.headers['webhook-signature']),
    });

    expect(read).toEqual(JSON.parse(body));
  });

  it('comes again when the process died between sending and noting it', async () => {
    const path = aFile();
    const receiver = await aReceiver([204]);
    const start = Date.now();
    await aMessage(path, start);
    await inside(path, async (db) => {
      const { outboxOf } = await import('../../db/outbox.ts');
      await outboxOf(db, 120_000).claim('me', start, 10);
    });

    await round(path, receiver.url, start + 119_000);
    expect(receiver.seen).toHaveLength(0);
    await round(path, receiver.url, start + 120_000);
    expect(receiver.seen).toHaveLength(1);
  });

  it('is parked when the receiver is gone, its channel turned off, and retried by hand', async () => {
    const path = aFile();
    const receiver = await aReceiver([410, 204]);
    const start = Date.now();
    await aMessage(path, start);
    await round(path, receiver.url, start);
    await aMessage(path, start);
    await round(path, receiver.url, start + DAY);

    expect(receiver.seen).toHaveLength(1);
    expect(await inside(path, (db) => disabledChannels(db))).toMatchObject([{ channel: 'me' }]);
    const parked = await inside(path, (db) => listDeliveries(db, { state: 'parked' }));
    expect(parked).toHaveLength(1);
    const retried = await inside(path, (db) => retryDelivery(db, parked[0]?.id ?? '', start));
    expect(retried).toBe(true);
  });
});
