import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listDeliveries, retryDeliveries } from '../../db/deliveries.ts';
import { openDatabase } from '../../db/open.ts';
import { outboxOf } from '../../db/outbox.ts';
import {
  type Hours,
  nextDaily,
  parseDaily,
  parseWindow,
  quietUntil,
} from '../../src/domain/hours.ts';
import { CLAIM_MS, newMessageId } from '../../src/notify/index.ts';
import { openDelivery } from '../../src/pipeline/delivery.ts';
import { serve } from '../fetch/loopback.ts';
import { putMessage } from '../support/outbox.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BERLIN = {
  digest: parseDaily('daily at 08:00 Europe/Berlin'),
  quiet: parseWindow('22:00-07:00 Europe/Berlin'),
};

/** A message that tells one event of this name. */
function bodyOf(name: string): string {
  const events = [{ subject: name }];
  return JSON.stringify({ type: 'back', data: { headline: name, events, truncated: 0 } });
}

/** The names of the events that a body tells. */
function namesIn(body: string): readonly string[] {
  return JSON.parse(body).data.events.map(({ subject }: { subject: string }) => subject);
}

/** A channel with hours over a database in a file; every round is a process of its own. */
async function aChannel(hours: Hours, statuses: readonly number[] = [204]) {
  const folder = mkdtempSync(join(tmpdir(), 'chipwatch-hours-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'chipwatch.db');
  let visits = 0;
  const receiver = await serve((_, response) => {
    response.writeHead(statuses[visits] ?? 204).end();
    visits += 1;
  });
  const inside = async <T>(ask: (db: ReturnType<typeof openDatabase>) => T | Promise<T>) => {
    const db = openDatabase(path);
    const answer = await ask(db);
    db.close();
    return answer;
  };
  return {
    inside,
    write: (name: string, at: string) =>
      inside((db) => putMessage(db, 'me', Date.parse(at), bodyOf(name))),
    /** What one process that runs at this time sends, as the names in each message. */
    round: (at: string, more: Hours = hours) =>
      inside(async (db) => {
        const before = receiver.seen.length;
        const delivery = await openDelivery(db, {
          channels: new Map([['me', { type: 'webhook', url: receiver.url, secret: [] }]]),
          hours: new Map([['me', more]]),
          allowPrivate: ['127.0.0.1/32'],
          clock: { now: () => Date.parse(at), random: () => 0.5 },
        });
        await delivery.due();
        await delivery.close();
        return receiver.seen.slice(before).map(({ body }) => namesIn(body));
      }),
    sent: () => receiver.seen,
  };
}

describe('a channel with a digest', () => {
  const hours = { ...BERLIN, quiet: null };

  it('is told of a day at once, at its time, whichever process does it', async () => {
    const { write, round, inside } = await aChannel(hours);
    await write('a', '2026-06-01T06:00:01Z');
    expect(await round('2026-06-01T06:00:02Z')).toEqual([]);
    await write('b', '2026-06-01T20:00:00Z');
    expect(await round('2026-06-01T20:00:00Z')).toEqual([]);
    const waiting = await inside((db) => listDeliveries(db));
    expect(waiting.map(({ nextAt }) => new Date(nextAt).toISOString())).toEqual([
      '2026-06-02T06:00:00.000Z',
      '2026-06-02T06:00:00.000Z',
    ]);

    expect(await round('2026-06-02T05:59:59Z')).toEqual([]);
    expect(await round('2026-06-02T06:00:00Z')).toEqual([['a', 'b']]);
    expect(await round('2026-06-02T06:00:01Z')).toEqual([]);
    expect(await round('2026-06-03T06:00:00Z')).toEqual([]);
    expect(await inside((db) => listDeliveries(db))).toMatchObject([
      { flag: 'digest', rule: 'mine', state: 'delivered' },
    ]);
  });

  it('is told late where nobody ran at its time', async () => {
    const { write, round } = await aChannel(hours);
    await write('a', '2026-06-01T20:00:00Z');
    await round('2026-06-01T20:00:00Z');

    expect(await round('2026-06-02T11:00:00Z')).toEqual([['a']]);
  });

  it('is told again under one id until the receiver takes it', async () => {
    const { write, round, sent } = await aChannel(hours, [500, 204]);
    await write('a', '2026-06-01T05:00:00Z');
    await round('2026-06-01T05:00:00Z');
    await round('2026-06-01T06:00:00Z');
    await write('b', '2026-06-01T06:00:01Z');

    expect(await round('2026-06-01T06:00:10Z')).toEqual([['a']]);
    const ids = sent().map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
    expect(await round('2026-06-02T06:00:00Z')).toEqual([['b']]);
  });

  it('leaves a message its id that was tried before there was a digest', async () => {
    const { write, round, sent } = await aChannel(hours, [500, 204]);
    const id = await write('a', '2026-06-01T05:00:00Z');
    await round('2026-06-01T05:00:00Z', { digest: null, quiet: null });
    expect(await round('2026-06-01T05:01:00Z')).toEqual([['a']]);

    expect(sent().map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
  });
});

describe('a channel with quiet hours', () => {
  const hours = { ...BERLIN, digest: null };

  it('is told in the morning, each message for itself', async () => {
    const { write, round, inside } = await aChannel(hours);
    await write('a', '2026-06-01T20:30:00Z');
    await write('b', '2026-06-02T01:00:00Z');
    expect(await round('2026-06-02T01:00:00Z')).toEqual([]);
    expect(await inside((db) => listDeliveries(db))).toMatchObject([
      { nextAt: Date.parse('2026-06-02T05:00:00Z'), attempts: 0 },
      { nextAt: Date.parse('2026-06-02T05:00:00Z'), attempts: 0 },
    ]);

    expect(await round('2026-06-02T04:59:59Z')).toEqual([]);
    expect((await round('2026-06-02T05:00:00Z')).flat().toSorted()).toEqual(['a', 'b']);
    expect(await round('2026-06-02T05:00:01Z')).toEqual([]);
  });

  it('is not tried again, nor by hand, before they are over', async () => {
    const { write, round, inside } = await aChannel(hours, [500, 500, 204]);
    const id = await write('a', '2026-06-01T19:59:58Z');
    await round('2026-06-01T19:59:58Z');
    expect(await round('2026-06-01T20:00:05Z')).toEqual([]);
    await inside((db) => retryDeliveries(db, { ids: [id] }, Date.parse('2026-06-01T23:00:00Z')));
    expect(await round('2026-06-01T23:00:00Z')).toEqual([]);

    expect(await round('2026-06-02T05:00:00Z')).toEqual([['a']]);
  });

  it('takes a digest that falls into them when they end', async () => {
    const digest = parseDaily('daily at 06:00 Europe/Berlin');
    const { write, round } = await aChannel({ ...hours, digest });
    await write('a', '2026-06-01T12:00:00Z');
    await round('2026-06-01T12:00:00Z');
    await write('late', '2026-06-02T04:30:00Z');

    expect(await round('2026-06-02T04:30:00Z')).toEqual([]);
    expect(await round('2026-06-02T05:00:00Z')).toEqual([['a']]);
    expect(await round('2026-06-03T05:00:00Z')).toEqual([['late']]);
  });
});

/** A channel in memory at which things happen one after the other, each some minutes later. */
function aDiary(hours: Hours, begin: number) {
  const db = openDatabase(':memory:');
  const written = new Map<string, number>();
  const told: { readonly name: string; readonly at: number }[] = [];
  let at = begin;
  // Opened anew each time, as by a process that was started anew.
  const outbox = () =>
    outboxOf(db, {
      ...{ claimMs: CLAIM_MS, forgiveMs: HOUR, newId: newMessageId },
      hours: new Map([['me', hours]]),
    });
  const look = async (takes: boolean) => {
    const now = at;
    for (const delivery of await outbox().claim('me', now, 10)) {
      const attempt = { at: now, status: 0, error: null, excerpt: '', durationMs: 0 };
      const again = { state: 'retry', at: now + 5 * MINUTE } as const;
      await outbox().settle(delivery, attempt, takes ? { state: 'delivered' } : again);
      if (takes) for (const name of namesIn(delivery.body)) told.push({ name, at: now });
    }
  };
  const write = async () => {
    const name = `m${written.size}`;
    written.set(name, at);
    putMessage(db, 'me', at, bodyOf(name));
  };
  const deeds = { write, look: () => look(true), fail: () => look(false) };
  return {
    written,
    told,
    happen: async (minutes: number, what: keyof typeof deeds) => {
      at += minutes * MINUTE;
      await deeds[what]();
    },
    close: () => db.close(),
  };
}

/** When a message of this time may be told at the earliest. */
function earliest({ digest }: Hours, written: number): number {
  return digest === null ? written : nextDaily(digest, written);
}

describe('whatever happens when', () => {
  const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe');
  const minute = fc.integer({ min: 0, max: 1439 });
  // Two hours a day are open at least, so that the looks at the end meet them.
  const quiet = fc
    .record({ from: minute, to: minute, zone })
    .filter(({ from, to }) => (from - to + 1440) % 1440 >= 120);
  const hours = fc.record({
    digest: fc.option(fc.record({ minute, zone })),
    quiet: fc.option(quiet),
  });
  /** Minutes from one thing that happens to the next, and which: a message, a look, a failed try. */
  const events = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 900 }),
      fc.constantFrom<'write' | 'look' | 'fail'>('write', 'look', 'fail'),
    ),
    { minLength: 1, maxLength: 25 },
  );
  // Nights on which clocks change are among them.
  const start = fc.constantFrom(
    ...['2026-03-28T12:00Z', '2026-10-24T12:00Z', '2026-06-01T00:00Z', '2026-11-01T00:00Z'],
  );

  it('every message is told once, in no quiet hour, and with a digest never before its time', async () => {
    await fc.assert(
      fc.asyncProperty(hours, start, events, async (set, begin, happenings) => {
        const { written, told, happen, close } = aDiary(set, Date.parse(begin));
        for (const [minutes, what] of happenings) await happen(minutes, what);
        for (let looks = 0; looks < 60; looks += 1) await happen(60, 'look');
        close();

        expect(told.map(({ name }) => name).toSorted()).toEqual([...written.keys()].toSorted());
        const quietAt = told.filter(({ at }) => set.quiet && quietUntil(set.quiet, at) !== null);
        const early = told.filter(({ name, at }) => at < earliest(set, written.get(name) ?? at));
        expect({ quietAt, early }).toEqual({ quietAt: [], early: [] });
      }),
      { numRuns: 25 },
    );
  });
});
