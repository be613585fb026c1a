import { describe, expect, it } from 'vitest';
import { scaleway } from '../../scrapers/scaleway.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const SERVER = {
  gpu: 2,
  gpu_info: { gpu_name: 'H100-PCIe', gpu_memory: 80 * 2 ** 30 },
  mig_profile: null,
  hourly_price: 11.11,
  ncpus: 3,
  ram: 7 * 2 ** 30,
  end_of_service: false,
};

/** The two lists of one zone with one type, as far as a test changes them. */
function zone(server: object = {}, stock: object = { 'MADE-UP': { availability: 'scarce' } }) {
  const total = (rows: object) => ({
    partOf: 'fr-par-9',
    headers: { 'x-total-count': String(Object.keys(rows).length) },
  });
  const servers = { 'MADE-UP': { ...SERVER, ...server } };
  return [
    aDocument('servers/1', { servers }, total(servers)),
    aDocument('servers/availability/1', { servers: stock }, total(stock)),
  ];
}

describe('scaleway', () => {
  it('reads a type with its zone, its memory in GB as sold and its stock', async () => {
    const readings = await readingsOf(scaleway, zone());

    expect(readings).toEqual([
      expect.objectContaining({
        sku: 'MADE-UP',
        accelerator: 'H100-PCIe',
        memoryGb: 80,
        count: 2,
        region: 'fr-par',
        zone: 'fr-par-9',
        price: { micros: 11_110_000, currency: 'EUR' },
        ramGb: 7,
        availability: 'limited',
        words: 'scarce',
        scope: 'fr-par-9',
      }),
    ]);
  });

  it('leaves out types without a GPU', async () => {
    expect(await readingsOf(scaleway, zone({ gpu: 0, gpu_info: null }))).toEqual([]);
  });

  it('takes no price for no price, and zero for a row it cannot read', async () => {
    const [unpriced] = await readingsOf(scaleway, zone({ hourly_price: null }));
    const [free] = await readingsOf(scaleway, zone({ hourly_price: 0 }));

    expect(unpriced).toMatchObject({ kind: 'listing', price: null });
    expect(free).toMatchObject({
      kind: 'unread',
      reason: 'server.hourly_price: zero is never a price',
      scope: 'fr-par-9',
    });
  });

  it('does not know the stock of a type that the stock list leaves out', async () => {
    const [reading] = await readingsOf(scaleway, zone({}, {}));

    expect(reading).toMatchObject({ availability: 'unknown', words: null });
  });

  it('does not guess what a new word about stock means', async () => {
    const [reading] = await readingsOf(scaleway, zone({}, { 'MADE-UP': { availability: 'soon' } }));

    expect(reading).toMatchObject({ kind: 'unread' });
  });

  it('still lists a type at its end of service, in so many words', async () => {
    const [reading] = await readingsOf(scaleway, zone({ end_of_service: true }));

    expect(reading).toMatchObject({ availability: 'limited', words: 'end of service, scarce' });
  });

  it('names the slice of a card that is sold as one', async () => {
    const [reading] = await readingsOf(scaleway, zone({ mig_profile: '1g.10gb' }));

    expect(reading).toMatchObject({ accelerator: 'H100-PCIe MIG 1g.10gb' });
  });

  it('refuses a list that holds less than it says', async () => {
    const cut = zone().map((page) => ({ ...page, headers: { 'x-total-count': '2' } }));

    await expect(readingsOf(scaleway, cut)).rejects.toThrow(
      'servers/availability: expected 2 rows, found 1',
    );
  });

  it('asks for every page of both lists, and says which zones it could not have', async () => {
    const asked: string[] = [];
    const tools = toolsOf(({ url }) => {
      if (!url.includes('/nl-ams-3/')) return undefined;
      asked.push(url.replace(/.*products/, ''));
      return { body: '{}', headers: { link: '</x?page=3&per_page=50&>; rel="last"' } };
    });

    const documents = await scaleway.fetch(tools);

    expect(asked.toSorted()).toEqual([
      '/servers/availability?page=1',
      '/servers/availability?page=2',
      '/servers/availability?page=3',
      '/servers?page=1',
      '/servers?page=2',
      '/servers?page=3',
    ]);
    expect(new Set(documents.map(({ partOf }) => partOf))).toEqual(new Set(['nl-ams-3']));
  });
});
