/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import { sql } from 'drizzle-orm';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGES } from '../../src/server/pages/index.ts';
import { aBrowser, faultsOfPage } from '../support/dashboard.ts';
import { aDemoMarket } from '../support/demo.ts';
import { aServer } from '../support/server.ts';

/** Looked at by people, and not kept: see .gitignore. */
const SCREENSHOTS = 'screenshots';
/** A month after the last of the recorded nights: what was read is old, and has to say so. */
const NOW = Date.UTC(2026, 9, 20);

/** What pages about one thing are about, here. */
const EXAMPLES: Readonly<Record<string, (db: Demo['db']) => string>> = {
  '/offers/:id': ({ orm }) => String(orm.all<{ hash: string }>(PRICE_MOVED)[0]?.hash),
  '/accelerators/:id': () => 'h100-sxm',
  '/models/:id': () => 'deepseek-v4-flash',
};

/** No recorded night was quarantined: its page has tests of its own. */
const NOT_IN_THE_DEMO: readonly string[] = ['/quarantine/:id'];

const PRICE_MOVED = sql`
  select hash from offers join changes on changes.offer = offers.id where changes.kind = 'price' limit 1`;

type Demo = Awaited<ReturnType<typeof aDemoMarket>>;
let demo: Demo;
const aPage = aBrowser();

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  demo = await aDemoMarket();
}, 120_000);
afterAll(() => demo.db.close());

/** What axe holds against a page that keeps people out; the policy of the page stays as it is. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as Axe).axe.run());
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('; ')}`);
}

interface Axe {
  readonly axe: typeof axe;
}

const SHOWN = PAGES.map(({ path }) => path).filter((path) => !NOT_IN_THE_DEMO.includes(path));

const AXED: readonly string[] = ['1280 light', '390 dark'];

describe.each(SHOWN)('the page %s', { timeout: 120_000 }, (path) => {
  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)('fits at %d pixels in %s, and has no barrier', async (width, scheme) => {
    const { url } = await aServer({ ...demo, now: () => NOW });
    const { page, asked } = await aPage(width, scheme);
    const named = path.endsWith('/:id')
      ? path.replace(':id', EXAMPLES[path]?.(demo.db) ?? 'expected an example for this page')
      : path;

    const answer = await page.goto(`${url}${named}`);

    // A screenshot leaves marks of its own in the page, so that its faults are looked for before.
    const faults = await page.evaluate(faultsOfPage);
    const name = named === '/' ? 'market' : path.replaceAll(/\W+/g, '-').slice(1);
    const file = join(SCREENSHOTS, `${name}-${width}-${scheme}.png`);
    await page.screenshot({ path: file, fullPage: true });
    expect(answer?.status()).toBe(200);
    expect(faults).toEqual([]);
    // Each width and each scheme once: what it looks at takes it longer than all the rest.
    const isAxed = AXED.includes(`${width} ${scheme}`);
    expect(isAxed ? await barriers(page) : []).toEqual([]);
    expect(asked.filter((each) => !each.startsWith(url))).toEqual([]);
  });
});
