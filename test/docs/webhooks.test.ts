import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { channelSecret } from '../../db/secrets.ts';
import { loadConfig } from '../../src/config.ts';
import type { Change } from '../../src/domain/change.ts';
import { money } from '../../src/domain/money.ts';
import { compose } from '../../src/domain/rule-message.ts';
import { DEFAULT_RULE, Watchable } from '../../src/domain/rules.ts';
import { chatOf } from '../../src/notify/chat.ts';
import { newMessageId, newSecret, STEPS_MS } from '../../src/notify/index.ts';
import { sign } from '../../src/notify/signing.ts';
import { openDelivery } from '../../src/pipeline/delivery.ts';
import vectors from '../notify/vectors.json' with { type: 'json' };
import { anOffer } from '../support/offers.ts';
import { BODY, putMessage } from '../support/outbox.ts';

const page = readFileSync('docs/webhooks.md', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'chipwatch-docs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The blocks of a language on the page. */
function blocks(language: string): readonly string[] {
  const found = page.matchAll(new RegExp(`^\`\`\`${language}\n(?<text>[\\s\\S]*?)^\`\`\`$`, 'gm'));
  return [...found].map(({ groups }) => groups?.text ?? '');
}

/** Writes a program of the page into the folder, as a reader would. */
function program(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, blocks(`js ${name}`)[0] ?? '');
  return path;
}

type IsGenuine = (
  secret: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string | Buffer,
  now?: number,
) => boolean;

async function isGenuineOfThePage(): Promise<IsGenuine> {
  const { isGenuine } = await import(pathToFileURL(program('verify.mjs')).href);
  return isGenuine;
}

describe('the lines that verify', () => {
  const [W01] = vectors.sign;

  it.each(vectors.verify)('judge $id: $accept', async ({ headers, now, accept }) => {
    const isGenuine = await isGenuineOfThePage();

    expect(isGenuine(W01?.secrets[0] ?? '', headers, W01?.body ?? '', now)).toBe(accept);
  });

  it.each(vectors.sign)('believe $id with each of its secrets', async (vector) => {
    const isGenuine = await isGenuineOfThePage();
    const headers = {
      'webhook-id': vector.webhookId,
      'webhook-timestamp': String(vector.timestamp),
      'webhook-signature': vector.signature,
    };

    for (const secret of vector.secrets) {
      expect(isGenuine(secret, headers, vector.body, vector.timestamp)).toBe(true);
      expect(isGenuine(secret, headers, `${vector.body} `, vector.timestamp)).toBe(false);
    }
  });
});

/** The receiver of the page in a process of its own, and the lines it prints. */
async function startReceiver(secret: string) {
  program('verify.mjs');
  const { NODE_OPTIONS = '' } = process.env;
  const child = spawn(process.execPath, [program('receiver.mjs')], {
    env: { SECRET: secret, PORT: '0', NODE_OPTIONS },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill();
  });
  const printed: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => printed.push(line));
  const [first] = await once(lines, 'line');
  return { url: `http://127.0.0.1:${String(first).replace('listening ', '')}/`, printed };
}

describe('the receiver', () => {
  it('takes a live delivery, tells it once, and refuses a forged one', async () => {
    const db = openDatabase(':memory:');
    onTestFinished(() => db.close());
    const secret = await channelSecret(db, 'me', newSecret);
    const { url, printed } = await startReceiver(secret);
    const delivery = await openDelivery(db, {
      channels: new Map([['me', { type: 'webhook', url, secret: [] }]]),
      allowPrivate: ['127.0.0.1/32'],
      clock: { now: Date.now, random: Math.random },
    });
    onTestFinished(() => delivery.close());
    const id = putMessage(db, 'me', Date.now());
    const first = await delivery.due();
    db.sqlite.prepare("update deliveries set state = 'waiting', next_at = 0 where id = ?").run(id);
    const second = await delivery.due();
    const seconds = Math.floor(Date.now() / 1000);
    const forgedId = newMessageId();
    const forged = await fetch(url, {
      method: 'POST',
      body: BODY,
      headers: {
        'webhook-id': forgedId,
        'webhook-timestamp': String(seconds),
        'webhook-signature': sign(newSecret(), forgedId, seconds, BODY),
      },
    });

    expect([first.delivered, second.delivered, forged.status]).toEqual([1, 1, 401]);
    expect(printed.slice(1)).toEqual(['made up']);
  });
});

describe('the page', () => {
  it('shows configurations that load as they stand', () => {
    const env = {
      HOME: folder,
      CHIPWATCH_SECRET: newSecret(),
      SLACK_HOOK: 'https://hooks.example/a',
      DISCORD_HOOK: 'https://hooks.example/b',
      TEAMS_HOOK: 'https://hooks.example/c',
      NTFY_TOPIC: 'a-topic',
      NTFY_TOKEN: 'a-token',
    };
    const loaded = blocks('yaml').map((yaml) => {
      writeFileSync(join(folder, 'chipwatch.yaml'), yaml);
      return loadConfig({ cwd: folder, env });
    });

    expect(loaded.map(({ warnings }) => warnings)).toEqual([[], [], []]);
    const types = [...(loaded[0]?.channels.values() ?? [])].map(({ type }) => type);
    expect(types).toEqual(['webhook', 'slack', 'discord', 'teams', 'ntfy']);
  });

  it('shows a message of the shape that is sent', () => {
    const shown = JSON.parse(blocks('json')[0] ?? '');
    const state = { price: money('1', 'XTS'), availability: 'listed', quantity: null } as const;
    const change: Change = {
      kind: 'price',
      flags: ['price.drop'],
      offer: anOffer(),
      subject: null,
      detail: null,
      before: state,
      after: state,
      changePercent: -1,
      baseline: false,
    };
    const sent = compose(
      {
        rule: DEFAULT_RULE,
        flag: 'price.drop',
        matched: [{ change, why: 'it fell' }],
        crawl: { id: 1, source: 'northlight', at: 0 },
        names: { provider: (slug) => slug, accelerator: (id) => id },
      },
      0,
    );

    expect(shapeOf(shown)).toEqual(shapeOf(JSON.parse(JSON.stringify(sent))));
    expect(chatOf(JSON.stringify(shown)).lines).toEqual([
      '8× H100 SXM at AWS ap-northeast-1, 123.19496 → 68.80 USD an hour (−44.2 %)',
    ]);
  });

  it('names every flag and every wait', () => {
    for (const flag of Watchable.options) expect(page).toContain(`\`${flag}\``);
    const waits = STEPS_MS.slice(1).map((ms) => {
      const minutes = ms / 60_000;
      if (minutes < 1) return `${ms / 1000} s`;
      return minutes < 60 ? `${minutes} min` : `${minutes / 60} h`;
    });
    expect(page.replaceAll('\n', ' ')).toContain(
      `${waits.slice(0, -1).join(', ')} and ${waits.at(-1)}`,
    );
  });
});

/** The names of all keys, in order and depth. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]);
}
