import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { disabledChannels, enableChannel } from '../../db/channels.ts';
import {
  deliveryAttempts,
  forgetDeliveries,
  listDeliveries,
  retryDeliveries,
} from '../../db/deliveries.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { outboxOf } from '../../db/outbox.ts';
import { channelSecret, rotateSecret } from '../../db/secrets.ts';
import { newMessageId, newSecret, STEPS_MS, verify } from '../../src/notify/index.ts';
import { openDelivery } from '../../src/pipeline/delivery.ts';
import { serve } from '../fetch/loopback.ts';
import { BODY, putMessage } from '../support/outbox.ts';

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

const aMessage = (path: string, at: number) => inside(path, async (db) => putMessage(db, 'me', at));

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
    expect(receiver.seen.map((seen) => seen.body)).toEqual([BODY, BODY, BODY, BODY]);
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

    expect(read).toEqual(JSON.parse(BODY));
  });

  it('waits for no time to come again where the clock was set back, and then for its schedule', async () => {
    const path = aFile();
    const receiver = await aReceiver([500, 500, 204]);
    const start = Date.now();
    await aMessage(path, start);
    const tried: number[] = [];

    const [back, further] = [start - DAY / 12, start - 10 * DAY];
    for (const now of [back, further, further + 1000, further + 400_000]) {
      await round(path, receiver.url, now);
      tried.push(receiver.seen.length);
    }

    expect(tried).toEqual([1, 2, 2, 3]);
  });

  it('comes again when the process died between sending and noting it', async () => {
    const path = aFile();
    const receiver = await aReceiver([204]);
    const start = Date.now();
    await aMessage(path, start);
    await inside(path, async (db) => {
      await outboxOf(db, { claimMs: 120_000, forgiveMs: DAY, newId: newMessageId }).claim(
        'me',
        start,
        10,
      );
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
    // The second one waited for a channel that was off.
    const stillOff = await inside(path, (db) => retryDeliveries(db, {}, start));
    expect(stillOff).toEqual([]);
    await inside(path, (db) => enableChannel(db, 'me'));
    const retried = await inside(path, (db) => retryDeliveries(db, {}, start + DAY));
    expect(retried).toEqual([parked[0]?.id]);
    await round(path, receiver.url, start + DAY);
    expect(receiver.seen.map(({ headers }) => headers['webhook-id'])).toContain(retried[0]);
  });
});

/** Deliveries to one or more receivers on a clock that is moved by hand, in one process. */
async function aPost(urls: Readonly<Record<string, string>>, random = () => 0.5) {
  const db = openDatabase(':memory:');
  let now = Date.UTC(2001, 0, 1);
  const channels = Object.entries(urls).map(
    ([name, url]) => [name, { type: 'webhook', url, secret: [] }] as const,
  );
  const delivery = await openDelivery(db, {
    channels: new Map(channels),
    allowPrivate: ['127.0.0.1/32'],
    clock: { now: () => now, random },
  });
  onTestFinished(async () => {
    await delivery.close();
    db.close();
  });
  return {
    db,
    delivery,
    now: () => now,
    moveOn: (ms: number) => {
      now += ms;
    },
  };
}

describe('the schedule', () => {
  it('tries ten times within 20 % of the waits, then keeps a dead letter', async () => {
    const { url } = await aReceiver([500]);
    const chances = [0, 0.999, 0.2, 0.8, 0.5, 0.1, 0.9, 0.4, 0.6];
    let drawn = 0;
    const { db, delivery, now, moveOn } = await aPost({ me: url }, () => {
      drawn += 1;
      return chances[(drawn - 1) % chances.length] ?? 0;
    });
    const id = putMessage(db, 'me', now());
    for (let tries = 0; tries < 12; tries += 1) {
      await delivery.due();
      const [row] = await listDeliveries(db);
      if (row?.state === 'waiting') moveOn(row.nextAt - now());
    }
    const times = (await deliveryAttempts(db, id)).map(({ at }) => at);
    const factors = STEPS_MS.slice(1).map((step, i) => {
      const [from = 0, to = 0] = times.slice(i, i + 2);
      return (to - from) / step;
    });

    expect(times).toHaveLength(10);
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(0.8);
    expect(Math.max(...factors)).toBeLessThanOrEqual(1.2);
    expect(new Set(factors).size).toBe(9);
    expect(await listDeliveries(db)).toMatchObject([{ id, state: 'dead', attempts: 10 }]);
  });

  it('never goes to two channels in step', async () => {
    const { url } = await aReceiver([500]);
    const { db, delivery, now } = await aPost({ ear: url, eye: url }, Math.random);
    putMessage(db, 'ear', now());
    putMessage(db, 'eye', now());
    await delivery.due();

    const next = (await listDeliveries(db)).map(({ nextAt }) => nextAt - now());
    for (const wait of next) expect(Math.abs(wait - 5000)).toBeLessThanOrEqual(1000);
    expect(new Set(next).size).toBe(2);
  });
});

