import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../db/open.ts';
import { rates } from '../db/schema.ts';
import { money } from '../src/domain/money.ts';
import type { Offer } from '../src/domain/offer.ts';
import { AT, aPath, closing, DAY, storeNight } from './db/stage.ts';
import { cli } from './support/cli.ts';
import { anOffer, seen } from './support/offers.ts';
import { aServer } from './support/server.ts';

/** A question, the same words in every face. */
type Question = Readonly<Record<string, string>>;

const NOW = AT + 2 * DAY;

/** Made-up offers of many kinds, fewer than a page shows; none of their figures was ever published. */
const OFFERS: readonly Offer[] = Array.from({ length: 90 }, (_, n) => {
  const [accelerator, vendor, stack, memoryGb] = pick(n, [
    ['h100-sxm', 'nvidia', 'cuda', 80],
    ['h200-sxm', 'nvidia', 'cuda', 141],
    ['ascend-910b3', 'huawei', 'cann', 64],
    ['mi300x', 'amd', 'rocm', 192],
  ] as const);
  const [region, country, jurisdiction] = pick(n * 7, [
    ['eu-north-1', 'FI', 'outside-china'],
    ['cn-south-1', 'CN', 'mainland-china'],
    ['hk-1', 'HK', 'hong-kong'],
    ['af-south-1', 'ZA', 'outside-china'],
    [null, null, 'unknown'],
  ] as const);
  const price = pick(n * 11, [null, '3.33', '7.77', '7.77', '22.2', '0.0111']);
  return anOffer({
    ...{ accelerator, vendor, stack, memoryGb, region, country, jurisdiction },
    sku: pick(n, ['nl', '=nl', 'nl "x"', 'nl,y', '昇腾']) + n,
    provider: pick(n * 3, ['northlight', 'southlight', 'eastlight']),
    count: pick(n * 5, [1, 2, 4, 8]),
    billing: pick(n * 13, ['on-demand', 'spot', 'on-demand']),
    tier: pick(n * 17, ['standard', 'community', 'secure']),
    availability: pick(n * 19, ['available', 'sold-out', 'limited', 'unknown']),
    quantity: pick(n, [null, 3]),
    evidence: pick(n * 23, ['stock-api', 'price-list', 'page']),
    price: price === null ? null : money(price, pick(n, ['USD', 'EUR', 'XTS'])),
  });
});

function pick<const T>(n: number, options: readonly T[]): T {
  const option = options[n % options.length];
  if (option === undefined) throw new Error('expected at least one option, found none');
  return option;
}

const among = (...words: readonly string[]) => fc.constantFrom(...words);

const Questions: fc.Arbitrary<Question> = fc
  .record(
    {
      spec: among('ascend', 'H100', 'nvidia', 'H100:8', 'nvidia:100GB..', '910B,MI300', 'gaudi'),
      provider: among('northlight', 'southlight,eastlight', 'nobody'),
      region: among('eu-*', '*', '*-1', 'cn-south-1,hk-1'),
      country: among('FI', 'za,cn'),
      jurisdiction: among('outside-china', 'hong-kong,mainland-china'),
      'outside-china': among('1'),
      billing: among('on-demand', 'spot'),
      tier: among('standard,secure', 'community'),
      stack: among('cuda', 'cann,rocm'),
      state: among('available,limited', 'sold-out'),
      evidence: among('stock-api', 'price-list,page'),
      memory: among('80..', '..100', '64..141'),
      price: among('..5', '1..', '0.5..8'),
      per: among('accelerator', 'instance'),
      currency: among('USD', 'EUR', 'CNY'),
      fresh: among('3d', '1h'),
      'as-of': among('2026-01-01T12:00:00Z', '36h'),
      sort: among('price', '-price,region', 'stock,-count', 'provider', 'memory,jurisdiction'),
      'best-per': among('accelerator,jurisdiction', 'provider', 'region', 'country'),
      'group-by': among('provider', 'accelerator,country', 'region'),
      limit: among('1', '7', '50'),
    },
    { requiredKeys: [] },
  )
  .map((found) => {
    // With all of them at once nothing would ever be found.
    const given = Object.entries(found).filter(([, value]) => value !== undefined);
    const kept = given.filter((_, n) => n % 4 === given.length % 4);
    return Object.fromEntries(kept as (readonly [string, string])[]);
  });

