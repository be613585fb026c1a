import { describe, expect, it } from 'vitest';
import { claimKind } from '../../db/meta.ts';
import { money } from '../../src/domain/money.ts';
import { importOffers } from '../../src/pipeline/importing.ts';
import { storeNight } from '../db/stage.ts';
import { BASE, DAY, HOUR, market, northlight } from '../support/market.ts';
import { anOffer, seen } from '../support/offers.ts';
import { aServer } from '../support/server.ts';

const DOCUMENT = {
  ...{ name: 'lines', url: 'stdin:', scope: null, fetchedAt: 0, bytes: 7, path: null },
  ...{ sha256: 'made up', headers: null },
};

/** A server of one source that was crawled, beside a quote that a person brought. */
async function aServerWithImport() {
  const { db, crawl, desk, now, pass } = market();
  await claimKind(db, 'live', ':memory:');
  await crawl(BASE);
  const [reading] = BASE;
  if (reading === undefined) throw new Error('expected a row');
  const lines = [{ number: 1, reading }];
  const brought = { provider: 'farpoint', lines, document: DOCUMENT };
  await importOffers(desk(), { ...brought, isPart: false, isAccepted: false }, now());
  pass(30 * DAY);
  const sources = [
    { ...northlight(() => BASE), intervalMs: HOUR },
    { ...northlight(() => BASE), id: 'westlight', verified: 'documented', intervalMs: HOUR },
  ] as const;
  const { url } = await aServer({ db, now, sources });
  return { url, db, now };
}

const json = async (address: string) => Object(await (await fetch(address)).json());

describe('the sources of a server', () => {
  it('are told with what persons brought, and how far each is proven', async () => {
    const { url } = await aServerWithImport();

    const { sources } = await json(`${url}/api/v1/sources`);

    expect(sources).toMatchObject([
      { id: 'northlight', verified: 'live 2026-01-01', stale: true, offers: 40 },
      { id: 'westlight', verified: 'documented', stale: false, offers: null, outcome: null },
      {
        ...{ id: 'import-farpoint', provider: 'farpoint', homepage: null, every: null },
        ...{ verified: 'imported 2026-01-01', stale: false, outcome: 'ok', offers: 1 },
      },
    ]);
    const { crawls } = await json(`${url}/api/v1/sources/import-farpoint/crawls`);
    expect(crawls).toMatchObject([{ source: 'import-farpoint', outcome: 'ok' }]);
    const { status } = await fetch(`${url}/api/v1/sources/import-nobody/crawls`);
    expect(status).toBe(404);
  });

  it('stand on their page with what persons brought, which is no source that is watched', async () => {
    const { url } = await aServerWithImport();

    const page = await (await fetch(`${url}/sources`)).text();
    expect(page).toContain('<th scope="row">import-farpoint<span class="sub">');
    expect(page).toContain('imported 2026-01-01');
    expect(page).toContain('live 2026-01-01');
    expect(page).not.toContain('Disagreements');
    const front = await (await fetch(url)).text();
    expect(front).toContain('0 sources fresh, 1 stale');
  });

  it('are told where two of one provider disagree on a price', async () => {
    const { url, db, now } = await aServerWithImport();
    const dear = { evidence: 'page', price: money('22.22', 'XTS') } as const;
    const pair = [
      anOffer({ sku: 'w-1', source: 'westlight' }),
      anOffer({ source: 'eastlight', ...dear }),
    ];
    for (const offer of pair) {
      const source = { id: offer.source, provider: 'northlight', keyVersion: 1 };
      await storeNight(db, now(), { seen: seen([offer]), source });
    }

    const says = 'eastlight and westlight disagree on 1 price, by up to 100.0 %';
    expect(await (await fetch(`${url}/sources`)).text()).toContain(`<li class="warn">${says}</li>`);
    const { disagreements } = await json(`${url}/api/v1/sources`);
    expect(disagreements).toMatchObject([
      {
        percent: 100,
        answer: { source: 'westlight', sku: 'w-1', amount: '11.11', currency: 'XTS' },
        witness: { source: 'eastlight', amount: '22.22' },
      },
    ]);
  });
});
