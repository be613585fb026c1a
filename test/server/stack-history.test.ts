import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { money } from '../../src/domain/money.ts';
import { AT, aPath, closing, DAY, storeNight } from '../db/stage.ts';
import { cli } from '../support/cli.ts';
import { anOffer, seen } from '../support/offers.ts';
import { aServer } from '../support/server.ts';

/** Eight 910B and eight H100 for so much an hour each. */
const night = (ascend: number, hopper: number) =>
  seen([
    anOffer({
      ...{ sku: 'a2', accelerator: 'ascend-910b3', stack: 'cann', memoryGb: 64, region: 'pole-2' },
      ...{ count: 8, price: money(ascend * 8, 'USD') },
    }),
    anOffer({ sku: 'h100', count: 8, price: money(hopper * 8, 'USD') }),
  ]);

/** Read on the first three nights and on the ninth: nobody knows what was asked between them. */
const NIGHTS: readonly (readonly [day: number, ascend: number, hopper: number])[] = [
  [0, 4, 2],
  [1, 4, 2.2],
  [2, 3, 2.2],
  [8, 2, 2.4],
];
const NOW = AT + 8 * DAY + DAY / 2;

async function stage() {
  const path = aPath();
  const db = closing(openDatabase(path));
  for (const [day, ascend, hopper] of NIGHTS) {
    await storeNight(db, AT + day * DAY, { seen: night(ascend, hopper) });
  }
  return { path, db };
}

const ASCEND = [4, 4, 3, null, null, null, null, null, 2];

describe('the price of a generation over time', () => {
  it('is a line of the command line, newest on the right, and dashes where nobody looked', async () => {
    const { path } = await stage();

    const { stdout } = await cli(['stacks', '--since', '9d', '--db', path], NOW);

    expect(stdout).toMatch(/cann +Ascend 910B +USD +2\.00 +3\.50 +4\.00 +2\.00 +██▅–––––▁/);
    expect(stdout).toMatch(/cuda +Hopper +USD +2\.00 +2\.20 +2\.40 +2\.40 +▁▅▅–––––█/);
    expect(stdout).toContain('on demand by day since 2025-12-31');
  });

  it('says how to look further back where there was none', async () => {
    const { path } = await stage();

    const { stdout } = await cli(['stacks', '--db', path], NOW + 400 * DAY);

    expect(stdout).toContain('No price on demand was read since');
  });

  it('is the same in the JSON of the command line and of the API', async () => {
    const { path, db } = await stage();
    const { url } = await aServer({ db, now: () => NOW });

    const { stdout } = await cli(['stacks', '--since', '9d', '--json', '--db', path], NOW);
    const answer = await fetch(`${url}/api/v1/stacks?since=9d`);
    const { history } = Object(await answer.json());

    expect(JSON.parse(stdout).history).toEqual(history);
    expect(history).toMatchObject([
      { stack: 'cann', generation: 'Ascend 910B' },
      { stack: 'cuda', generation: 'Hopper' },
    ]);
    const days: readonly { prices: readonly { floor: number }[] }[] = history[0].days;
    expect(days.map(({ prices: [price] }) => price?.floor ?? null)).toEqual(ASCEND);
  });

  it('is a chart of steps and a table on the page, each generation with its own scale', async () => {
    const { db } = await stage();
    const { url } = await aServer({ db, now: () => NOW });

    const page = await (await fetch(`${url}/stacks?since=9d`)).text();

    expect(page.match(/<svg class="plot"/g)).toHaveLength(2);
    expect(page).toContain('<h3>Ascend 910B <small>Huawei Ascend</small></h3>');
    expect(page.match(/<rect class="gap"/g)).toHaveLength(10);
    expect(page).toContain('aria-label="Floor and median of Ascend 910B by day"');
    expect(page).toContain('aria-label="Floor and median of Hopper by day"');
    expect(page).not.toContain('href="offers?stack=cann&amp;since');
    expect((await fetch(`${url}/stacks?since=yesterday`)).status).toBe(400);
  });
});
