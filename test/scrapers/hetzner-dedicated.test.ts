import { describe, expect, it } from 'vitest';
import { hetznerDedicated } from '../../scrapers/hetzner-dedicated.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

const LOCATION = {
  countryCode: 'fi',
  datacenter: 'HEL1',
  active: true,
  prices: {
    hourly: { EUR: '1.1111', USD: '9.9' },
    monthly: { EUR: '777.70', USD: '888.80' },
    setup: { EUR: '99', USD: '99' },
  },
};
const NONE = { locations: [] };
/** A file in which every server has its product, as far as a test does not change it. */
const prices = (products: object) => [
  aDocument('prices', {
    products: { ROBOT_1768: NONE, ROBOT_1767: NONE, ROBOT_1747: NONE, ...products },
  }),
];
const gex45 = (location: object) => prices({ ROBOT_1768: { locations: [location] } });

describe('hetzner-dedicated', () => {
  it('reads the hour of a server where it is sold, and the most it costs a month', async () => {
    expect(await readingsOf(hetznerDedicated, gex45(LOCATION))).toEqual([
      expect.objectContaining({
        sku: 'GEX45',
        accelerator: 'RTX PRO 4000 Blackwell SFF',
        memoryGb: 24,
        count: 1,
        region: 'HEL1',
        billing: 'on-demand',
        price: { micros: 1_111_100, currency: 'EUR' },
        tax: 'excluded',
        availability: 'listed',
        words: 'at most 777.7 EUR a month; the set-up is paid once',
      }),
    ]);
  });

  it('takes an amount as a number or as text', async () => {
    const numbers = { hourly: { EUR: 1.1111 }, monthly: { EUR: 777.7 } };

    expect(await readingsOf(hetznerDedicated, gex45({ ...LOCATION, prices: numbers }))).toEqual(
      await readingsOf(hetznerDedicated, gex45(LOCATION)),
    );
  });

  it('tells the servers apart by the numbers of their products, and reads no other', async () => {
    const all = prices({
      CLOUD_21: { locations: [{ ...LOCATION, datacenter: 'ALL' }] },
      ROBOT_1747: { locations: [LOCATION, { ...LOCATION, datacenter: 'FSN1' }] },
      ROBOT_1767: { locations: [LOCATION] },
    });

    expect(await readingsOf(hetznerDedicated, all)).toMatchObject([
      { sku: 'GEX63', region: 'HEL1', memoryGb: 96 },
      { sku: 'GEX131', region: 'HEL1', memoryGb: 96 },
      { sku: 'GEX131', region: 'FSN1' },
    ]);
  });

  it('leaves out a place where it is sold no more', async () => {
    const gone = gex45({ ...LOCATION, active: false, prices: {} });

    expect(await readingsOf(hetznerDedicated, gone)).toEqual([]);
  });

  it.each([
    ['costs nothing', { prices: { ...LOCATION.prices, hourly: { EUR: '0.0000' } } }],
    ['stands at no site we can tell', { datacenter: 'ALL' }],
    ['does not say whether it is sold', { active: undefined }],
  ])('counts a server as not read that %s', async (_, changes) => {
    expect(await readingsOf(hetznerDedicated, gex45({ ...LOCATION, ...changes }))).toMatchObject([
      { kind: 'unread' },
    ]);
  });

  it('takes an empty list for a server that is sold nowhere, and no list for one it cannot read', async () => {
    expect(await readingsOf(hetznerDedicated, prices({}))).toEqual([]);
    expect(await readingsOf(hetznerDedicated, prices({ ROBOT_1767: undefined }))).toMatchObject([
      { kind: 'unread', row: expect.stringContaining('GEX63') },
    ]);
  });

  it('refuses a file without products', async () => {
    const page = [aDocument('prices', { error: 'made up' })];

    await expect(readingsOf(hetznerDedicated, page)).rejects.toThrow('prices: products');
  });
});
