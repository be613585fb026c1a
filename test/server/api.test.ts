import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { Rule } from '../../src/domain/rules.ts';
import type { SourceFacts } from '../../src/query/source-standings.ts';
import { ROUTES } from '../../src/server/api/index.ts';
import { openApi } from '../../src/server/api/openapi.ts';
import type { ServerDesk } from '../../src/server/desk.ts';
import { openDoor } from '../../src/server/door.ts';
import { startServer } from '../../src/server/index.ts';
import { BASE, changed, listing, market } from '../support/market.ts';
import { aServer, aServerDesk } from '../support/server.ts';

const SOURCE: SourceFacts = {
  ...{ id: 'northlight', provider: 'northlight', homepage: 'https://northlight.example' },
  reads: 'made-up offers',
  ...{ every: '1h', absentMeans: 'withdrawn', evidence: 'price-list', verified: 'documented' },
  intervalMs: 3_600_000,
};

/** A server over two crawls: a baseline and, in the second one, a drop of a tenth. */
async function aMarketServer(more: Partial<ServerDesk> = {}) {
  const { db, crawl, now } = market();
  await crawl(BASE);
  const price = { ...Object(BASE[0]?.price), micros: 2_997_000 };
  await crawl(changed(BASE, 0, { price }));
  const server = await aServer({ db, now, sources: [SOURCE], ...more });
  return { ...server, crawl };
}

const tried = (url: string, body: string) =>
  fetch(`${url}/api/v1/rules/test`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });

