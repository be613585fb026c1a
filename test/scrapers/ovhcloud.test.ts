import { describe, expect, it } from 'vitest';
import { ovhcloud } from '../../scrapers/ovhcloud.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const TECHNICAL = {
  cpu: { cores: 3 },
  memory: { size: 77 },
  gpu: { model: 'H100', number: 2, memory: { size: 80 } },
  os: { family: 'linux' },
};
const PRICING = { price: 1_111_000_000, formattedPrice: '11.11 €', intervalUnit: 'hour' };

interface Changes {
  readonly planCode?: string;
  readonly pricings?: readonly object[];
  readonly brick?: string;
  readonly tags?: readonly string[];
  readonly technical?: object;
}

/** The list of one company with one flavour, as far as a test changes it. */
function book(changes: Changes = {}, locale: object = {}, partOf = 'DE') {
  const { brick = 'gpu', tags = ['active'], technical = {}, ...rest } = changes;
  const blobs = { commercial: { brick }, tags, technical: { ...TECHNICAL, ...technical } };
  const addon = { planCode: 'made-up-77.consumption', pricings: [PRICING], ...rest, blobs };
  const body = { locale: { currencyCode: 'EUR', subsidiary: 'DE', ...locale }, addons: [addon] };
  return [aDocument(`cloud/${partOf}`, body, { partOf })];
}

describe('ovhcloud', () => {
  it('reads a flavour with the memory of one of its GPUs', async () => {
    expect(await readingsOf(ovhcloud, book())).toEqual([
      expect.objectContaining({
        sku: 'made-up-77',
        accelerator: 'H100',
        memoryGb: 80,
        count: 2,
        region: null,
        billing: 'on-demand',
        termMonths: null,
        tier: 'standard',
        price: { micros: 11_110_000, currency: 'EUR' },
        tax: 'excluded',
        vcpus: 3,
        ramGb: 77,
        availability: 'listed',
        scope: 'DE',
      }),
    ]);
  });

  it('tells the price of a month as that of an hour of it, in so many words', async () => {
    const monthly = { price: 81_103_000_000, formattedPrice: '811.03 €', intervalUnit: 'none' };
    const changes = { planCode: 'made-up-77.monthly.postpaid', pricings: [monthly] };

    expect(await readingsOf(ovhcloud, book(changes))).toMatchObject([
      {
        sku: 'made-up-77',
        billing: 'reserved',
        termMonths: 1,
        price: { micros: 1_111_000, currency: 'EUR' },
        words: '811.03 € a month',
      },
    ]);
  });

  it('knows the interval by the plan, where American rows say none', async () => {
    const pricings = [{ ...PRICING, intervalUnit: 'none' }];
    const american = { currencyCode: 'USD', subsidiary: 'US' };

    expect(await readingsOf(ovhcloud, book({ pricings }, american, 'US'))).toMatchObject([
      { billing: 'on-demand', tier: 'us-site', price: { currency: 'USD' }, scope: 'US' },
    ]);
  });

  it.each(['3AZ', 'LZ.EUROZONE'])('keeps a class of zones, %s, in the name', async (zones) => {
    expect(
      await readingsOf(ovhcloud, book({ planCode: `made-up-77.consumption.${zones}` })),
    ).toMatchObject([{ sku: `made-up-77.${zones}`, billing: 'on-demand' }]);
  });

  it('reads what is sold though it is still to come elsewhere', async () => {
    expect(await readingsOf(ovhcloud, book({ tags: ['active', 'coming_soon'] }))).toHaveLength(1);
  });

  it.each<[string, Changes]>([
    ['serves models by the minute', { brick: 'ai-serving' }],
    ['is sold with Windows', { technical: { os: { family: 'windows' } } }],
    ['is not sold', { tags: ['coming_soon'] }],
  ])('leaves out what %s', async (_, changes) => {
    expect(await readingsOf(ovhcloud, book(changes))).toEqual([]);
  });

  it.each<[string, Changes]>([
    ['is free', { pricings: [{ ...PRICING, price: 0 }] }],
    ['has two prices', { pricings: [PRICING, PRICING] }],
    ['is billed another way', { planCode: 'made-up-77.hourly.prepaid' }],
    ['does not say how many GPUs it has', { technical: { gpu: { model: 'H100' } } }],
  ])('counts as not read what %s', async (_, changes) => {
    expect(await readingsOf(ovhcloud, book(changes))).toMatchObject([
      { kind: 'unread', scope: 'DE' },
    ]);
  });

  it('refuses the prices of another company', async () => {
    await expect(readingsOf(ovhcloud, book({}, { currencyCode: 'USD' }))).rejects.toThrow(
      'cloud/DE: expected prices of DE in EUR, found DE in USD',
    );
  });

  it('goes on without the list of one company', async () => {
    const tools = toolsOf(({ url }) => (url.endsWith('=US') ? { body: {} } : undefined));

    expect((await ovhcloud.fetch(tools)).map(({ name, partOf }) => [name, partOf])).toEqual([
      ['cloud/US', 'US'],
    ]);
  });
});
