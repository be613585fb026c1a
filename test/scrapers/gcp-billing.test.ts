import { describe, expect, it } from 'vitest';
import { gcpBilling } from '../../scrapers/gcp-billing.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up prices under the descriptions of the catalogue.
const sku = (description: string, dollars: number, more: object = {}) => ({
  description,
  category: { resourceFamily: 'Compute', usageType: 'OnDemand' },
  serviceRegions: ['us-central1'],
  pricingInfo: [
    {
      pricingExpression: {
        usageUnit: description.includes('Ram') ? 'GiBy.h' : 'h',
        tieredRates: [
          {
            startUsageAmount: 0,
            unitPrice: {
              currencyCode: 'USD',
              units: String(Math.floor(dollars)),
              nanos: Math.round((dollars % 1) * 1e9),
            },
          },
        ],
      },
    },
  ],
  ...more,
});
const SPOT = { category: { usageType: 'Preemptible' } };
const CORE = sku('G2 Instance Core running in Iowa', 0.01);
const RAM = sku('G2 Instance Ram running in Iowa', 0.001);
const L4 = sku('Nvidia L4 GPU running in Iowa', 1.5);
const read = (...skus: readonly object[]) =>
  readingsOf(gcpBilling, [aDocument('skus/1', { skus, nextPageToken: '' })]);

describe('gcp-billing', () => {
  it('asks for page after page, its key in no address', async () => {
    const asked: unknown[] = [];
    await gcpBilling.fetch(
      toolsOf(({ url, headers }) => {
        const last = url.includes('pageToken');
        asked.push([new URL(url).search, headers['x-goog-api-key']]);
        return { body: { skus: [L4], nextPageToken: last ? '' : 'more/of it' } };
      }),
    );

    expect(asked).toEqual([
      ['?pageSize=5000', 'a secret of nobody'],
      ['?pageSize=5000&pageToken=more%2Fof%20it', 'a secret of nobody'],
    ]);
  });

  it('adds up GPUs, cores and RAM, and says what each is', async () => {
    const machines = await read(CORE, RAM, L4);

    expect(machines).toHaveLength(8);
    expect(machines).toContainEqual(
      expect.objectContaining({
        ...{ sku: 'g2-standard-24', accelerator: 'NVIDIA L4', count: 2, region: 'us-central1' },
        ...{ billing: 'on-demand', vcpus: 24, ramGb: 96 },
        // 2 × 1.5 + 24 × 0.01 + 96 × 0.001
        price: { micros: 3_336_000, currency: 'USD' },
        words: 'an hour: GPU 1.5, core 0.01, GiB of RAM 0.001',
      }),
    );
  });

  it('tells spot apart, by region', async () => {
    const machines = await read(
      sku('Nvidia Tesla A100 GPU attached to Spot Preemptible VMs running in Iowa', 2, SPOT),
      sku('Spot Preemptible A2 Instance Core running in Iowa', 0.02, SPOT),
      sku('Spot Preemptible A2 Instance Ram running in Iowa', 0.002, SPOT),
    );

    expect(machines).toHaveLength(5);
    expect(machines).toContainEqual(
      // 2 + 12 × 0.02 + 85 × 0.002
      expect.objectContaining({
        sku: 'a2-highgpu-1g',
        billing: 'spot',
        price: { micros: 2_410_000, currency: 'USD' },
      }),
    );
  });

  it.each([
    ['another card', sku('Nvidia Tesla A100 80GB GPU running in Iowa', 9)],
    [
      'a commitment',
      sku('Commitment v1: Nvidia L4 GPU running in Iowa for 1 Year', 9, {
        category: { usageType: 'Commit1Yr' },
      }),
    ],
    ['another host', sku('Sole Tenancy G2 Instance Core running in Iowa', 9)],
  ])('makes nothing of %s', async (_, each) => {
    expect(await read(each)).toEqual([]);
  });

  it.each([
    ['costs nothing', sku('Nvidia L4 GPU running in Iowa', 0)],
    [
      'has several rates',
      { ...L4, pricingInfo: [{ pricingExpression: { usageUnit: 'h', tieredRates: [] } }] },
    ],
    ['is of another usage', { ...L4, category: { usageType: 'Commit1Yr' } }],
  ])('counts a part as not read that %s', async (_, each) => {
    const readings = await read(CORE, RAM, L4, { ...each, serviceRegions: ['us-west1'] });

    expect(readings.filter(({ kind }) => kind === 'unread')).toHaveLength(1);
    expect(readings.filter(({ kind }) => kind === 'listing')).toHaveLength(8);
  });

  it('counts a place as not read where GPUs have a price and another part has none', async () => {
    const both = { serviceRegions: ['us-central1', 'us-west1'] };
    const readings = await read(CORE, { ...RAM, ...both }, { ...L4, ...both });

    expect(readings.filter(({ kind }) => kind === 'listing')).toHaveLength(8);
    expect(readings.filter(({ kind }) => kind === 'unread')).toMatchObject([
      {
        reason: 'Core: expected a price of it there',
        row: expect.stringContaining('us-west1'),
      },
    ]);
  });

  it.each([
    ['Core', 'on-demand', [RAM, L4]],
    ['Ram', 'on-demand', [CORE, L4]],
    ['GPU', 'on-demand', [CORE, RAM]],
    [
      'Core',
      'spot',
      [
        ...[CORE, RAM, L4],
        sku('Nvidia L4 GPU attached to Spot Preemptible VMs running in Iowa', 1, SPOT),
        sku('Spot Preemptible G2 Predefined Instance Core running in Iowa', 0.01, SPOT),
        sku('Spot Preemptible G2 Instance Ram running in Iowa', 0.001, SPOT),
      ],
    ],
  ])('refuses a catalogue in which no %s has a price for %s any more', async (part, how, skus) => {
    await expect(read(...skus)).rejects.toThrow(
      `G2 ${how}: expected prices of GPU, Core, Ram, found none of ${part}`,
    );
  });

  it.each([
    ['two prices of one part', [L4, L4], 'found two'],
    [
      'a part in another unit',
      [{ ...RAM, description: CORE.description }],
      'expected a price per h',
    ],
    ['a page of nothing', [], 'skus/1: skus'],
  ])('refuses %s', async (_, skus, reason) => {
    await expect(read(...skus)).rejects.toThrow(reason);
  });
});
