import { readFileSync } from 'node:fs';
import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { type Reading, SourceError } from '../../scrapers/kit/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { run } from '../../src/pipeline/run.ts';
import { ROUTES } from '../../src/server/api/index.ts';
import { PAGES } from '../../src/server/pages/index.ts';
import { aFetcher } from '../fetch/crawling.ts';
import { BASE, DAY, listing, northlight, START } from '../support/market.ts';
import { aServer } from '../support/server.ts';

interface Hostile {
  readonly id: string;
  readonly in: string;
  readonly stored: string;
}

const STRINGS: readonly Hostile[] = JSON.parse(
  readFileSync(new URL('../hostile/strings.json', import.meta.url), 'utf8'),
);
/** As many that mean nothing to anybody: what a page makes of them is what it makes of words. */
const HARMLESS: readonly Hostile[] = STRINGS.map(({ id }) => ({
  id,
  in: `a ${id}`,
  stored: `a ${id}`,
}));
/** What no program may be handed that shows it as it comes. */
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A page as a browser would take it apart. */
type Parsed = ReturnType<typeof load>;

/** Two nights of a seller that says these words wherever it can, and of one that fails with them. */
async function aServerOf(strings: readonly Hostile[]) {
  const offers = strings.map(({ id, in: words }, i) =>
    listing(`sku ${id}`, 1 + i / 100, { words }),
  );
  const named = (some: readonly Hostile[]) =>
    some.map(({ id, in: text }, i) =>
      listing(`${id} ${text}`, 2 + i / 100, { region: `r ${text}`, zone: text }),
    );
  const strange = strings.map(({ in: accelerator }, i) =>
    listing(`strange-${i}`, 3, { accelerator }),
  );
  const places = (some: readonly Hostile[]) =>
    some.map(
      ({ in: text }): Reading => ({
        ...{ kind: 'place', stack: 'cuda', product: text, region: `place ${text}`, words: text },
        scope: null,
      }),
    );
  let rows: readonly Reading[] = BASE;
  const seller = northlight(() => rows);
  const failing = strings.map(({ in: text }, i) =>
    northlight(() => new SourceError('changed', `found ${text}`), { id: `failing-${i}` }),
  );
  const sources = [seller, ...failing];
  let time = START;
  const { url, db } = await aServer({
    now: () => time,
    sources: sources.map((each) => ({ ...each, intervalMs: DAY })),
  });
  const fetcher = aFetcher();
  const night = (wanted: typeof sources) =>
    run(
      {
        ...{ db, fetcher, read, env: {}, rules: [], dryRun: false },
        ...{ mode: { kind: 'live' }, now: () => time, owner: 'here:1', isGone: () => false },
      },
      {
        ...{ sources: wanted, confirming: null },
        watcher: { started: () => undefined, finished: () => undefined },
      },
    );
  await night(sources);
  const isClean = ({ in: text, stored }: Hostile) => text === stored && text.length < 150;
  const clean = strings.filter(isClean);
  rows = [...BASE, ...offers, ...named(clean), ...places(clean)];
  for (const _ of [1, 2]) {
    time += DAY;
    const [told] = await night([seller]);
    expect(told).toMatchObject({ outcome: expect.stringMatching(/ok|unchanged/), rejects: [] });
  }
  // Names that would be stored as others are refused: a crawl of them is told of, and not believed.
  const unclean = strings.filter((each) => !isClean(each));
  rows = [...rows, ...named(unclean), ...places(unclean), ...strange];
  time += DAY;
  await night([seller]);
  return url;
}

