import { describe, expect, it } from 'vitest';
import { tencent } from '../../scrapers/tencent.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const TYPE = {
  Zone: 'ap-singapore-2',
  InstanceType: 'MADEUP.2XLARGE77',
  Cpu: 3,
  Memory: 77,
  Gpu: 2,
  GpuCount: 2,
  Externals: { GPUDesc: '2 * NVIDIA V100' },
  Price: { UnitPrice: 11.11, ChargeUnit: 'HOUR' },
  Status: 'SELL',
};

/** The answer of one zone with one type, as far as a test changes it. */
function zone(type: object = {}, code: unknown = 0) {
  const Response = { InstanceTypeQuotaSet: [{ ...TYPE, ...type }] };
  return [
    aDocument('zones/ap-singapore-2', { code, data: { Response } }, { partOf: 'ap-singapore-2' }),
  ];
}

describe('tencent', () => {
  it('reads a type of a zone, and tells no price where no currency is stated', async () => {
    expect(await readingsOf(tencent, zone())).toEqual([
      expect.objectContaining({
        sku: 'MADEUP.2XLARGE77',
        accelerator: 'NVIDIA V100',
        count: 2,
        fraction: 1,
        region: 'ap-singapore',
        zone: 'ap-singapore-2',
        billing: 'on-demand',
        price: null,
        vcpus: 3,
        ramGb: 77,
        availability: 'available',
        words: '11.11 an hour, currency not stated',
        scope: 'ap-singapore-2',
      }),
    ]);
  });

  it('reads the share of a card', async () => {
    const share = { Gpu: 1, GpuCount: 0.25, Externals: { GPUDesc: '1/4 * NVIDIA T4' } };

    expect(await readingsOf(tencent, zone(share))).toMatchObject([
      { accelerator: 'NVIDIA T4', count: 1, fraction: 0.25 },
    ]);
  });

  it.each([
    ['SOLD_OUT', 'sold-out'],
    [undefined, 'unknown'],
  ])('takes the status %s for %s', async (Status, availability) => {
    expect(await readingsOf(tencent, zone({ Status }))).toMatchObject([{ availability }]);
  });

  it('leaves out types without a GPU', async () => {
    expect(await readingsOf(tencent, zone({ Gpu: 0, GpuCount: 0, Externals: {} }))).toEqual([]);
  });

  it.each([
    ['has one card and a half', { GpuCount: 1.5 }],
    ['does not name its card', { Externals: {} }],
    ['has a status we do not know', { Status: 'SOON' }],
    ['is charged another way', { Price: { UnitPrice: 11.11, ChargeUnit: 'GB' } }],
  ])('counts a type as not read that %s', async (_, type) => {
    expect(await readingsOf(tencent, zone(type))).toMatchObject([
      { kind: 'unread', scope: 'ap-singapore-2' },
    ]);
  });

  it('refuses an answer with a code, which wants a session', async () => {
    await expect(readingsOf(tencent, zone({}, 7))).rejects.toThrow(
      'zones/ap-singapore-2: expected code 0, found 7',
    );
  });

  it('asks zone by zone, and goes on without one', async () => {
    const tools = toolsOf(({ body }) =>
      JSON.stringify(body).includes('ap-tokyo-2') ? undefined : { body },
    );

    const documents = await tencent.fetch(tools);

    expect(documents.map(({ partOf }) => partOf)).not.toContain('ap-tokyo-2');
    expect(documents.find(({ partOf }) => partOf === 'ap-tokyo-1')?.json()).toMatchObject({
      action: 'DescribeZoneInstanceConfigInfos',
      region: 'ap-tokyo',
      data: { Filters: [{ name: 'zone', Values: ['ap-tokyo-1'] }, {}] },
    });
  });
});