describe('a channel', () => {
  it('is turned off once, however many messages find its receiver gone', async () => {
    const { url } = await aReceiver([410]);
    const { db, delivery, now } = await aPost({ me: url });
    for (let i = 0; i < 9; i += 1) putMessage(db, 'me', now());
    const { off } = await delivery.due();

    expect(off).toEqual([{ channel: 'me', reason: 'the receiver answered 410: gone for good' }]);
    expect((await delivery.due()).off).toEqual([]);
    const states = (await listDeliveries(db)).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['parked']));
    expect(await disabledChannels(db)).toEqual([
      { channel: 'me', since: now(), reason: 'the receiver answered 410: gone for good' },
    ]);
  });

  /** A message every six hours for so many hours, and what came of them. */
  async function hours(post: Awaited<ReturnType<typeof aPost>>, many: number) {
    const off: unknown[] = [];
    for (let hour = 0; hour < many; hour += 6) {
      putMessage(post.db, 'me', post.now());
      off.push(...(await post.delivery.due()).off);
      post.moveOn(6 * 3_600_000);
    }
    return off;
  }

  it('is turned off once after 120 hours in which nothing was taken', async () => {
    const post = await aPost({ me: (await aReceiver([500])).url });
    const began = new Date(post.now()).toISOString();

    expect(await hours(post, 120)).toEqual([]);
    expect(await hours(post, 6)).toEqual([
      { channel: 'me', reason: `nothing was taken since ${began}` },
    ]);
    expect(await disabledChannels(post.db)).toHaveLength(1);
    expect(await listDeliveries(post.db, { state: 'waiting' })).toEqual([]);
  });

  it('stays on for one success in those hours', async () => {
    let isUp = false;
    const { url } = await serve((_, response) => {
      response.writeHead(isUp ? 204 : 500).end();
    });
    const post = await aPost({ me: url });

    expect(await hours(post, 114)).toEqual([]);
    isUp = true;
    expect(await hours(post, 6)).toEqual([]);
    isUp = false;
    expect(await hours(post, 102)).toEqual([]);
    expect(await disabledChannels(post.db)).toEqual([]);
  });

  it.each([6, 11, 3650])(
    'is not turned off for a failure of today and one before its machine slept %i days',
    async (days) => {
      const post = await aPost({ me: (await aReceiver([500])).url });
      putMessage(post.db, 'me', post.now());
      await post.delivery.due();
      post.moveOn(days * DAY);

      expect((await post.delivery.due()).off).toEqual([]);
      expect(await hours(post, 24)).toEqual([]);
    },
  );

  it('has all its messages while another hangs', async () => {
    const healthy = await aReceiver([204]);
    const hanging = await serve(() => undefined);
    const post = await aPost({ hung: hanging.url, ear: healthy.url });
    for (let i = 0; i < 100; i += 1) {
      putMessage(post.db, 'hung', post.now());
      putMessage(post.db, 'ear', post.now());
    }
    const worker = post.delivery.start({
      onError: (error) => expect.fail(String(error)),
      onOff: () => undefined,
    });

    await vi.waitFor(() => expect(healthy.seen).toHaveLength(100), { timeout: 10_000 });
    expect(new Set(healthy.seen.map(({ headers }) => headers['webhook-id'])).size).toBe(100);
    expect(healthy.mostInFlight()).toBeLessThanOrEqual(2);
    expect(hanging.seen).toHaveLength(2);
    await hanging.close();
    await worker.stop();
  });
});

