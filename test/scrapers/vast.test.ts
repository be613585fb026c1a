import { describe, expect, it } from 'vitest';
import { vast } from '../../scrapers/vast.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const OFFER = {
  gpu_name: 'H100 SXM',
  num_gpus: 2,
  gpu_ram: 81559,
  dph_base: 9.99,
  dph_total: 11.11,
  min_bid: 1,
  is_bid: false,
  geolocation: 'Texas, US',
  verification: 'verified',
  hosting_type: 0,
  rentable: true,
};
const market = (...offers: readonly object[]) => [
  aDocument('offers', { offers: offers.map((offer) => ({ ...OFFER, ...offer })) }),
];

describe('vast', () => {
  it('reads GPUs in a country, at the price with storage', async () => {
    expect(await readingsOf(vast, market({}))).toEqual([
      expect.objectContaining({
        sku: '2x H100 SXM 80 GB',
        accelerator: 'H100 SXM',
        memoryGb: 80,
        count: 2,
        region: 'US',
        billing: 'on-demand',
        tier: 'community',
        price: { micros: 11_110_000, currency: 'USD' },
        availability: 'available',
        quantity: 1,
      }),
    ]);
  });

  it('offers the cheapest of a country and tier, and says how many there are', async () => {
    const offers = market(
      { dph_total: 3.33 },
      { dph_total: 1.11, geolocation: ', US' },
      { dph_total: 2.22, geolocation: 'US' },
      { dph_total: 0.5, hosting_type: 1 },
      { dph_total: 0.7, geolocation: 'Taiwan, TW' },
    );

    expect(await readingsOf(vast, offers)).toMatchObject([
      { region: 'US', tier: 'community', price: { micros: 1_110_000 }, quantity: 3 },
      { region: 'US', tier: 'secure', price: { micros: 500_000 }, quantity: 1 },
      { region: 'TW', tier: 'community', price: { micros: 700_000 }, quantity: 1 },
    ]);
  });

  it('tells the sizes of one name apart', async () => {
    const a100 = { gpu_name: 'A100 PCIE', num_gpus: 1 };
    const offers = market({ ...a100, gpu_ram: 40960 }, { ...a100, gpu_ram: 81920 });

    expect(await readingsOf(vast, offers)).toMatchObject([{ memoryGb: 40 }, { memoryGb: 80 }]);
  });

  it.each([
    ['was not verified', { verification: 'unverified' }],
    ['lost its verification', { verification: 'deverified' }],
    ['cannot be rented', { rentable: false }],
    ['is a bid', { is_bid: true }],
  ])('leaves out what %s', async (_, offer) => {
    expect(await readingsOf(vast, market(offer))).toEqual([]);
  });

  it('knows no country where none is given', async () => {
    expect(await readingsOf(vast, market({ geolocation: null }))).toMatchObject([{ region: null }]);
  });

  it.each([
    ['costs nothing', { dph_total: 0 }],
    ['stands on no land we can tell', { geolocation: 'the moon' }],
  ])('counts an offer as not read that %s', async (_, offer) => {
    expect(await readingsOf(vast, market(offer))).toMatchObject([{ kind: 'unread' }]);
  });

  it('does not say how many there are when the answer was cut short', async () => {
    const cut = market(...Array.from({ length: 3000 }, () => ({})));

    expect(await readingsOf(vast, cut)).toMatchObject([{ quantity: null, count: 2 }]);
  });

  it('asks for what can be rented on demand', async () => {
    const bodies: unknown[] = [];
    const tools = toolsOf(({ body }) => {
      bodies.push(body);
      return { body: {} };
    });

    await vast.fetch(tools);

    expect(bodies).toMatchObject([{ type: 'ondemand', rentable: { eq: true } }]);
  });
});
