import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Attempt } from '../../src/notify/attempt.ts';
import { senderOf } from '../../src/notify/channels.ts';
import type { Decision } from '../../src/notify/schedule.ts';
import { openPoster, webhookGate } from '../../src/notify/send.ts';
import { newSecret, verify } from '../../src/notify/signing.ts';
import { webhook } from '../../src/notify/webhook.ts';
import {
  CLAIM_MS,
  type Delivery,
  deliverDue,
  type Outbox,
  type Sender,
  type Summary,
  startWorker,
} from '../../src/notify/worker.ts';
import { receiver } from './receiver.ts';

interface Row extends Delivery {
  readonly at: number;
  readonly state: 'waiting' | 'delivered' | 'dead' | 'parked';
}

/** An outbox that forgets everything when the test is over. */
function outbox(...deliveries: readonly Pick<Delivery, 'id' | 'channel'>[]) {
  const rows = new Map<string, Row>(
    deliveries.map(({ id, channel }) => [
      id,
      { id, channel, body: `{"of":"${id}"}`, attempts: 0, at: 0, state: 'waiting' },
    ]),
  );
  const attempts: Attempt[] = [];
  const off = new Set<string>();
  const states = {
    delivered: 'delivered',
    dead: 'dead',
    gone: 'parked',
    retry: 'waiting',
  } as const;
  const port: Outbox = {
    async claim(channel, now, limit) {
      const due = [...rows.values()]
        .filter((row) => row.channel === channel && row.state === 'waiting' && row.at <= now)
        .slice(0, limit);
      for (const row of due) rows.set(row.id, { ...row, at: now + CLAIM_MS });
      return due;
    },
    async settle({ id }, attempt, decision: Decision) {
      attempts.push(attempt);
      const row = rows.get(id);
      if (row === undefined) throw new Error(`expected ${id} in the outbox`);
      const at = decision.state === 'retry' ? decision.at : row.at;
      rows.set(id, { ...row, at, attempts: row.attempts + 1, state: states[decision.state] });
      return null;
    },
    async disable(channel) {
      for (const row of rows.values()) {
        if (row.channel === channel && row.state === 'waiting') {
          rows.set(row.id, { ...row, state: 'parked' });
        }
      }
      if (off.has(channel)) return false;
      off.add(channel);
      return true;
    },
  };
  return { port, rows, attempts };
}

/** A clock that stands until it is moved. */
function clock() {
  let now = 1_000_000;
  return {
    now: () => now,
    random: () => 0.5,
    moveOn: (ms: number) => {
      now += ms;
    },
  };
}

const answering =
  (status: number | null): Sender =>
  async () => ({
    verdict: status === null ? 'again' : webhook.judge(status, ''),
    status,
    error: null,
    excerpt: '',
    retryAfterMs: null,
    timedOut: false,
    durationMs: 1,
  });

const many = (channel: string, n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `${channel}-${i}`, channel }));

