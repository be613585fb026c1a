/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { aBrowser, aDashboard, faultsOfPage } from '../support/dashboard.ts';
import { BASE, listing } from '../support/market.ts';
import { aServer } from '../support/server.ts';

interface Hostile {
  readonly id: string;
  readonly in: string;
  readonly stored: string;
}

const STRINGS: readonly Hostile[] = JSON.parse(
  readFileSync(new URL('../hostile/strings.json', import.meta.url), 'utf8'),
);

const aPage = aBrowser();

/** A made-up seller with forty offers, and one whose words are hostile. */
const aMarket = () => aDashboard([...BASE, ...KEPT.map(hostile)]);

/** Those that are stored as they came: the others identify nothing. */
const KEPT = STRINGS.filter(({ in: text, stored }) => text === stored && text.length < 150);

function hostile({ id, stored }: Hostile, index: number) {
  return listing(`${id} ${stored}`, 1 + index, { words: stored, region: stored });
}

/** Where a seller's own words are shown. */
const HOSTILE_PAGES = [
  'offers?limit=1000',
  'changes?all=1&limit=1000',
  'accelerators/h100-sxm',
  'sources',
];

const rows = (page: Page) => page.locator('tbody tr');

describe('the pages', { timeout: 60_000 }, () => {
  it('are filtered, sorted and passed on as links', async () => {
    const url = await aMarket();
    const { page, faults, asked } = await aPage();
    await page.goto(`${url}/offers`);

    await page.getByLabel('Hardware').fill('H200');
    await page.getByRole('button', { name: 'Show' }).click();

    expect(page.url()).toBe(`${url}/offers?spec=H200`);
    await expect(rows(page).count()).resolves.toBe(8);
    await page.getByRole('link', { name: 'Place' }).click();
    await page.getByRole('link', { name: /^Place/ }).click();
    expect(page.url()).toBe(`${url}/offers?spec=H200&sort=-region`);
    expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('descending');
    const shown = await rows(page).allInnerTexts();
    expect(shown[0]).toContain('pole-7');

    const { page: other } = await aPage();
    await other.goto(page.url());
    expect(await rows(other).allInnerTexts()).toEqual(shown);

    await page.getByRole('link', { name: 'Remove the filter spec: H200' }).click();
    expect(page.url()).toBe(`${url}/offers?sort=-region`);
    expect(faults).toEqual([]);
    expect(asked.filter((each) => !each.startsWith(url))).toEqual([]);
  });

  it('lead to the very same question for programs and feeds', async () => {
    const url = await aMarket();
    const { page } = await aPage();
    await page.goto(`${url}/offers?spec=H200&country=DE&sort=-price`);

    const links = page
      .getByRole('navigation', { name: 'This question elsewhere' })
      .getByRole('link');
    const answers = await links.evaluateAll((all) =>
      Promise.all(
        all.map(async (a) => [a.textContent, (await fetch((a as HTMLAnchorElement).href)).status]),
      ),
    );

    expect(answers).toEqual(
      ['CSV', 'JSON', 'What changed', 'Feed', 'Make a rule'].map((name) => [name, 200]),
    );
  });

  it('lead from an offer to its past, which a stranger opens by the link', async () => {
    const url = await aMarket();
    const { page, faults } = await aPage();
    await page.goto(`${url}/offers?spec=H100`);

    await page.getByRole('link', { name: '8× H100 SXM' }).first().click();

    const main = page.locator('main');
    expect(await main.innerText()).toContain('3.33 USD/h');
    await page.getByText('The same as a table').click();
    const past = page.getByRole('region', { name: 'Price and stock over time' });
    expect(await past.locator('tbody tr').allInnerTexts()).toEqual([
      '2026-01-01 02:00\t2026-01-02 02:00\t3.33 USD\tavailable\t–',
    ]);

    const { page: other } = await aPage();
    await other.goto(page.url());
    expect(await other.locator('h1').innerText()).toBe(await page.locator('h1').innerText());
    expect(faults).toEqual([]);
  });

  it('say so where there is no such offer, and where its question was not understood', async () => {
    const url = await aMarket();

    const list = await (await fetch(`${url}/api/v1/offers?limit=1`)).json();
    const [{ id }] = (list as { offers: [{ id: string }] }).offers;
    const [none, wrong] = await Promise.all(
      ['nothing-of-this-name', `${id}?since=yesterday`].map((path) =>
        fetch(`${url}/offers/${path}`),
      ),
    );

    expect([none?.status, wrong?.status]).toEqual([404, 400]);
    expect(await none?.text()).toContain('There is no such page');
    expect(await wrong?.text()).toContain('expected an age such as 24h');
  });

  it('says which filter stands in the way, and what was not understood', async () => {
    const url = await aMarket();
    const { page } = await aPage();

    await page.goto(`${url}/offers?spec=H200&price=..0.01`);
    expect(await page.locator('main').innerText()).toContain(
      'without price there would be 8 offers',
    );

    const answer = await page.goto(`${url}/offers?colour=%3Cscript%3E`);
    expect(answer?.status()).toBe(400);
    expect(await page.locator('main').innerText()).toContain('no question has the parameter');
  });

  it('show hostile words as text, and run none', async () => {
    const url = await aMarket();
    const { page, faults } = await aPage();

    for (const path of HOSTILE_PAGES) {
      await page.goto(`${url}/${path}`);
      expect(await page.locator('main img, main script, main iframe').count(), path).toBe(0);
      const links = await page
        .locator('a[href]')
        .evaluateAll((all) =>
          all.map((a) => ({ href: (a as HTMLAnchorElement).href, rel: a.getAttribute('rel') })),
        );
      const foreign = links.filter(({ href }) => !href.startsWith(url));
      expect(foreign.every(({ href }) => /^https?:/.test(href))).toBe(true);
      expect(foreign.every(({ rel }) => rel === 'noopener noreferrer nofollow')).toBe(true);
    }
    expect(faults).toEqual([]);

    await page.goto(`${url}/offers?limit=1000`);
    const cells = await page
      .locator('tbody td.cut')
      .evaluateAll((all) => all.map((cell) => cell.textContent));
    const ids = KEPT.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['X02', 'X11', 'X12', 'X24']));
    expect(KEPT.filter(({ id, stored }) => !cells.includes(`${id} ${stored}`))).toEqual([]);
    expect(KEPT.filter(({ stored }) => !cells.includes(stored))).toEqual([]);
  });

  it.each([
    [390, 'dark'],
    [390, 'light'],
    [1280, 'light'],
    [1920, 'dark'],
  ] as const)(
    'fit %d pixels in %s, named and headed for who cannot see them',
    async (width, scheme) => {
      const url = await aMarket();
      const { page } = await aPage(width, scheme);

      for (const path of [
        'offers',
        'accelerators',
        'accelerators/h200-sxm',
        'changes?all=1',
        'sources',
      ]) {
        await page.goto(`${url}/${path}`);
        expect(await page.evaluate(faultsOfPage), path).toEqual([]);
      }
      expect(faint(await page.evaluate(colours))).toEqual([]);
    },
  );

  it.each([
    '/assets/..%2f..%2f..%2fetc/passwd',
    '/assets/%2e%2e/index.ts',
    '/assets/style.css/..',
    '/assets/%00',
    '/..%2f..%2fetc/passwd',
    `/assets/${'a'.repeat(8000)}`,
  ])('serves no file for %.40s', async (path) => {
    const { url } = await aServer();

    const { status } = await fetch(`${url}${path}`);

    expect([400, 404]).toContain(status);
  });
});

