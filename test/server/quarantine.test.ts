import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findChromium } from '../../src/fetch/index.ts';
import { approve, discard, propose } from '../../src/pipeline/approval.ts';
import type { Approvals } from '../../src/server/desk.ts';
import { BASE, market, northlight } from '../support/market.ts';
import { aServer } from '../support/server.ts';

const TOKEN = 'correct-horse-battery';

/** A server over a source whose list collapsed in its last two crawls. */
async function aCollapse(token?: string) {
  const { db, crawl, crawls, now, desk, view } = market();
  await crawl(BASE);
  await crawls(2, BASE.slice(0, 4));
  const scraperOf = () => northlight(() => []);
  const proposal = (number: number) => propose(db, number, now(), scraperOf);
  const approvals: Approvals = {
    propose: async (number) => (await proposal(number)).difference.changes,
    approve: async (number) => approve(desk(), await proposal(number), now(), scraperOf),
    discard: (number) => discard(db, number),
  };
  const sources = [{ ...northlight(() => []), intervalMs: 3_600_000 }];
  const server = await aServer({ db, now, sources, approvals, ...(token && { token }) });
  return { ...server, view, crawl };
}

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(process.env) ?? '' });
});
afterAll(() => browser.close());

/** A browser without scripts that is logged in where there is a token. */
async function aPage(url: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(`${url}/quarantine`);
  if ((await page.getByLabel('Token of this server').count()) > 0) {
    await page.getByLabel('Token of this server').fill(TOKEN);
    await page.getByRole('button', { name: 'Log in' }).click();
  }
  return page;
}

const main = (page: Page) => page.locator('main').innerText();

describe('the quarantine', { timeout: 60_000 }, () => {
  it('says what is not believed and why, and which crawl decides', async () => {
    const { url } = await aCollapse();
    const page = await aPage(url);

    const rows = await page.locator('tbody tr').allInnerTexts();

    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain('4 offers where 40 are usual');
    expect(rows[1]).toContain('a later one of northlight waits');
    expect(await page.locator('tbody a').allInnerTexts()).toEqual(['3']);
  });

  it('shows what would change, and believes it when a person says so twice', async () => {
    const { url, view } = await aCollapse(TOKEN);
    const page = await aPage(url);

    await page.getByRole('link', { name: '3', exact: true }).click();
    expect(await main(page)).toContain('36 changes: 36 withdrawn');
    await page.getByRole('button', { name: 'Approve crawl 3' }).click();
    expect(page.url(), 'the box is not ticked').toBe(`${url}/quarantine/3`);
    expect(await view()).toHaveLength(40);
    await page.getByLabel('I looked at what would change').check();
    await page.getByRole('button', { name: 'Approve crawl 3' }).click();

    expect(page.url()).toBe(`${url}/quarantine?approved=4`);
    expect(await page.getByRole('status').innerText()).toContain(
      'northlight, crawl 4: a person approved what crawl 3 read. 37 changes stored',
    );
    expect(await main(page)).toContain('Nothing waits for a person.');
    expect(await view()).toHaveLength(4);
    await page.getByRole('link', { name: 'What changed' }).click();
    expect(await main(page)).toContain('source.recovered');
  });

  it('forgets what was read wrongly', async () => {
    const { url, view } = await aCollapse(TOKEN);
    const page = await aPage(url);

    await page.goto(`${url}/quarantine/3`);
    await page.getByLabel('It was read wrongly').check();
    await page.getByRole('button', { name: 'Discard crawl 3' }).click();

    expect(await page.getByRole('status').innerText()).toContain(
      'Crawl 3 of northlight is forgotten.',
    );
    expect(await main(page)).toContain('Nothing waits for a person.');
    expect(await view()).toHaveLength(40);
  });

  it('says that somebody was faster', async () => {
    const { url, crawl } = await aCollapse(TOKEN);
    const page = await aPage(url);
    await page.goto(`${url}/quarantine/3`);
    await crawl(BASE);

    await page.getByLabel('It was read wrongly').check();
    await page.getByRole('button', { name: 'Discard crawl 3' }).click();

    expect(await page.locator('h1').innerText()).toBe('This cannot be done now');
    expect(await main(page)).toContain('expected a crawl in quarantine, found 3');
  });

  it('is read where there is no token, and says how else to decide', async () => {
    const { url, view } = await aCollapse();
    const page = await aPage(url);
    await page.goto(`${url}/quarantine/3`);

    expect(await page.locator('main form').count()).toBe(0);
    expect(await main(page)).toContain('This server has no token, so its pages change nothing');
    expect(await main(page)).toContain('chipwatch quarantine approve 3');
    const body = new URLSearchParams({ decision: 'approve', sure: '1' });
    const { status } = await fetch(`${url}/quarantine/3`, { method: 'POST', body });
    expect(status).toBe(403);
    expect(await view()).toHaveLength(40);
  });

  it.each([
    ['decision=approve', 400],
    ['decision=approve&sure=', 400],
    ['decision=believe&sure=1', 400],
    ['decision=approve&sure=1&crawl=2', 400],
    ['', 400],
  ])('does nothing for the form %j', async (form, status) => {
    const { url, view } = await aCollapse(TOKEN);
    const headers = { authorization: `Bearer ${TOKEN}` };

    const body = new URLSearchParams(form);
    const response = await fetch(`${url}/quarantine/3`, { method: 'POST', headers, body });

    expect(response.status).toBe(status);
    expect(await view()).toHaveLength(40);
  });

  it.each(['2', '999', 'x', '1e3', '-1'])('has no page for crawl %s', async (id) => {
    const { url } = await aCollapse();

    const response = await fetch(`${url}/quarantine/${id}`);

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('makes up no answer for a link that was made up', async () => {
    const { url } = await aCollapse();
    const page = await aPage(url);

    await page.goto(`${url}/quarantine?approved=1&discarded=3`);

    expect(await page.getByRole('status').count()).toBe(0);
  });
});