/** A database of two nights, and a server of it. */
async function theFaces(now = NOW) {
  const path = aPath();
  const db = closing(openDatabase(path));
  await storeNight(db, AT, { seen: seen(OFFERS) });
  const fallen = OFFERS.map((offer, n) => (n % 9 === 0 ? cheaper(offer) : offer));
  await storeNight(db, AT + DAY, { seen: seen(fallen) });
  withRates(db);
  const { url } = await aServer({ db, now: () => now });
  return { url, ask: (args: readonly string[]) => cli(['--db', path, ...args], now) };
}

function cheaper({ key: _, marketKey: __, state, ...offer }: Offer): Offer {
  const price = state.price && { ...state.price, micros: money('1.11', 'USD').micros };
  return anOffer({ ...offer, ...state, price });
}

/** Rates that make arithmetic easy; nobody published them. One currency has none. */
function withRates(db: Database): void {
  for (const at of [AT, AT + DAY, NOW]) {
    const date = new Date(at).toISOString().slice(0, 10);
    db.orm
      .insert(rates)
      .values([
        { date, currency: 'USD', perEuro: 2 },
        { date, currency: 'CNY', perEuro: 8 },
      ])
      .run();
  }
}

function argsOf({ spec, 'outside-china': outside, ...question }: Question): readonly string[] {
  const options = Object.entries(question).flatMap(([name, value]) => [`--${name}=${value}`]);
  return [
    'offers',
    ...(spec === undefined ? [] : [spec]),
    ...(outside === undefined ? [] : ['--outside-china']),
    ...options,
  ];
}

/** The first cell of each line after the head; a text may hold no line break here. */
function firstCells(csv: string): readonly string[] {
  return csv
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.slice(1, line.indexOf('",')));
}

/** The offers of the page, in its order. */
function rowsOf(page: string): readonly string[] {
  return [...page.matchAll(/<th scope="row"(?:(?!<\/th>).)*?<a href="offers\/(?<id>\w+)"/g)].map(
    ({ groups }) => String(groups?.id),
  );
}

async function everywhere({ url, ask }: Awaited<ReturnType<typeof theFaces>>, question: Question) {
  const args = argsOf(question);
  const query = new URLSearchParams(question).toString();
  const get = async (path: string) => (await fetch(`${url}${path}?${query}`)).text();
  const json = JSON.parse((await ask([...args, '--json'])).stdout);
  const api = JSON.parse(await get('/api/v1/offers'));
  return {
    json,
    api,
    csv: (await ask([...args, '-o', 'csv'])).stdout,
    apiCsv: await get('/api/v1/offers.csv'),
    ndjson: (await ask([...args, '-o', 'ndjson'])).stdout,
    apiNdjson: await get('/api/v1/offers.ndjson'),
    page: await get('/offers'),
  };
}

describe('a question', { timeout: 300_000 }, () => {
  it('has one answer, whoever is asked: command line, API, tables and page', async () => {
    const faces = await theFaces();
    let rows = 0;
    let empty = 0;
    await fc.assert(
      fc.asyncProperty(Questions, async (question) => {
        const found = await everywhere(faces, question);
        const { offers, ...facts } = found.json;
        const ids = offers.map(({ id }: { id: string }) => id);

        expect(found.api.offers).toEqual(offers);
        expect(found.api).toMatchObject({
          ...{ total: facts.total, matching: facts.matching, shown: facts.shown },
          ...{ next: facts.next, leftOut: facts.leftOut, without: facts.without },
          ...{ groups: facts.groups, currency: facts.currency, ratesOf: facts.ratesOf },
        });
        expect(found.csv).toBe(found.apiCsv);
        expect(found.ndjson).toBe(found.apiNdjson);
        expect(firstCells(found.csv)).toEqual(ids);
        expect(
          found.ndjson
            .split('\n')
            .slice(0, -1)
            .map((line) => JSON.parse(line).id),
        ).toEqual(ids);
        expect(rowsOf(found.page)).toEqual(ids);
        rows += ids.length;
        empty += ids.length === 0 ? 1 : 0;
      }),
      { numRuns: 200, seed: 5, examples: [[{ spec: 'ascend', 'outside-china': '1' }]] },
    );
    // Questions that find nothing, or everything, would prove little.
    expect(rows).toBeGreaterThan(700);
    expect(empty).toBeGreaterThan(10);
  });

  it('that is not understood is refused by all of them', async () => {
    const { url, ask } = await theFaces();

    expect((await ask(['offers', '--sort=beauty', '-o', 'csv'])).code).toBe(2);
    for (const path of ['api/v1/offers', 'api/v1/offers.csv', 'api/v1/offers.ndjson', 'offers']) {
      expect((await fetch(`${url}/${path}?sort=beauty`)).status, path).toBe(400);
    }
  });
});

