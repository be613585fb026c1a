import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import { outboxOf } from '../../db/outbox.ts';
import { main } from '../../src/cli/program.ts';
import { loadConfig } from '../../src/config.ts';
import { newMessageId } from '../../src/notify/index.ts';
import { openDelivery } from '../../src/pipeline/delivery.ts';
import { type Loopback, serve } from '../fetch/loopback.ts';
import { BASE, changed, market } from '../support/market.ts';
import { putMessage } from '../support/outbox.ts';

const NOW = Date.UTC(2001, 1, 3, 4, 5, 6);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chipwatch-notify-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command in this process, in the folder, at a fixed time. */
async function chipwatch(args: string, env: Record<string, string> = {}, now = NOW) {
  const told = { stdout: '', stderr: '' };
  const screen = (name: keyof typeof told) => ({
    write(text: string) {
      told[name] += text;
    },
  });
  const context = {
    env: { HOME: folder, CHIPWATCH_DATA: folder, ...env },
    cwd: folder,
    stdin: Readable.from([]),
    stdout: screen('stdout'),
    stderr: screen('stderr'),
    now: () => now,
  };
  return { code: await main(context, args.split(' ')), ...told };
}

/** Receivers that a configuration names. */
function configure(channels: string): void {
  const open = "webhooks: { allowPrivate: ['127.0.0.1/32'] }\n";
  writeFileSync(join(folder, 'chipwatch.yaml'), `${open}channels:\n${channels}`);
}

async function inside<T>(ask: (db: Database) => T | Promise<T>): Promise<T> {
  const db = openDatabase(join(folder, 'chipwatch.db'));
  const answer = await ask(db);
  db.close();
  return answer;
}

const answering = (status: number, text = '') =>
  serve((_, response) => {
    response.writeHead(status).end(text);
  });

const ear = ({ url }: Loopback) => configure(`  ear: { type: webhook, url: ${url}/hook }\n`);