describe('the API', () => {
  it('answers every question with what its schema says', async () => {
    const { url } = await aMarketServer();
    const { offers } = Object(await (await fetch(`${url}/api/v1/offers?limit=2`)).json());
    const ids: Readonly<Record<string, string>> = {
      offers: offers[0].id,
      accelerators: 'h100-sxm',
      models: 'deepseek-v4-flash',
      sources: 'northlight',
    };
    const asked = ROUTES.filter(({ method, isStream }) => method === 'get' && !isStream);

    for (const { path, type, answer } of asked) {
      const asking = path.endsWith('/compare') ? `?id=${offers[0].id}&id=${offers[1].id}` : '';
      const full =
        path.replace(/(?<list>\w+)\/\{id\}/, (_, list) => `${list}/${ids[list]}`) + asking;
      const response = await fetch(url + full);

      expect(response.status, full).toBe(200);
      expect(response.headers.get('content-type'), full).toContain(type);
      expect(response.headers.get('etag'), full).toMatch(/^W\/"[\w-]{22}"$/);
      expect(response.headers.get('cache-control'), full).toBe('no-cache');
      const text = await response.text();
      const check = () => answer?.parse(JSON.parse(text));
      expect(check, full).not.toThrow();
    }
  });

  it('answers with offers and, apart from them, sightings', async () => {
    const { url } = await aServer();
    const response = await fetch(`${url}/api/v1/offers?spec=ascend&outside-china=1`);

    expect(await response.json()).toMatchObject({
      schema: 'offers/1',
      generatedAt: '1970-01-01T00:00:00.000Z',
      offers: [],
      sightings: expect.arrayContaining([
        expect.objectContaining({ id: 'huawei-johannesburg-910b3-1', state: 'current' }),
        expect.objectContaining({ id: 'huawei-dublin-none', kind: 'none-listed' }),
      ]),
      watched: [],
      notes: [{ about: 'cann', date: '2025-05-13', url: expect.stringMatching(/^https:/) }],
    });
  });

  it('pages through all offers by the link of each page, none twice', async () => {
    const { url } = await aMarketServer();
    const seen: string[] = [];
    let next: string | undefined = '/api/v1/offers?limit=15&sort=price';
    while (next !== undefined) {
      const response: Response = await fetch(url + next);
      const { offers } = Object(await response.json());
      seen.push(...offers.map(({ id }: { id: string }) => id));
      next = /<(?<path>[^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.groups?.path;
    }

    expect(seen).toHaveLength(40);
    expect(new Set(seen).size).toBe(40);
  });

  it.each([
    [{ rule: 'drops' }, 1],
    [{ rule: { when: 'price.drop', minDropPercent: 9 } }, 1],
    [{ rule: { when: ['price.drop'], minDropPercent: 11 } }, 0],
  ])('tells of the rule in %j how often it would have told', async (body, messages) => {
    const rule = Rule.parse({ id: 'drops', flags: ['price.drop'], channels: [] });
    const { url } = await aMarketServer({ rules: [rule] });

    const answer = await (await tried(url, JSON.stringify(body))).json();

    expect(answer).toMatchObject({ schema: 'rule-test/1', changes: 1, messages });
  });

  it.each([
    ['{', 'expected JSON such as'],
    ['{"rule":"drops"}', 'rule: expected the name of a rule'],
    ['{"rule":{"when":"price.drop","colour":"red"}}', 'rule: '],
    ['{"rule":{"when":"cheap"}}', 'rule.when.0: '],
    ['{"rules":[]}', 'rule: expected the name of a rule, or a rule'],
    ['[]', 'the body: '],
  ])('refuses to test %s', async (body, sentence) => {
    const { url } = await aMarketServer();

    const response = await tried(url, body);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: '/api#bad-body',
      detail: expect.stringContaining(sentence),
    });
  });

  it('sends nothing again that did not change', async () => {
    const { url, crawl } = await aMarketServer();
    const ask = (headers: Record<string, string> = {}, query = '') =>
      fetch(`${url}/api/v1/offers${query}`, { headers });
    const etag = (await ask()).headers.get('etag') ?? '';

    const same = await ask({ 'if-none-match': etag });
    expect(same.status).toBe(304);
    expect(await same.text()).toBe('');
    expect((await ask({ 'if-none-match': etag }, '?limit=1')).status).toBe(200);
    await crawl(BASE);
    expect((await ask({ 'if-none-match': etag })).status).toBe(200);
  });

  it.each([
    ['offers?spec=H100:x', 'bad-parameter', 'spec', 'expected a count such as 8'],
    ['offers?colour=red', 'unknown-parameter', 'colour', 'no question has'],
    ['changes?flag=cheap', 'bad-parameter', 'flag', 'price.drop'],
    ['offers?limit=1&limit=2', 'bad-parameter', 'limit', 'a whole number'],
    ['offers?limit=-1', 'bad-parameter', 'limit', 'a whole number'],
    ['offers?limit=1e9', 'bad-parameter', 'limit', 'a whole number'],
    ['offers?offset=NaN', 'unknown-parameter', 'offset', 'no question has'],
    ['offers?region[]=a', 'unknown-parameter', 'region[]', 'no question has'],
    ['offers?sort=price;DROP', 'bad-parameter', 'sort', 'expected one of price'],
    ['offers?sort=__proto__', 'bad-parameter', 'sort', 'expected one of price'],
    ['offers?__proto__=1', 'unknown-parameter', '__proto__', 'another parameter'],
    ['compare?id=abcd', 'bad-parameter', 'id', 'from 2 to 20 offers'],
    ['compare?id=abcd&id=efgh', 'bad-parameter', 'id', 'the id of an offer'],
    ['offers?constructor=1', 'unknown-parameter', 'constructor', 'no question has'],
    ['offers?cursor=WzFd', 'bad-parameter', 'cursor', 'this very question'],
  ])('refuses %s in one sentence', async (path, code, parameter, sentence) => {
    const { url } = await aServer();

    const response = await fetch(`${url}/api/v1/${path}`);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      type: `/api#${code}`,
      parameter,
      detail: expect.stringContaining(sentence),
    });
  });

  it('takes words of SQL and of patterns as what they are, and what is too long as nothing', async () => {
    const { url, db } = await aMarketServer();
    const tables = () => db.sqlite.prepare('select count(*) from sqlite_master').pluck().get();
    const before = tables();

    for (const text of ["us' OR 1=1--", '%', '_', 'pole_1', 'pole%']) {
      const response = await fetch(`${url}/api/v1/offers?region=${encodeURIComponent(text)}`);
      expect(await response.json(), text).toMatchObject({ total: 0 });
    }
    const long = await fetch(`${url}/api/v1/offers?spec=${'a'.repeat(5000)}`);
    expect(long.status).toBe(400);
    expect(tables()).toBe(before);
  });

  it('says so when another program listens on the port', async () => {
    const { port } = await aServer();
    const db = openDatabase(':memory:');
    onTestFinished(() => db.close());
    const second = startServer(aServerDesk(db), openDoor({ host: '127.0.0.1', port }));

    await expect(second).rejects.toThrow('another program listens there');
  });
});