/** The colours of the style sheet by name, as the browser's scheme has them; runs in the browser. */
function colours(): Record<string, string> {
  const names = ['ink', 'quiet', 'link', 'good', 'bad', 'warn', 'paper', 'raised', 'sunken'];
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  );
}

/** Pairs of ink and ground below the contrast of 4.5 that WCAG asks of text. */
function faint(found: Record<string, string>): string[] {
  const inks = ['ink', 'quiet', 'link', 'good', 'bad', 'warn'];
  const pairs = inks.flatMap((ink) =>
    ['paper', 'raised', 'sunken'].map((on) => [ink, on] as const),
  );
  return pairs
    .filter(([ink, on]) => {
      const [dark = 0, bright = 0] = [luminance(found[ink]), luminance(found[on])].sort(
        (a, b) => a - b,
      );
      return !((bright + 0.05) / (dark + 0.05) >= 4.5);
    })
    .map(([ink, on]) => `${ink} on ${on}`);
}

function luminance(hex: string | undefined): number {
  const channels = /^#(?<r>..)(?<g>..)(?<b>..)$/.exec(
    hex?.length === 4 ? hex.replace(/[^#]/g, '$&$&') : (hex ?? ''),
  )?.groups;
  const [r = Number.NaN, g = Number.NaN, b = Number.NaN] = Object.values(channels ?? {}).map(
    (two) => {
      const part = Number.parseInt(two, 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    },
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