describe('chipwatch notify test', () => {
  it('says the status, the time and the first 200 clean bytes', async () => {
    const receiver = await answering(200, `a\u0000b\n${'x'.repeat(300)}`);
    ear(receiver);
    const { code, stdout } = await chipwatch('notify test');
    const [first = '', second = ''] = stdout.split('\n');

    expect(code).toBe(0);
    expect(first).toMatch(/^ear: delivered, HTTP 200 \(\d+ ms\)$/);
    expect(second).toBe(`  a b ${'x'.repeat(196)}`);
    expect(JSON.parse(receiver.seen[0]?.body ?? '')).toMatchObject({
      type: 'test',
      data: { events: [], truncated: 0 },
    });
  });

  it('is signed with the secret that it tells', async () => {
    const receiver = await answering(204);
    ear(receiver);
    const secret = (await chipwatch('notify secret ear')).stdout.trim();
    await chipwatch('notify test ear', {}, Date.now());
    const [seen] = receiver.seen;

    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    expect(
      new Webhook(secret).verify(seen?.body ?? '', seen?.headers as Record<string, string>),
    ).toMatchObject({ type: 'test' });
  });

  it('is sent once, whatever is answered, and leaves nothing in the outbox', async () => {
    const receiver = await answering(500, 'no');
    ear(receiver);
    const { code, stdout } = await chipwatch('notify test --json');

    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'notify-test/1',
      channels: [{ channel: 'ear', delivered: false, status: 500, answer: 'no' }],
    });
    expect(receiver.seen).toHaveLength(1);
    expect((await chipwatch('deliveries')).stdout).toContain('No deliveries');
  });

  it('reaches chats as they want it', async () => {
    const receiver = await answering(200, 'ok');
    const { url } = receiver;
    configure(
      [
        `  room: { type: slack, url: ${url}/slack }`,
        `  hall: { type: discord, url: ${url}/discord }`,
        `  desk: { type: teams, url: ${url}/teams }`,
        `  pocket: { type: ntfy, server: ${url}, topic: me }`,
      ].join('\n'),
    );
    const { code } = await chipwatch('notify test');
    const bodies = new Map(receiver.seen.map(({ path, body }) => [path, JSON.parse(body)]));

    expect(code).toBe(0);
    expect(bodies.get('/slack').blocks).toHaveLength(1);
    expect(bodies.get('/discord').allowed_mentions).toEqual({ parse: [] });
    expect(bodies.get('/teams').attachments).toHaveLength(1);
    expect(bodies.get('/')).toMatchObject({ topic: 'me', tags: ['test'] });
  });

  /** Two crawls of a made-up seller in the folder's database, the second with a drop. */
  async function aPast() {
    const { db, crawl } = market();
    await crawl(BASE);
    const price = { ...Object(BASE[0]?.price), micros: 2_997_000 };
    await crawl(changed(BASE, 0, { price }));
    await db.sqlite.backup(join(folder, 'chipwatch.db'));
    return Number(db.sqlite.prepare("select id from changes where kind = 'price'").pluck().get());
  }

  it('tells the last news there was, as every alert is told, but as a test', async () => {
    const receiver = await answering(200, 'ok');
    configure(
      `  ear: { type: webhook, url: ${receiver.url}/hook }\n  room: { type: slack, url: ${receiver.url}/slack }\n`,
    );
    await aPast();
    const { code } = await chipwatch('notify test');
    const bodies = new Map(receiver.seen.map(({ path, body }) => [path, JSON.parse(body)]));

    expect(code).toBe(0);
    expect(bodies.get('/hook')).toMatchObject({
      type: 'test',
      data: {
        headline: expect.stringMatching(
          /^Test: Price drop: 8× H100 SXM at northlight pole-0, 3\.33/,
        ),
        events: [{ kind: 'price', offer: { sku: 'nl-0-0' }, changePercent: -10 }],
      },
    });
    expect(bodies.get('/slack').blocks).toHaveLength(2);
    expect((await chipwatch('deliveries --channel room')).stdout).toContain('No deliveries');
  });

  it('prints what each channel would be sent of a change, and sends nothing', async () => {
    const receiver = await answering(200);
    const { url } = receiver;
    configure(
      `  ear: { type: webhook, url: ${url}/T0PSECRET }\n  pocket: { type: ntfy, server: ${url}, topic: T0PIC, token: T0KEN }\n`,
    );
    const id = await aPast();
    const { code, stdout } = await chipwatch(`notify test --change ${id} --print`);
    const { channels } = JSON.parse((await chipwatch('notify test --print --json')).stdout);

    expect(code).toBe(0);
    expect(stdout).toContain(`ear: POST ${url}/…\n{\n  "type": "test"`);
    expect(stdout).not.toMatch(/T0PSECRET|T0PIC|T0KEN/);
    expect(channels).toMatchObject([
      { channel: 'ear', request: { type: 'test' } },
      { channel: 'pocket', request: { topic: '…', tags: ['test'] } },
    ]);
    expect(receiver.seen).toEqual([]);
  });

  it.each([
    ['99999', 'expected the number of a change, found 99999'],
    ['2', 'expected a change that carries a flag, found one of kind listed'],
    ['x', 'expected a whole number'],
  ])('refuses change %s in one sentence', async (change, sentence) => {
    ear(await answering(200));
    await aPast();

    expect(await chipwatch(`notify test --change ${change} --print`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(sentence),
    });
  });

  it('knows the channels that it could have meant', async () => {
    ear(await answering(200));
    const { code, stderr } = await chipwatch('notify test eye');

    expect(code).toBe(2);
    expect(stderr).toContain('expected a channel, found eye; configured: ear');
  });
});