describe('a secret', () => {
  const judged = (secret: string, { body, headers }: { body: string; headers: object }) =>
    verify(
      secret,
      headers as Record<string, string>,
      body,
      Number((headers as Record<string, string>)['webhook-timestamp']),
    );

  it('that is replaced signs beside the new one for a day', async () => {
    const receiver = await aReceiver([204]);
    const { db, delivery, now, moveOn } = await aPost({ me: receiver.url });
    const old = await channelSecret(db, 'me', newSecret);
    const rotated = await rotateSecret(db, 'me', newSecret, now());
    const secret = rotated?.secret ?? '';
    putMessage(db, 'me', now());
    await delivery.due();
    moveOn(DAY);
    putMessage(db, 'me', now());
    await delivery.due();
    const [first, second] = receiver.seen;
    if (first === undefined || second === undefined) throw new Error('expected two messages');

    expect(rotated?.until).toBe(now());
    expect([judged(secret, first), judged(old, first)]).toEqual([true, true]);
    expect([judged(secret, second), judged(old, second)]).toEqual([true, false]);
  });

  it('may be replaced ten times a day and no more', async () => {
    const receiver = await aReceiver([204]);
    const { db, delivery, now, moveOn } = await aPost({ me: receiver.url });
    const secrets = [await channelSecret(db, 'me', newSecret)];
    for (let i = 0; i < 10; i += 1) {
      secrets.push((await rotateSecret(db, 'me', newSecret, now()))?.secret ?? 'none');
    }
    putMessage(db, 'me', now());
    await delivery.due();
    const [seen] = receiver.seen;

    expect(await rotateSecret(db, 'me', newSecret, now())).toBeNull();
    expect(await channelSecret(db, 'me', newSecret)).toBe(secrets.at(-1));
    expect(secrets.map((secret) => seen && judged(secret, seen))).toEqual(Array(11).fill(true));
    moveOn(DAY);
    expect(await rotateSecret(db, 'me', newSecret, now())).not.toBeNull();
  });
});

describe('what ended', () => {
  it('is sent again under its old id, once, and only when asked with force if it was delivered', async () => {
    const receiver = await aReceiver([204]);
    const { db, delivery, now } = await aPost({ me: receiver.url });
    const [taken, dead, older] = [-1, 0, -DAY].map((ago) => putMessage(db, 'me', now() + ago));
    db.sqlite.prepare("update deliveries set state = 'dead' where id <> ?").run(taken);
    await delivery.due();

    expect(await retryDeliveries(db, { since: now() - 10 }, now())).toEqual([dead]);
    await delivery.due();
    await delivery.due();
    expect(receiver.seen.map(({ headers }) => headers['webhook-id'])).toEqual([taken, dead]);
    expect(await retryDeliveries(db, { ids: [taken ?? ''] }, now())).toEqual([]);
    expect(await retryDeliveries(db, { ids: [taken ?? ''], force: true }, now())).toEqual([taken]);
    expect(await retryDeliveries(db, { channel: 'you' }, now())).toEqual([]);
    expect(await retryDeliveries(db, { channel: 'me' }, now())).toEqual([older]);
  });

  it('is kept for its time and then forgotten with its tries', async () => {
    const { db, delivery, now, moveOn } = await aPost({ me: (await aReceiver([204])).url });
    putMessage(db, 'me', now());
    await delivery.due();
    moveOn(30 * DAY);
    const waiting = putMessage(db, 'me', now() - 31 * DAY);

    forgetDeliveries(db, now() - 30 * DAY);
    expect(await listDeliveries(db)).toHaveLength(2);
    forgetDeliveries(db, now());
    expect(await listDeliveries(db)).toMatchObject([{ id: waiting }]);
    expect(db.sqlite.prepare('select count(*) from attempts').pluck().get()).toBe(0);
  });
});
