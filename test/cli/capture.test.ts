import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { openDatabase } from '../../db/open.ts';
import { document, envelope, row, type Scraper } from '../../scrapers/kit/index.ts';
import { capture } from '../../src/cli/capturing.ts';
import type { Mode } from '../../src/fetch/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { aFetcher, aFolder, aScraper, stillClock } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';
import { cli } from '../support/cli.ts';
import { listing } from '../support/market.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const KEY = 'sesame-of-northlight';
const Plans = z.object({ plans: z.array(z.unknown()) });
const Plan = z.object({ name: z.string(), hourly: z.number() });

/** A made-up source with a key, whose plans are at that address. */
function planSource(url: string): Scraper {
  return aScraper({
    secrets: ['NORTHLIGHT_KEY'],
    fetch: async ({ http, secret }) => [
      await http.get('plans', `${url}/plans?token=${secret('NORTHLIGHT_KEY')}`, {
        headers: { authorization: `Bearer ${secret('NORTHLIGHT_KEY')}` },
      }),
    ],
    *parse(documents) {
      for (const served of envelope(document(documents, 'plans'), Plans).plans) {
        const found = row(served, Plan, null);
        if ('unread' in found) yield found.unread;
        else yield listing(found.read.name, found.read.hourly);
      }
    },
  });
}

/** Captures the source as a contributor would, and gives what was written and said. */
async function captured(scraper: Scraper, out: string, mode: Mode = { kind: 'record', dir: out }) {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const env = { PATH: process.env.PATH, NORTHLIGHT_KEY: KEY };
  let said = '';
  const screen = {
    write(text: string) {
      said += text;
    },
  };
  const code = await capture(
    { env, cwd: '/', stdin: Readable.from([]), stdout: screen, stderr: screen, now: () => AT },
    {
      ...{ db, fetcher: aFetcher({ env, clock: stillClock(AT) }), read, mode, env, rules: [] },
      ...{ now: () => AT, owner: 'here:1', isGone: () => false, dryRun: true },
    },
    scraper,
    { out },
  );
  return { code, said };
}

/** Eleven plans that can be read and one that cannot; and the key, echoed. */
const plans = Array.from({ length: 11 }, (_, i) => ({ name: `nl-${i + 1}`, hourly: 3.33 }));
const served = JSON.stringify({ plans: [...plans, { name: 'nl-12', hourly: '6.66' }], you: KEY });

const textsIn = (dir: string) =>
  readdirSync(dir).map((name) => readFileSync(join(dir, name), 'utf8'));

const Har = z.object({
  log: z.object({ entries: z.array(z.object({ request: z.object({ url: z.string() }) })) }),
});
const addressesIn = (dir: string) =>
  Har.parse(JSON.parse(readFileSync(join(dir, 'recording.har'), 'utf8'))).log.entries.map(
    ({ request }) => request.url,
  );

describe('chipwatch capture', () => {
  it('makes a fixture of one visit, and says what only a person can fill in', async () => {
    const { url } = await serve((_, response) => void response.end(served));
    const out = join(await aFolder(), 'northlight');

    const { code, said } = await captured(planSource(url), out);

    expect(code).toBe(0);
    expect(said).toContain('nl-1');
    expect(said).toContain('1 x unread: hourly: Invalid input: expected number, received string');
    expect(said).not.toContain('It will not do');
    const golden = JSON.parse(readFileSync(join(out, 'offers.json'), 'utf8'));
    expect(golden.offers).toHaveLength(plans.length);
    expect(golden.offers[0]).toMatchObject({
      ...{ sku: 'nl-1', state: { price: { micros: 3_330_000, currency: 'USD' } } },
    });
    const skeleton = readFileSync(join(out, 'fixture.yaml'), 'utf8');
    expect(parse(skeleton)).toEqual({
      recorded: '2026-01-02',
      nights: [],
      shape: null,
      figures: [{ what: null, source: null, date: null }],
      explains: [],
    });
    expect(skeleton).toContain('#   1 x unread: hourly: Invalid input');
  });

  it('keeps no key, wherever it stood', async () => {
    const { url, seen } = await serve((_, response) => void response.end(served));
    const out = join(await aFolder(), 'northlight');

    const { said } = await captured(planSource(url), out);

    expect(seen.some(({ path }) => path.includes(KEY))).toBe(true);
    expect([...textsIn(out), said].filter((text) => text.includes(KEY))).toEqual([]);
  });

  it('makes it again from a recording, of what the source asks for and no more', async () => {
    const { url } = await serve((_, response) => void response.end(served));
    const folder = await aFolder();
    const [dir, into] = [join(folder, 'first'), join(folder, 'again')];
    const source = planSource(url);
    const curious: Scraper = {
      ...source,
      fetch: async (tools) => [
        ...(await source.fetch(tools)),
        await tools.http.get('more', `${url}/more`),
      ],
    };
    await captured(curious, dir);

    const { code } = await captured(source, into, { kind: 'replay', dir, into });

    expect(code).toBe(0);
    expect(addressesIn(dir)).toEqual([`${url}/plans?token=REDACTED`, `${url}/more`]);
    expect(addressesIn(into)).toEqual([`${url}/plans?token=REDACTED`]);
    const golden = (of: string) => readFileSync(join(of, 'offers.json'), 'utf8');
    expect(golden(into)).toBe(golden(dir));
  });

  it('says so where the recording does not replay to what was seen', async () => {
    let visits = 0;
    const { url } = await serve((_, response) => void response.end(served));
    const out = join(await aFolder(), 'northlight');
    const fickle = planSource(url);

    const { code, said } = await captured(
      {
        ...fickle,
        fetch: ({ http }) => {
          visits += 1;
          return http.get('plans', `${url}/plans?visit=${visits}`).then((plans) => [plans]);
        },
      },
      out,
    );

    expect(code).toBe(5);
    expect(said).toContain('its replay failed: unreachable: not recorded');
  });

  it('makes a fixture of what is not believed, and says so', async () => {
    const some = JSON.stringify({ plans: [...plans.slice(0, 2), {}, {}] });
    const { url } = await serve((_, response) => void response.end(some));
    const out = join(await aFolder(), 'northlight');

    const { code, said } = await captured(planSource(url), out);

    expect(code).toBe(5);
    expect(said).toContain('It will not do as a fixture: it is not believed: ');
    expect(readdirSync(out)).toContain('offers.json');
  });

  it('makes no fixture of a source that cannot be read, but keeps what it served', async () => {
    const { url } = await serve((_, response) => void response.end('{"plans": {}}'));
    const out = join(await aFolder(), 'northlight');

    const { code, said } = await captured(planSource(url), out);

    expect(code).toBe(6);
    expect(said).toContain('plans: Invalid input: expected array, received object');
    expect(readdirSync(out)).toContain('recording.har');
    expect(existsSync(join(out, 'fixture.yaml'))).toBe(false);
  });

  it('takes a recording, and never writes over one', async () => {
    const replay = resolve('test/fixtures/lambda/2026-08-15');
    const out = join(await aFolder(), 'lambda');
    const args = ['capture', 'lambda', '--replay', replay, '--out', out];

    const { code, stdout } = await cli(args, AT);
    expect(code).toBe(0);
    expect(stdout).toContain('1x NVIDIA A10 24 GB');
    expect(readFileSync(join(out, 'offers.json'), 'utf8')).toBe(
      readFileSync(join(replay, 'offers.json'), 'utf8'),
    );

    const before = textsIn(out);
    const second = await cli(args, AT);
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('expected a new folder, found files in');
    expect(textsIn(out)).toEqual(before);
  });
});