describe('chipwatch notify rotate', () => {
  it('prints a new secret; both are told until a day has passed', async () => {
    ear(await answering(204));
    const old = (await chipwatch('notify secret ear')).stdout;
    const { code, stdout, stderr } = await chipwatch('notify rotate ear');
    const DAY = 86_400_000;

    expect(code).toBe(0);
    expect(stderr).toBe('The secret before signs beside it until 2001-02-04T04:05:06.000Z.\n');
    expect((await chipwatch('notify secret ear')).stdout).toBe(stdout + old);
    expect((await chipwatch('notify secret ear', {}, NOW + DAY)).stdout).toBe(stdout);
  });

  it('refuses an eleventh secret of a day', async () => {
    ear(await answering(204));
    for (let i = 0; i < 10; i += 1) await chipwatch('notify rotate ear');
    const { code, stderr } = await chipwatch('notify rotate ear');

    expect(code).toBe(2);
    expect(stderr).toContain('expected at most 10 replaced secrets of ear');
  });

  it('leaves a configured secret to the configuration, and chats alone', async () => {
    configure(
      `  ear: { type: webhook, url: https://e.com/, secret: "\${S}" }\n  room: { type: slack, url: https://e.com/ }`,
    );
    const env = { S: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };

    expect(await chipwatch('notify rotate ear', env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('put a new one before the old one there'),
    });
    expect(await chipwatch('notify rotate room', env)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected a webhook, found room'),
    });
  });
});

describe('a channel that is off', () => {
  const turnOff = () =>
    inside(async (db) => {
      const id = putMessage(db, 'ear', NOW);
      await outboxOf(db, { claimMs: 1, forgiveMs: 1, newId: newMessageId, now: () => NOW }).disable(
        'ear',
        'gone',
      );
      return id;
    });
  const SENTENCE =
    'The channel ear is off since 2001-02-03T04:05:06.000Z: gone. "chipwatch notify on ear" turns it on.';

  it('is told wherever deliveries are', async () => {
    ear(await answering(204));
    await turnOff();

    expect((await chipwatch('deliveries')).stderr).toContain(SENTENCE);
    expect((await chipwatch('notify test')).stderr).toContain(SENTENCE);
    expect(JSON.parse((await chipwatch('deliveries --json')).stdout).channelsOff).toEqual([
      { channel: 'ear', since: '2001-02-03T04:05:06.000Z', reason: 'gone' },
    ]);
    const { findings } = JSON.parse((await chipwatch('doctor --json')).stdout);
    expect(findings).toContainEqual({
      what: 'alerts',
      ok: false,
      needed: false,
      says: `ear; ${SENTENCE}; 1 not delivered to ear: see "chipwatch deliveries"`,
    });
  });

  it('is turned on by hand, and what was parked is sent when that is asked for', async () => {
    const receiver = await answering(204);
    ear(receiver);
    const id = await turnOff();
    const early = await chipwatch(`deliveries retry ${id}`);
    const on = await chipwatch('notify on ear');
    const again = await chipwatch('deliveries retry --channel ear');

    expect(early).toMatchObject({ code: 2, stderr: expect.stringContaining(SENTENCE) });
    expect(on.stdout).toBe(
      'ear is on again.\nNot delivered so far: 1; "chipwatch deliveries retry --channel ear" sends them.\n',
    );
    expect(again.stdout).toContain(`${id} is due again`);
    expect((await chipwatch('notify on ear')).stdout).toBe('ear was on.\n');
  });
});

describe('chipwatch deliveries retry', () => {
  it.each([
    ['deliveries retry', 'expected the ids of deliveries, --channel or --since'],
    ['deliveries retry msg_none', 'found msg_none'],
    ['deliveries retry --since yesterday', 'expected an age such as 24h or 7d'],
  ])('"%s" says what it wants', async (args, sentence) => {
    await inside(() => undefined);

    expect(await chipwatch(args)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(sentence),
    });
  });

  it('takes what is not older, and what was delivered only by force', async () => {
    const ids = await inside((db) => [NOW - 3_600_000, NOW].map((at) => putMessage(db, 'ear', at)));
    await inside((db) => db.sqlite.exec("update deliveries set state = 'delivered'"));

    expect((await chipwatch('deliveries retry --since 30m')).code).toBe(2);
    expect((await chipwatch('deliveries retry --since 30m --force')).stdout).toContain(
      `${ids[1]} is due again`,
    );
  });
});

