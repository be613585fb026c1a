import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Rule } from '../../src/domain/rules.ts';
import { findChromium } from '../../src/fetch/index.ts';
import { BASE, changed, HOUR, listing, market } from '../support/market.ts';
import { aServer } from '../support/server.ts';

const TOKEN = 'correct-horse-battery';

const RULE = Rule.parse({
  id: 'h100-cheap',
  flags: ['price.drop', 'back'],
  spec: 'H100:8',
  country: ['FI', 'FR'],
  ceiling: '9.50 USD',
  minDropPercent: 10,
  channels: ['ops', 'me'],
});
const EVERY_DROP = Rule.parse({ id: 'drops', flags: 'price.drop', channels: ['ops'] });

/** A server whose rule told of a drop of a tenth, and whose channel gave the message up. */
async function aDrop(token?: string) {
  const { db, crawl, now } = market({ rules: [EVERY_DROP] });
  await crawl(BASE);
  const price = { ...Object(BASE[0]?.price), micros: 2_997_000 };
  await crawl(changed(BASE, 0, { price }));
  db.sqlite.exec("update deliveries set state = 'dead', last_status = 502");
  const channels = [
    { name: 'ops', type: 'slack' },
    { name: 'me', type: 'ntfy' },
  ];
  const rules = [RULE, EVERY_DROP];
  const server = await aServer({ db, now, rules, channels, ...(token && { token }) });
  return { ...server, crawl };
}

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(process.env) ?? '' });
});
afterAll(() => browser.close());

async function aPage(url: string): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(url);
  if ((await page.getByLabel('Token of this server').count()) > 0) {
    await page.getByLabel('Token of this server').fill(TOKEN);
    await page.getByRole('button', { name: 'Log in' }).click();
  }
  return page;
}

const main = (page: Page) => page.locator('main').innerText();

describe('the page of alerts', { timeout: 60_000 }, () => {
  it('reads rules out as sentences and as they stand in the file, and how often they told', async () => {
    const { url } = await aDrop();
    const page = await aPage(`${url}/alerts`);

    const text = await main(page);
    const yaml = await page.locator('details pre').allTextContents();

    expect(text).toContain(
      'Tells ops and me of price.drop of at least 10 % or back, of H100:8, in FI or FR, for at most 9.50 USD a chip·h.',
    );
    expect(text).toMatch(/h100-cheap told nothing in 30 days/);
    expect(text).toMatch(/drops told 1 thing in 30 days, the last at 2026-01-01 03:00/);
    expect(yaml[0]).toBe(
      'rules:\n  "h100-cheap":\n    when: ["price.drop","back"]\n    spec: "H100:8"\n    country: ["FI","FR"]\n    minDropPercent: 10\n    channels: ["ops","me"]\n    ceiling: "9.50 USD"\n',
    );
  });

  it('says what was told and why, and sends again what was given up', async () => {
    const { url, db } = await aDrop(TOKEN);
    const page = await aPage(`${url}/alerts`);
    const messages = page.getByRole('region', { name: 'Messages' });

    expect(await messages.innerText()).toContain('Price drop: 8× H100 SXM');
    expect(await messages.innerText()).toMatch(/10\.0 % below the price before/);
    expect(await messages.innerText()).toContain('HTTP 502');
    await page.getByRole('region', { name: 'Channels' }).getByRole('link', { name: '1' }).click();
    expect(page.url()).toBe(`${url}/alerts?state=dead&channel=ops#deliveries`);
    await page.getByRole('button', { name: 'Retry the message of drops to ops' }).click();

    expect(await page.getByRole('status').innerText()).toBe(
      'The message of drops to ops is due again.',
    );
    const states = db.sqlite.prepare('select state from deliveries').pluck().all();
    expect(states).toEqual(['waiting']);
    expect(await page.getByRole('button', { name: /^Retry/ }).count()).toBe(0);
  });

  it('changes nothing without a token, and says so', async () => {
    const { url, db } = await aDrop();
    const page = await aPage(`${url}/alerts`);

    expect(await page.getByRole('button', { name: /^Retry/ }).count()).toBe(0);
    expect(await main(page)).toContain('This server has no token, so its pages change nothing');
    const id = db.sqlite.prepare('select id from deliveries').pluck().get();
    const body = new URLSearchParams({ retry: String(id) });
    expect((await fetch(`${url}/alerts`, { method: 'POST', body })).status).toBe(403);
  });

  it('tells an empty outbox from a filter that lets nothing through, and refuses what is no message', async () => {
    const { url } = await aDrop(TOKEN);
    const page = await aPage(`${url}/alerts?state=waiting&channel=ops`);

    expect(await main(page)).toContain('No message matches.');
    await page.getByRole('link', { name: 'without state' }).click();
    expect(await main(page)).toContain('Price drop: 8× H100 SXM');
    const headers = { authorization: `Bearer ${TOKEN}` };
    const body = new URLSearchParams({ retry: 'msg_none' });
    const refused = await fetch(`${url}/alerts`, { method: 'POST', headers, body });
    expect(refused.status).toBe(409);
    await page.goto(`${url}/alerts?retried=msg_none`);
    expect(await page.getByRole('status').count()).toBe(0);
  });
});