describe('an answer for programs', () => {
  it('says on standard error that it is a part, and keeps standard output clean', async () => {
    const { ask } = await theFaces();

    const { stdout, stderr } = await ask(['offers', '--limit', '3', '-o', 'ndjson']);

    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toHaveLength(3);
    expect(stderr).toBe('3 of 90 offers: --limit and --cursor show more\n');
  });

  it('has the asked columns alone, in their order', async () => {
    const { ask, url } = await theFaces();
    const columns = 'sku,currency,amount,key';

    const csv = await ask(['offers', '--columns', columns, '--limit', '2', '-o', 'csv']);
    const { stdout } = await ask(['offers', '--columns', columns, '--limit', '2', '--json']);
    const api = await fetch(`${url}/api/v1/offers?limit=2&columns=${columns}`);

    expect(csv.stdout.split('\r\n')[0]).toBe('"sku","currency","amount","key"');
    const { offers } = JSON.parse(stdout);
    expect(Object.keys(offers[0])).toEqual(['sku', 'currency', 'amount', 'key']);
    expect((await api.json()).offers).toEqual(offers);
  });

  it.each([
    [['changes'], '"id","at","kind"'],
    [['providers'], '"id","name","offers"'],
    [['regions'], '"provider","providerName","region"'],
    [['accelerators'], '"id","name","vendor"'],
    [['history', 'H100'], '"day","currency","floor","median","offers","ratesOf"'],
    [['sources'], '"id","provider"'],
    [['rules'], ''],
    [['tokens'], '"model","host","window"'],
    [['quarantine', 'list'], ''],
  ])('is a table too of %j', async (args, head) => {
    const { ask } = await theFaces();

    const { code, stdout, stderr } = await ask([...args, '-o', 'csv']);

    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout.startsWith(head)).toBe(true);
  });

  it('that is no list is refused as one', async () => {
    const { ask } = await theFaces();

    const { code, stderr } = await ask(['doctor', '-o', 'csv']);

    expect(code).toBe(2);
    expect(stderr).toContain('--output: expected table or json');
  });
});

describe('a table for people', () => {
  it('has a line before each group, and says that there is more', async () => {
    const { ask } = await theFaces();

    const { stdout } = await ask(['offers', 'ascend', '--group-by=provider', '--limit=4']);

    expect(stdout).toMatch(/^northlight: \d+ offers, from [\d.]+ USD$/m);
    expect(stdout).toMatch(/^4 of \d+ offers$/m);
  });

  it('says of the best of each group of how many they are', async () => {
    const { ask } = await theFaces();

    const { stdout } = await ask(['offers', '--best-per', 'accelerator,jurisdiction']);

    expect(stdout).toContain('the cheapest of each group, of 90 offers');
  });

  it('that is wide has more facts', async () => {
    const { ask } = await theFaces();
    const head = async (output: string) =>
      (await ask(['offers', '--limit', '1', '-o', output])).stdout.split('\n')[0] ?? '';

    expect((await head('wide')).startsWith((await head('table')).slice(0, 20))).toBe(true);
    expect(await head('wide')).toContain('PRICESINCE');
  });

  it('of nothing says which filter emptied it, whatever is counted', async () => {
    const { ask } = await theFaces();

    for (const verb of ['offers', 'providers', 'regions', 'accelerators']) {
      const { stdout } = await ask([verb, 'H100', '--provider', 'nobody']);
      expect(stdout, verb).toMatch(/^without --provider there would be \d+ offers$/m);
    }
  });
});
