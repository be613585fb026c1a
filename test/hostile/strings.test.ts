import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { type Listing, money, SourceError, UNSAID } from '../../scrapers/kit/index.ts';
import { table } from '../../src/cli/table.ts';
import { Rule } from '../../src/domain/rules.ts';
import { plain } from '../../src/domain/text.ts';
import { createLogger } from '../../src/logger.ts';
import { discord } from '../../src/notify/discord.ts';
import { ntfy } from '../../src/notify/ntfy.ts';
import { slack } from '../../src/notify/slack.ts';
import { teams } from '../../src/notify/teams.ts';
import { read } from '../../src/pipeline/read.ts';
import { run } from '../../src/pipeline/run.ts';
import { csvRow } from '../../src/query/csv.ts';
import { offerJson } from '../../src/query/json.ts';
import { findOffers } from '../../src/query/offers.ts';
import { aFetcher, aScraper } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';

interface Hostile {
  readonly id: string;
  readonly name: string;
  readonly in: string;
  readonly stored: string;
  readonly csv: string;
  readonly slack: string;
}

const STRINGS: readonly Hostile[] = JSON.parse(
  readFileSync(new URL('./strings.json', import.meta.url), 'utf8'),
);
/** What no terminal may be sent beside the end of a line. */
const NOT_FOR_TERMINALS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

describe.each(STRINGS)('$id $name', ({ in: text, stored, csv, slack: inSlack }) => {
  it('is plain text, and stays so', () => {
    expect(plain(text)).toBe(stored);
    expect(plain(stored)).toBe(stored);
  });

  it('is guarded and quoted in CSV', () => {
    expect(csvRow([stored, -1.5, null])).toBe(`${csv},-1.5,\r\n`);
    expect(parsedCsv(csvRow([stored]))).toBe(
      /^[=+\-@＝＋－＠]/.test(stored) ? `'${stored}` : stored,
    );
  });

  it('is one line of a table, in a terminal and in a file', () => {
    const columns = [{ header: 'words', value: (row: string) => row }];

    for (const shown of [text, stored]) {
      const [, line, ...more] = table(columns, [shown]).split('\n');
      expect(line).not.toMatch(NOT_FOR_TERMINALS);
      expect(more).toEqual(['']);
    }
    expect(table(columns, [stored]).split('\n')[1]).toBe(stored.trimEnd());
  });

  it('is one line of the log', () => {
    const lines: string[] = [];
    const log = createLogger({ level: 'info', stream: { write: (line) => lines.push(line) } });

    log.info({ words: text }, 'seen');

    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(JSON.parse(lines[0] ?? '').words).toBe(text);
  });

  it('is plain in the message of a failure', () => {
    const { message } = new SourceError('changed', `found ${text}`);

    expect(message).toBe(plain(`found ${text}`, 1000));
    expect(message).not.toMatch(NOT_FOR_TERMINALS);
  });

  it('is escaped in Slack, and pings nobody', () => {
    const escaped = stored.replace(
      /[&<>]/g,
      (mark) => ({ '&': '&amp;', '<': '&lt;' })[mark] ?? '&gt;',
    );
    expect(escaped).toBe(inSlack);

    const { body } = slack.request({ type: 'slack', url: 'https://hooks.example/x' }, told(stored));

    expect(body).not.toMatch(/<[!@#]|<https?:|<javascript:/);
  });

  it('is one text in Discord, Teams and ntfy, pings nobody and turns no line around', () => {
    const message = told(stored);
    const url = 'https://hooks.example/x';
    const bodies = [
      discord.request({ type: 'discord', url }, message).body,
      teams.request({ type: 'teams', url }, message).body,
      ntfy.request(
        { type: 'ntfy', server: 'https://ntfy.example', topic: 'x', token: null },
        message,
      ).body,
    ];

    const texts = bodies.flatMap(textsIn);
    expect(texts.length).toBeGreaterThan(bodies.length);
    for (const each of texts) expect(each.replaceAll('\n', '')).not.toMatch(NOT_FOR_TERMINALS);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ allowed_mentions: { parse: [] } });
  });
});