describe('a rule from a question', { timeout: 60_000 }, () => {
  it('is written out to be pasted, with what it would have told', async () => {
    const { url } = await aDrop();
    const page = await aPage(`${url}/offers?spec=H100%3A8&price=..9`);

    await page.getByRole('link', { name: 'Make a rule' }).click();

    expect(page.url()).toBe(`${url}/alerts/new?spec=H100%3A8&price=..9`);
    expect(await page.locator('pre').innerText()).toContain('"my-rule":\n    when: ');
    expect(await page.locator('pre').innerText()).toContain('ceiling: "9 USD"');
    expect(await main(page)).toContain('1 message about 1 change: 1 price.drop.');
    await page.getByLabel('Name of the rule').fill('cheap');
    await page.getByRole('button', { name: 'Rename' }).click();
    expect(await page.locator('pre').innerText()).toContain('"cheap":');
  });

  it('is not made of what no rule can ask, and says which filter that is', async () => {
    const { url } = await aDrop();
    const page = await aPage(`${url}/alerts/new?spec=H100&state=available`);

    expect(await main(page)).toContain('state: no rule has such a filter');
    await page.getByRole('link', { name: 'Ask without state' }).click();
    expect(await page.locator('h1').innerText()).toBe('Make a rule');
  });
});

describe('a comparison', { timeout: 60_000 }, () => {
  /** Three offers: two at one price, one of another chip. */
  async function three() {
    const { db, crawl, now } = market();
    await crawl([
      listing('a', 4),
      listing('b', 3, { region: 'pole-2' }),
      listing('c', 3.5, { accelerator: 'NVIDIA H200 SXM' }),
    ]);
    return aServer({ db, now: () => now() + HOUR });
  }

  it('is chosen from the offers, and puts first what differs', async () => {
    const { url } = await three();
    const page = await aPage(`${url}/offers`);

    for (const box of await page.getByRole('checkbox', { name: /^Compare/ }).all())
      await box.check();
    await page.getByRole('button', { name: 'Compare' }).click();

    expect(page.url()).toMatch(/\/compare\?id=[\w-]+&id=[\w-]+&id=[\w-]+$/);
    const table = page.getByRole('region', { name: 'In what the offers differ' });
    const facts = await table.locator('tbody th').allInnerTexts();
    expect(facts).toEqual(expect.arrayContaining(['Accelerator', 'Region', 'Instance']));
    expect(facts).not.toContain('Billing');
    expect(await table.locator('tr', { hasText: 'lowest' }).allInnerTexts()).toEqual([
      expect.stringContaining('Price of one chip·h, compared'),
      expect.stringContaining('Price of the instance·h, compared'),
    ]);
    expect(await page.locator('dl.facts').innerText()).toContain('on-demand');

    await page.getByRole('link', { name: /^Leave out.*H200/ }).click();
    expect(await table.locator('thead th').count()).toBe(3);
  });

  it('says how to choose where too few are chosen', async () => {
    const { url } = await three();
    const page = await aPage(`${url}/compare`);

    expect(await main(page)).toContain('No offers are chosen.');
    await page.goto(`${url}/compare?id=none`);
    expect(await main(page)).toContain('expected from 2 to 20 offers, found 1');
  });
});