describe('chipwatch deliveries send', () => {
  const at = (time: string) => Date.parse(`2001-02-03T${time}Z`);
  const hourly = ({ url }: Loopback) =>
    configure(
      `  ear: { type: webhook, url: ${url}/, digest: 'daily at 08:00', quiet: '05:00-09:00' }\n`,
    );

  it('leaves what has its hour until then, and says until when it waits', async () => {
    const receiver = await answering(204);
    hourly(receiver);
    await inside((db) => putMessage(db, 'ear', NOW));
    const early = await chipwatch('deliveries send');
    const collected = (await chipwatch('deliveries')).stdout;
    await chipwatch('deliveries send', {}, at('08:00'));
    const quiet = (await chipwatch('deliveries')).stdout;

    expect(early).toMatchObject({ code: 0, stderr: 'Alerts: 0 messages delivered, 1 waiting\n' });
    expect(collected).toContain('waits until 2001-02-03T08:00:00.000Z');
    expect(quiet).toContain('digest');
    expect(quiet).toContain('waits until 2001-02-03T09:00:00.000Z');
    expect(receiver.seen).toEqual([]);
    expect(await chipwatch('deliveries send --json', {}, at('09:00'))).toMatchObject({ code: 0 });
    expect(JSON.parse(receiver.seen[0]?.body ?? '')).toMatchObject({
      type: 'digest',
      data: { messages: 1, truncated: 0 },
    });
  });

  it('says that something was not taken', async () => {
    ear(await answering(500));
    await inside((db) => putMessage(db, 'ear', NOW));

    expect(await chipwatch('deliveries send')).toMatchObject({
      code: 5,
      stderr: 'Alerts: 0 messages delivered, 1 waiting\n',
    });
  });
});

describe('secrets', () => {
  const PLANTED = {
    secret: `whsec_${Buffer.from('planted-secret-of-24-byte').toString('base64')}`,
    hook: 'T0PSECRET-hook-path',
    topic: 'T0PSECRET-topic',
    token: 'T0PSECRET-token',
  };

  it('and addresses stand in no file, no table and no answer', async () => {
    const receiver = await serve(({ path, headers, body }, response) => {
      response.writeHead(500).end(`${path} ${JSON.stringify(headers)} ${body}`);
    });
    const { url } = receiver;
    configure(
      [
        `  ear: { type: webhook, url: "${url}/\${HOOK}?token=\${HOOK}", secret: "\${SECRET}" }`,
        `  room: { type: slack, url: "${url}/\${HOOK}" }`,
        `  pocket: { type: ntfy, server: ${url}, topic: "\${TOPIC}", token: "\${TOKEN}" }`,
      ].join('\n'),
    );
    const { secret: SECRET, hook: HOOK, topic: TOPIC, token: TOKEN } = PLANTED;
    const env = { SECRET, HOOK, TOPIC, TOKEN };
    const { channels, webhooks } = loadConfig({ env: { ...env, HOME: folder }, cwd: folder });
    await inside(async (db) => {
      for (const channel of channels.keys()) putMessage(db, channel, NOW);
      const clock = { now: () => NOW, random: () => 0.5 };
      const delivery = await openDelivery(db, { channels, ...webhooks, clock });
      expect(await delivery.due()).toMatchObject({ retrying: 3 });
      await delivery.close();
    });
    const told = [
      await chipwatch('deliveries', env),
      await chipwatch('deliveries --json', env),
      await chipwatch('notify test', env),
      await chipwatch('notify test --json', env),
      await chipwatch('doctor --json', env),
    ].map(({ stdout, stderr }) => stdout + stderr);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'chipwatch.yaml')
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));

    expect(files.join('')).toContain('answered 500');
    for (const [name, planted] of Object.entries(PLANTED)) {
      const bare = planted.replace('whsec_', '');
      for (const form of [bare, btoa(bare), Buffer.from(bare).toString('hex')]) {
        const where = [...told, ...files].filter((text) => text.includes(form.replace(/=+$/, '')));
        expect(where, name).toEqual([]);
      }
    }
  });
});
