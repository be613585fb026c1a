import { describe, expect, it } from 'vitest';
import { money } from '../../scrapers/kit/index.ts';
import { aBrowser, aDashboard } from '../support/dashboard.ts';
import { BASE, changed } from '../support/market.ts';

const aPage = aBrowser();

/** A night, and one in which the first offer fell in price. */
const aMarket = () => aDashboard(BASE, changed(BASE, 0, { price: money('2.22', 'USD') }));

describe('a person at the dashboard', { timeout: 60_000 }, () => {
  it('finds an offer, follows it to its past, and passes the link on', async () => {
    const url = await aMarket();
    const { page, faults, asked } = await aPage();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${url}/`);
    await page.getByRole('link', { name: 'Offers', exact: true }).click();

    await page.getByLabel('Hardware').fill('H100:8');
    await page.getByLabel('Price of one chip·h').fill('..0.5');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByRole('link', { name: /chip·h/ }).click();
    const offer = page.locator('tbody th a').first();
    await offer.click();
    await page.getByRole('link', { name: '7 days' }).click();

    expect(await page.locator('main').innerText()).toContain('2.22 USD/h');
    expect(new URL(page.url()).search).toBe('?since=7d');
    await page.getByText('The same as a table').click();
    const past = page
      .getByRole('region', { name: 'Price and stock over time' })
      .locator('tbody tr');
    expect(await past.allInnerTexts()).toEqual([
      expect.stringContaining('2.22 USD'),
      expect.stringContaining('3.33 USD'),
    ]);

    await page.getByRole('button', { name: 'Copy link' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    const { page: colleague } = await aPage(390, 'dark');
    await colleague.goto(link);
    expect(await colleague.locator('h1').innerText()).toBe(await page.locator('h1').innerText());
    expect(await colleague.locator('[aria-current="true"]').innerText()).toBe('7 days');
    expect(faults).toEqual([]);
    expect(asked.filter((each) => !each.startsWith(url))).toEqual([]);
  });

  it('sees at a glance that there is no Ascend, what a chip costs, and what changed', async () => {
    const url = await aMarket();
    const { page } = await aPage();

    await page.goto(`${url}/`);

    const main = page.locator('main');
    const text = await main.innerText();
    expect(text).toContain('None, and no region of the 1 provider read is known');
    expect(text).toContain('Huawei Cloud, Johannesburg');
    expect(text).toMatch(/price\.drop\s*1 change/);
    await page.getByRole('link', { name: 'H100 SXM', exact: true }).click();
    expect(new URL(page.url()).pathname).toBe('/accelerators/h100-sxm');
    expect(await main.innerText()).toContain('northlight');
  });

  it('is told that a region has no known place, rather than shown one', async () => {
    const url = await aMarket();
    const { page } = await aPage();

    await page.goto(`${url}/map`);

    expect(await page.locator('svg .mark:not(.sample .mark)').count()).toBe(0);
    expect(await page.locator('main').innerText()).toContain('8 regions not on the map');
    expect(await page.locator('tbody tr').count()).toBe(8);
  });
});
