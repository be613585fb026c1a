import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimKind } from '../../db/meta.ts';
import { openDatabase } from '../../db/open.ts';
import { SCRAPERS } from '../../scrapers/registry.ts';
import { firstRequests } from '../../src/cli/first-requests.ts';
import { createIncidents } from '../../src/cli/incidents.ts';
import { createQuarrelWatch } from '../../src/cli/quarrels.ts';
import { money } from '../../src/domain/money.ts';
import { createLogger } from '../../src/logger.ts';
import { findDisagreements, quarrelsIn } from '../../src/query/disagreements.ts';
import { AT, DAY, memory, storeNight } from '../db/stage.ts';
import { aFolder } from '../fetch/crawling.ts';
import { cli } from '../support/cli.ts';
import { anOffer, seen } from '../support/offers.ts';

/** Nobody's price of one machine, by two sources of Lambda Labs: its API answers. */
const source = (id: string) => ({ id, provider: 'lambda', keyVersion: 1 });
const said = (id: string, amount: string) =>
  anOffer({
    ...{ source: id, provider: 'lambda', price: money(amount, 'XTS') },
    evidence: id === 'lambda-api' ? 'stock-api' : 'page',
  });

async function aStore() {
  const path = join(await aFolder(), 'chips.db');
  const db = openDatabase(path);
  await claimKind(db, 'live', path);
  await storeNight(db, AT, {
    seen: seen([said('lambda-api', '10')]),
    source: source('lambda-api'),
  });
  await storeNight(db, AT + 1, { seen: seen([said('lambda', '12')]), source: source('lambda') });
  db.close();
  return path;
}

describe('chipwatch sources', () => {
  it('counts what this install proved apart from what was recorded or documented', async () => {
    const path = await aStore();
    const { stdout } = await cli(['sources', '--db', path], AT + DAY);

    const { all, ...counts } =
      /^(?<all>\d+) sources: (?<live>\d+) live, (?<recorded>\d+) recorded, (?<documented>\d+) documented$/m.exec(
        stdout,
      )?.groups ?? {};

    expect(counts.live).toBe('2');
    expect(stdout).toMatch(/^lambda .* live 2026-01-01 /m);
    const sum = Object.values(counts).reduce((total, n) => total + Number(n), 0);
    expect(sum).toBe(Number(all));
  });

  it('says where two of one provider disagree, unless the configuration tolerates it', async () => {
    const path = await aStore();

    const all = await cli(['sources', '--db', path], AT + DAY);
    expect(all.stdout).toMatch(/\nlambda and lambda-api disagree on 1 price, by up to 20\.0 %\n$/);
    const one = await cli(['sources', 'lambda', '--db', path], AT + DAY);
    expect(
      one.stdout
        .trimEnd()
        .split('\n')
        .slice(-2)
        .map((line) => line.split(/ {2,}/)),
    ).toEqual([
      ['MARKET', 'ANSWERS', 'PRICE', 'WITNESS', 'SAYS', 'OFF BY'],
      [
        'lambda/h100-sxm/8/1/pole-1/-/on-demand/-/standard',
        ...['lambda-api', '10.00 XTS', 'lambda', '12.00 XTS', '20.0 %'],
      ],
    ]);
    const other = await cli(['sources', 'scaleway', '--db', path, '--json'], AT + DAY);
    expect(JSON.parse(other.stdout)).toMatchObject({ source: 'scaleway', disagreements: [] });
  });
});

describe('chipwatch sources ID --requests', () => {
  it('prints what the last crawl asked for', async () => {
    const path = join(await aFolder(), 'chips.db');
    const replay = resolve('test/fixtures/lambda/2026-08-15');
    await cli(['crawl', 'lambda', '--replay', replay, '--no-confirm', '--db', path], AT);

    const { code, stdout, stderr } = await cli(
      ['sources', 'lambda', '--requests', '--db', path],
      AT,
    );

    expect([code, stdout, stderr]).toEqual([0, 'https://lambda.ai/pricing\n', '']);
  });

  it('prints what it asks for first where it was never crawled, without a network', async () => {
    const { code, stdout, stderr } = await cli(['sources', 'scaleway', '--requests'], AT);

    expect(code).toBe(0);
    expect(stderr).toContain('scaleway was not crawled into this database');
    expect(stdout.split('\n')).toContain(
      'https://api.scaleway.com/instance/v1/zones/fr-par-2/products/servers?page=1',
    );
  });

  it('has an answer for every source', { timeout: 60_000 }, async () => {
    const silent: string[] = [];
    for (const scraper of SCRAPERS) {
      const asked = await firstRequests(scraper, AT);
      if (!asked.some((url) => url.startsWith('https://'))) silent.push(scraper.id);
    }

    expect(silent).toEqual([]);
  });
});

describe('the log of the service', () => {
  it('tells when sources begin to disagree and when they no longer do, and nothing between', async () => {
    const lines: { level: string; what: string; msg: string }[] = [];
    const stream = { write: (text: string) => lines.push(JSON.parse(text)) };
    const db = memory();
    const watch = createQuarrelWatch(createIncidents(createLogger({ level: 'info', stream })));
    const look = async () => watch.note(quarrelsIn(await findDisagreements(db, 2)));
    const night = (at: number, id: string, amount: string) =>
      storeNight(db, at, { seen: seen([said(id, amount)]), source: source(id) });

    await night(AT, 'lambda-api', '10');
    await night(AT + 1, 'lambda', '10.1');
    await look();
    expect(lines).toEqual([]);

    await night(AT + DAY, 'lambda', '12');
    await look();
    await look();
    await night(AT + 2 * DAY, 'lambda-api', '12');
    await look();

    const what = 'prices of lambda and lambda-api';
    expect(lines).toMatchObject([
      { level: 'error', what, msg: 'lambda and lambda-api disagree on 1 price, by up to 20.0 %' },
      { level: 'info', what, msg: 'over' },
    ]);
    const messages = db.sqlite.prepare('select count(*) from deliveries').pluck().get();
    expect(messages).toBe(0);
  });
});
