import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../db/open.ts';
import { document, envelope, row, type Scraper } from '../../scrapers/kit/index.ts';
import { examineSources } from '../../src/cli/live-doctor.ts';
import type { Mode } from '../../src/fetch/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { aFetcher, aFolder, aScraper } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';
import { cli } from '../support/cli.ts';
import { listing } from '../support/market.ts';

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const Plans = z.object({ plans: z.array(z.unknown()) });
const Plan = z.object({ name: z.string(), chip: z.string(), hourly: z.number() });

/** A made-up source that reads the plans at that address. */
function planSource(id: string, url: string, more: Partial<Scraper> = {}): Scraper {
  return aScraper({
    id,
    fetch: async ({ http }) => [await http.get('plans', url)],
    *parse(documents) {
      for (const served of envelope(document(documents, 'plans'), Plans).plans) {
        const found = row(served, Plan, null);
        if ('unread' in found) yield found.unread;
        else yield listing(found.read.name, found.read.hourly, { accelerator: found.read.chip });
      }
    },
    ...more,
  });
}

/** Twelve plans; one has a price in words, and one a chip that nobody knows. */
const PLANS = Array.from({ length: 12 }, (_, i) => ({
  name: `nl-${i}`,
  chip: i === 10 ? 'NVIDIA Z900' : 'NVIDIA H100 SXM',
  hourly: i === 11 ? 'much' : 3.33,
}));

/** Examines them as a person does, and gives what was written. */
async function examined(
  sources: readonly Scraper[],
  { json = false, mode = { kind: 'live' } as Mode } = {},
) {
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const fetcher = aFetcher();
  let stdout = '';
  const screen = {
    write(text: string) {
      stdout += text;
    },
  };
  const [stdin, stderr] = [Readable.from([]), { write: () => undefined }];
  const code = await examineSources(
    { env: {}, cwd: '/', stdin, stdout: screen, stderr, now: () => AT },
    {
      ...{ db, fetcher, read, mode, env: {}, rules: [], now: () => AT },
      ...{ owner: 'here:1', isGone: () => false, dryRun: true },
    },
    sources,
    { json },
  );
  const stored = db.sqlite.prepare('select count(*) from crawls').pluck().get();
  return { code, stdout, stored };
}

async function aSeller() {
  return serve(({ path }, response) => {
    const answers: Readonly<Record<string, string>> = {
      '/good': JSON.stringify({ plans: PLANS }),
      '/other': '{"plans": {"nl-1": 3.33}}',
    };
    const body = answers[path];
    response.writeHead(body === undefined ? 403 : 200);
    response.end(body);
  });
}

describe('chipwatch doctor --live', () => {
  it('reports what each source serves today, and stores nothing', async () => {
    const { url, seen } = await aSeller();
    const sources = [
      planSource('good', `${url}/good`),
      planSource('other', `${url}/other`),
      planSource('closed', `${url}/closed`),
      planSource('keyed', `${url}/keyed`, { secrets: ['NORTHLIGHT_KEY'] }),
    ];

    const { code, stdout, stored } = await examined(sources);

    expect(code).toBe(5);
    expect(stored).toBe(0);
    expect(seen.map(({ path }) => path).sort()).toEqual(['/closed', '/good', '/other']);
    const [head = '', rows = '', ...findings] = stdout.trimEnd().split('\n\n');
    expect(head).toMatch(/^chipwatch \S+, Node v\S+, \S+ \S+, live 2026-01-02T03:04:05\.000Z$/);
    expect(rows.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['SOURCE', 'OUTCOME', 'DOCUMENTS', 'ROWS', 'OFFERS', 'REJECTS', 'NEW NAMES', 'SECONDS'],
      ['good', 'ok', '1', '12', '10', '2', '2', '0'],
      ['other', 'failed: changed', '1', '0', '0', '0', '0', '0'],
      ['closed', 'failed: refused', '0', '0', '0', '0', '0', '0'],
      ['keyed', 'skipped', '0', '0', '0', '0', '0', '0'],
    ]);
    expect(findings).toEqual([
      [
        'good',
        '  1 x unread: hourly: Invalid input: expected number, received string',
        '  not in the catalogue of accelerators: NVIDIA Z900',
        '  not in the catalogue of regions: pole-1',
      ].join('\n'),
      'other\n  plans: plans: Invalid input: expected array, received object',
      `closed\n  GET ${url}/closed was refused (HTTP 403)`,
      'keyed\n  set NORTHLIGHT_KEY to crawl it',
    ]);
  });

  it('ends with 6 where none can be read, and with 0 where all can', async () => {
    const { url } = await aSeller();

    expect((await examined([planSource('closed', `${url}/closed`)])).code).toBe(6);
    expect((await examined([planSource('good', `${url}/good`)])).code).toBe(0);
  });

  it('leaves a recording that another machine can examine, and says the same of it', async () => {
    const { url, close } = await aSeller();
    const dir = join(await aFolder(), 'attached');
    const sources = [planSource('good', `${url}/good`), planSource('other', `${url}/other`)];

    const live = await examined(sources, { json: true, mode: { kind: 'record', dir } });
    await close();
    const replay = await examined(sources, { json: true, mode: { kind: 'replay', dir } });

    expect(readdirSync(dir)).toContain('recording.har');
    const { sources: found } = JSON.parse(live.stdout);
    expect(found).toMatchObject([
      {
        ...{ source: 'good', outcome: 'ok', documents: 1, rows: 12, offers: 10, rejects: 2 },
        complaints: [{ reason: 'unread', rows: 1 }],
        ...{ newChips: ['NVIDIA Z900'], newRegions: ['pole-1'] },
      },
      { source: 'other', outcome: 'failed', failure: 'changed', documents: 1 },
    ]);
    expect(JSON.parse(replay.stdout).sources).toEqual(found);
    expect(replay.code).toBe(live.code);
  });

  it('examines a source of its own in a recording, and refuses what does not go together', async () => {
    const replay = resolve('test/fixtures/lambda/2026-08-15');

    const { code, stdout } = await cli(['doctor', '--live', 'lambda', '--replay', replay], AT);
    expect(stdout).toMatch(/^lambda {2}ok +1 +\d+ +\d+ +0 +0 +0$/m);
    expect(code).toBe(0);

    const lone = await cli(['doctor', 'lambda'], AT);
    expect(lone.stderr).toContain('sources are visited with --live');
    const used = await cli(['doctor', '--live', 'lambda', '--record', replay], AT);
    expect(used.stderr).toContain('expected a new folder, found files in');
    expect([lone.code, used.code]).toEqual([2, 2]);
  });
});