/** Every text in a body of JSON. */
function textsIn(body: string): readonly string[] {
  const texts: string[] = [];
  JSON.parse(body, (_, value) => {
    if (typeof value === 'string') texts.push(value);
    return value;
  });
  return texts;
}

describe('all of them', () => {
  it('go through the store and come out as JSON and as a message, as listed', async () => {
    const db = openDatabase(':memory:');
    onTestFinished(() => db.close());
    const listings = STRINGS.map(({ id, in: words }) => listing(id, words));
    const host = await serve((_, response) => void response.end('[]'));
    let seen: readonly Listing[] = [listing('first', 'words')];
    const source = aScraper({
      fetch: async ({ http }) => [await http.get('offers', host.url)],
      parse: () => seen,
    });
    let time = Date.UTC(2026, 10, 1, 2);
    const night = () => {
      time += 86_400_000;
      return run(
        {
          ...{ db, fetcher: aFetcher(), read, env: {}, rules: [NEW_REGIONS], dryRun: false },
          ...{ mode: { kind: 'live' }, now: () => time, owner: 'here:1', isGone: () => false },
        },
        {
          sources: [source],
          confirming: null,
          watcher: { started: () => undefined, finished: () => undefined },
        },
      );
    };
    await night();
    seen = [listing('first', 'words'), ...listings];
    await night();
    const [told] = await night();

    const { offers } = await findOffers(db, { limit: 1000 }, time);
    const json: string = JSON.stringify(
      offers.map((offer) => offerJson(offer, { rates: null, url: null })),
    );
    const words = new Map(offers.map(({ row }) => [row.sku, row.words]));
    expect(STRINGS.map(({ id }) => words.get(id))).toEqual(STRINGS.map(({ stored }) => stored));
    expect(json).not.toMatch(NOT_FOR_TERMINALS);
    expect(told?.messages).toBe(1);
    const bodies = db.sqlite.prepare('select body from deliveries').pluck().all() as string[];
    expect(bodies).toHaveLength(1);
    expect(bodies.join()).not.toMatch(NOT_FOR_TERMINALS);
  });

  it('identify nothing where they would be changed', async () => {
    const unclean = STRINGS.filter(({ in: text, stored }) => text !== stored);
    const source = aScraper({ parse: () => STRINGS.map(({ in: sku }) => listing(sku, 'words')) });

    const { offers } = await read(source, []);

    // Letters with many accents, and many letters, are as they are: too long, or whole.
    const skus = new Set(offers.map(({ sku }) => sku));
    expect(unclean.filter(({ in: text }) => skus.has(text)).map(({ id }) => id)).toEqual([]);
    expect([...skus].every((sku) => sku.isWellFormed() && !NOT_FOR_TERMINALS.test(sku))).toBe(true);
  });
});

const NEW_REGIONS = Rule.parse({ id: 'regions', flags: ['region.new'], channels: ['somebody'] });

function listing(sku: string, words: string): Listing {
  return {
    ...UNSAID,
    sku,
    accelerator: 'NVIDIA H100 SXM',
    count: 1,
    region: sku === 'first' ? 'north-1' : 'north-2',
    billing: 'on-demand',
    price: money(11, 'USD'),
    tax: 'excluded',
    availability: 'listed',
    words,
  };
}

/** The message of a change whose detail is scraped, as the outbox keeps it. */
function told(detail: string): string {
  const event = { offer: null, subject: detail, detail, before: null, after: null };
  const events = [{ ...event, changePercent: null, why: detail }];
  return JSON.stringify({ type: 'region.new', data: { headline: detail, events, truncated: 0 } });
}

/** The first cell of the row, by the rules of RFC 4180. */
function parsedCsv(row: string): string {
  return (/^"(?<cell>(?:[^"]|"")*)"/.exec(row)?.groups?.cell ?? '').replaceAll('""', '"');
}