describe('deliverDue', () => {
  it('sends the same id and bytes on every try, signed anew', async () => {
    const secret = newSecret();
    const { url, visits } = await receiver((response, _, visit) =>
      response.writeHead(visit <= 3 ? 500 : 204).end(),
    );
    const time = clock();
    const poster = openPoster({ gate: webhookGate(['127.0.0.1/32']), now: time.now });
    onTestFinished(() => poster.close());
    const sender = senderOf(poster, { type: 'webhook', url, secret: [] }, async () => [secret]);
    const { port, rows } = outbox({ id: 'msg_1', channel: 'ear' });
    const senders = new Map([['ear', sender]]);

    const summaries: Summary[] = [];
    for (const wait of [0, 5_000, 300_000, 1_800_000]) {
      time.moveOn(wait);
      summaries.push(await deliverDue(port, senders, time));
    }

    const failed = { delivered: 0, retrying: 1, dead: 0, off: [] };
    expect(summaries).toEqual([failed, failed, failed, { ...failed, delivered: 1, retrying: 0 }]);
    expect(rows.get('msg_1')).toMatchObject({ state: 'delivered', attempts: 4 });
    expect(visits.map(({ body }) => body)).toEqual(Array(4).fill('{"of":"msg_1"}'));
    expect(visits.map(({ headers }) => headers['webhook-id'])).toEqual(Array(4).fill('msg_1'));
    expect(visits.map(({ headers }) => Number(headers['webhook-timestamp']))).toEqual([
      1000, 1005, 1305, 3105,
    ]);
    for (const { headers, body } of visits) {
      const at = Number(headers['webhook-timestamp']);
      expect(verify(secret, headers as Record<string, string>, body, at)).toBe(true);
    }
  });

  it('tries nothing before its time', async () => {
    const { port, attempts } = outbox(...many('ear', 3));
    const time = clock();
    const senders = new Map([['ear', answering(500)]]);
    await deliverDue(port, senders, time);
    time.moveOn(4_999);
    await deliverDue(port, senders, time);

    expect(attempts).toHaveLength(3);
  });

  it('gives up after ten tries', async () => {
    const { port, rows, attempts } = outbox({ id: 'msg_1', channel: 'ear' });
    const time = clock();
    for (let i = 0; i < 12; i += 1) {
      await deliverDue(port, new Map([['ear', answering(500)]]), time);
      time.moveOn(30 * 3_600_000);
    }

    expect(attempts).toHaveLength(10);
    expect(rows.get('msg_1')?.state).toBe('dead');
  });

  it('turns a channel off whose receiver is gone', async () => {
    const { port, rows, attempts } = outbox(...many('ear', 9), ...many('eye', 1));
    const senders = new Map([
      ['ear', answering(410)],
      ['eye', answering(200)],
    ]);
    const summary = await deliverDue(port, senders, clock());

    expect(attempts.length).toBeLessThanOrEqual(3);
    expect(summary.delivered).toBe(1);
    expect(summary.off).toEqual([
      { channel: 'ear', reason: 'the receiver answered 410: gone for good' },
    ]);
    expect([...rows.values()].filter(({ state }) => state === 'parked')).toHaveLength(9);
  });

  it('has two messages under way to a channel and twenty in all', async () => {
    let now = 0;
    const peaks = { all: 0, channel: 0 };
    const sender = (): Sender => {
      let mine = 0;
      return async (delivery) => {
        now += 1;
        mine += 1;
        peaks.all = Math.max(peaks.all, now);
        peaks.channel = Math.max(peaks.channel, mine);
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        mine -= 1;
        return answering(200)(delivery);
      };
    };
    const names = Array.from({ length: 15 }, (_, i) => `ear-${i}`);
    const { port } = outbox(...names.flatMap((name) => many(name, 5)));
    const summary = await deliverDue(port, new Map(names.map((name) => [name, sender()])), clock());

    expect(summary.delivered).toBe(75);
    expect(peaks).toEqual({ all: 20, channel: 2 });
  });

  it('fails when the outbox does, once nothing is under way any more', async () => {
    const { port } = outbox(...many('ear', 1), ...many('eye', 1));
    const done: string[] = [];
    const slow: Sender = async (delivery) => {
      await new Promise((resolve) => setImmediate(resolve));
      done.push(delivery.id);
      return answering(200)(delivery);
    };
    const failing: Outbox = {
      ...port,
      claim: (channel, ...rest) =>
        channel === 'ear' ? Promise.reject(new Error('busy')) : port.claim(channel, ...rest),
    };
    const senders = new Map([
      ['ear', slow],
      ['eye', slow],
    ]);

    await expect(deliverDue(failing, senders, clock())).rejects.toThrow('busy');
    expect(done).toEqual(['eye-0']);
  });
});

describe('a worker', () => {
  it('keeps a healthy channel going while another hangs, and stops when told', async () => {
    let letGo = () => {};
    const hanging: Sender = (delivery) =>
      new Promise((resolve) => {
        letGo = () => resolve(answering(200)(delivery));
      });
    const { port, rows } = outbox(...many('hung', 1), ...many('ear', 100));
    const worker = startWorker({
      outbox: port,
      senders: new Map([
        ['hung', hanging],
        ['ear', answering(200)],
      ]),
      clock: clock(),
      everyMs: 1,
      onOff: () => undefined,
      onError: (error) => expect.fail(String(error)),
    });
    const delivered = () => [...rows.values()].filter(({ state }) => state === 'delivered').length;

    await vi.waitFor(() => expect(delivered()).toBe(100));
    rows.set('late', {
      id: 'late',
      channel: 'ear',
      body: '',
      attempts: 0,
      at: 0,
      state: 'waiting',
    });
    await vi.waitFor(() => expect(delivered()).toBe(101));
    letGo();
    await worker.stop();
    expect(delivered()).toBe(102);
  });

  it('outlives an outbox that fails', async () => {
    const { port, rows } = outbox(...many('ear', 1));
    const errors: unknown[] = [];
    let failures = 4;
    const worker = startWorker({
      outbox: {
        ...port,
        claim: (...asked) => {
          failures -= 1;
          return failures > 0 ? Promise.reject(new Error('busy')) : port.claim(...asked);
        },
      },
      senders: new Map([['ear', answering(200)]]),
      clock: clock(),
      everyMs: 1,
      onOff: () => undefined,
      onError: (_, channel) => errors.push(channel),
    });

    await vi.waitFor(() => expect(rows.get('ear-0')?.state).toBe('delivered'));
    await worker.stop();
    expect(errors).toContain('ear');
  });
});