/** Every page there is, asked in these words too, and those of single things that they lead to. */
async function pagesOf(url: string, strings: readonly Hostile[]): Promise<readonly Parsed[]> {
  const words = Array.from({ length: 4 }, (_, quarter) => {
    const some = strings.filter((_each, i) => i % 4 === quarter).map(({ stored }) => stored);
    return encodeURIComponent(some.join(' '));
  });
  const isOfOne = ({ path }: (typeof PAGES)[number]) => path.includes(':');
  const lists = PAGES.filter((page) => !isOfOne(page)).flatMap(({ path }) => [
    ...[path, `${path}?all=1`],
    ...words.flatMap((each) => [`${path}?spec=${each}`, `${path}?${each}=1`]),
  ]);
  const found = await taken(url, lists);
  const links = new Set(found.flatMap(($) => linksOf($).map(({ pathname }) => pathname)));
  const ones = PAGES.filter(isOfOne).flatMap(({ path }) => {
    const pattern = new RegExp(`^${path.replace(/:\w+/, '[^/]+')}$`);
    const led = [...links].filter((link) => pattern.test(link));
    return [...led, ...words.map((each) => path.replace(/:\w+/, each))];
  });
  return [...found, ...(await taken(url, ones))];
}

async function taken(url: string, paths: readonly string[]): Promise<readonly Parsed[]> {
  const found: Parsed[] = [];
  for (const path of paths) found.push(load(await (await fetch(`${url}${path}`)).text()));
  return found;
}

/** Where a page leads and sends. */
function linksOf($: Parsed): readonly URL[] {
  return ['href', 'src', 'action'].flatMap((name) =>
    $(`[${name}]`)
      .toArray()
      .map((element) => new URL($(element).attr(name) ?? '', 'http://own.example/offers')),
  );
}

/** The elements of pages with their attributes, each once: what a browser would make of them. */
function elementsOf(pages: readonly Parsed[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const $ of pages) {
    for (const element of $('*').toArray()) {
      const name = String($(element).prop('tagName'));
      found.add(name);
      for (const attribute of Object.keys($(element).attr() ?? {}))
        found.add(`${name} ${attribute}`);
    }
  }
  return found;
}

describe('the thirty-eight texts on a server', { timeout: 240_000 }, () => {
  it('are no element and no attribute of any page, and lead nowhere', async () => {
    const url = await aServerOf(STRINGS);
    const hostile = await pagesOf(url, STRINGS);
    const harmless = await pagesOf(await aServerOf(HARMLESS), HARMLESS);

    expect(hostile.length).toBeGreaterThan(STRINGS.length + PAGES.length);
    const known = elementsOf(harmless);
    expect([...elementsOf(hostile)].filter((each) => !known.has(each))).toEqual([]);
    expect(hostsOf(hostile)).toEqual(hostsOf(harmless));
    const texts = hostile.map(($) => $.text().replaceAll('\n', ''));
    expect(texts.filter((text) => CONTROLS.test(text))).toEqual([]);
    const everything = texts.join('\n');
    const missing = STRINGS.filter(({ stored }) => !everything.includes(stored));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  it('leave every answer for programs without a control', async () => {
    const url = await aServerOf(STRINGS);
    const read = ROUTES.filter(({ method, path }) => method === 'get' && !/stream|\{/.test(path));

    const answers = await Promise.all(
      read.map(async ({ path }) => [path, await (await fetch(`${url}${path}`)).text()] as const),
    );

    expect(answers.length).toBeGreaterThan(15);
    const strange = answers.filter(([, text]) => CONTROLS.test(text.replaceAll(/[\r\n]/g, '')));
    expect(strange.map(([path]) => path)).toEqual([]);
    for (const name of ['offers', 'offers.csv', 'offers.ndjson', 'changes.atom']) {
      const [, text = ''] = answers.find(([path]) => path.endsWith(`/${name}`)) ?? [];
      expect([name, text.includes('X20')]).toEqual([name, true]);
    }
  });
});

/** The hosts that pages lead and send to. */
function hostsOf(pages: readonly Parsed[]): readonly string[] {
  const hosts = pages.flatMap(linksOf).map(({ protocol, host }) => `${protocol}//${host}`);
  return [...new Set(hosts)].sort();
}