describe('what other programs read', () => {
  it('is a table whose numbers are numbers', async () => {
    const { url } = await aMarketServer();
    const response = await fetch(`${url}/api/v1/offers.csv?limit=1&sort=price`);

    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const [head = '', row = ''] = (await response.text()).split('\r\n');
    expect(head).toMatch(/^"id","provider","region"/);
    expect(row).toMatch(/,2\.997,0\.374625,/);
  });

  it('is a feed of the filter, with ids that stay', async () => {
    const { url } = await aMarketServer();
    const response = await fetch(`${url}/api/v1/changes.atom?flag=price.drop`);
    const text = await response.text();

    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    expect(text.match(/<entry>/g)).toHaveLength(1);
    expect(text).toMatch(
      /<entry><id>urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}<\/id>/,
    );
    expect(text).toMatch(
      /<title>price\.drop: H100 SXM:8 at northlight pole-0, [\d.]+ USD to 2\.997/,
    );
  });

  it('is a line for each fact that is known, and none for what is not', async () => {
    const { url } = await aMarketServer();
    const text = await (await fetch(`${url}/metrics`)).text();

    expect(text).toMatch(
      /chipwatch_accelerator_price_usd_per_hour\{accelerator="h100-sxm",billing="on-demand",stat="min"\} 0\.374625/,
    );
    expect(text).toMatch(
      /chipwatch_offers\{accelerator="l4",provider="northlight",state="available"\} 8/,
    );
    expect(text).toMatch(/chipwatch_source_crawls_total\{source="northlight",outcome="ok"\} 2/);
    expect(text).not.toMatch(/accelerator="b200"|NaN|null/);
  });

  it('has the floor that every other answer has: of what somebody can pay, in the usual tiers', async () => {
    const { db, crawl, now } = market();
    await crawl([
      listing('dear', 9),
      listing('sold', 1, { availability: 'sold-out', region: 'pole-2' }),
      listing('home', 2, { tier: 'community', region: 'pole-3' }),
    ]);
    const { url } = await aServer({ db, now });

    expect(await (await fetch(`${url}/metrics`)).text()).toContain(
      'chipwatch_accelerator_price_usd_per_hour{accelerator="h100-sxm",billing="on-demand",stat="min"} 9\n',
    );
  });

  it('says in its document what is to be posted', () => {
    const { paths } = openApi(ROUTES, '');

    expect(paths['/api/v1/rules/test']?.post).toMatchObject({
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { required: ['rule'] } } },
      },
    });
  });

  it('is a document of OpenAPI 3.1 that names every route and parameter', () => {
    const { openapi, paths } = openApi(ROUTES, '');

    expect(openapi).toBe('3.1.0');
    for (const { path, method, params } of ROUTES) {
      const operation = Object(paths[path]?.[method]);
      const parts = [...path.matchAll(/\{(?<name>\w+)\}/g)].map(({ groups }) => groups?.name);
      const names = operation.parameters.map(({ name }: { name: string }) => name);
      expect(names).toEqual([...parts, ...Object.keys(params.shape)]);
      for (const { schema } of operation.parameters) expect(schema).toBeTypeOf('object');
      expect(operation.responses[200].description).toBe(operation.summary);
    }
  });
});

describe('an answer that is no answer', () => {
  it('is held by nobody: what was not understood, not found or not ready', async () => {
    const { url } = await aMarketServer();
    const ask = (path: string, etag?: string) =>
      fetch(url + path, etag === undefined ? {} : { headers: { 'If-None-Match': etag } });

    for (const path of ['/api/v1/offers?nonsense=1', '/api/v1/accelerators/nothing']) {
      expect((await ask(path)).headers.get('etag'), path).toBeNull();
    }
    const { headers } = await ask('/readyz');
    expect((await ask('/readyz', headers.get('etag') ?? '')).status).toBe(200);
  });

  it('narrows nothing by what is new where all of a market is summed up', async () => {
    const { url } = await aMarketServer();
    const status = async (path: string) => (await fetch(`${url}/api/v1/${path}`)).status;

    expect(await status('accelerators?new-since=30d')).toBe(400);
    expect(await status('stacks?new-since=30d')).toBe(400);
    expect(await status('providers?new-since=30d')).toBe(200);
  });
});

describe('a stream of changes', () => {
  it('begins nothing for who asks for its head only', async () => {
    const { url, db } = await aMarketServer();
    const looked: string[] = [];
    const { prepare } = db.sqlite;
    Reflect.set(db.sqlite, 'prepare', (sql: string) => {
      looked.push(sql);
      return prepare.call(db.sqlite, sql);
    });

    const { status } = await fetch(`${url}/api/v1/changes/stream`, { method: 'HEAD' });
    const before = looked.length;
    await new Promise((done) => setTimeout(done, 1200));

    expect(status).toBe(200);
    expect(looked.length).toBe(before);
  });

  /** Reads events until so many came. */
  async function events(response: Response, wanted: number): Promise<readonly number[]> {
    let text = '';
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const ids = () =>
      [...text.matchAll(/^id: (?<id>\d+)$/gm)].map(({ groups }) => Number(groups?.id));
    while (ids().length < wanted) {
      const part = await reader?.read();
      if (part?.done !== false) break;
      text += part.value;
    }
    await reader?.cancel();
    return ids();
  }

  it('resumes after the last event its reader saw', async () => {
    const { url, crawl } = await aMarketServer();
    const from = (id: string) =>
      fetch(`${url}/api/v1/changes/stream`, { headers: { 'last-event-id': id } });
    const [first = 0] = await events(await from('0'), 1);

    const price = { ...Object(BASE[0]?.price), micros: 2_500_000 };
    await crawl(changed(BASE, 0, { price }));
    const [second = 0] = await events(await from(String(first)), 1);

    expect(second).toBeGreaterThan(first);
  });

  it('ends when the server stops', async () => {
    const db = openDatabase(':memory:');
    onTestFinished(() => db.close());
    const door = openDoor({ host: '127.0.0.1', port: 0 });
    const server = await startServer(aServerDesk(db), door);
    const response = await fetch(`${server.url}/api/v1/changes/stream`);

    const ended = response.text();
    await server.close();

    expect(await ended).toBe('');
  });
});
