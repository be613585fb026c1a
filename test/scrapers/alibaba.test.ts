import { describe, expect, it } from 'vitest';
import { alibaba } from '../../scrapers/alibaba.ts';
import { aDocument, aPage, readingsOf, toolsOf } from '../support/documents.ts';

const KEY = 'eu-central-1::ecs.made-up.large::vpc::linux::optimized';
const TYPE = {
  InstanceTypeId: 'ecs.made-up.large',
  CpuCoreCount: 3,
  MemorySize: 77,
  GPUAmount: 2,
  GPUSpec: 'NVIDIA A10',
  GPUMemorySize: 24,
};
const SCRIPT =
  '<script src="//g.alicdn.com/aliyun/ecs-price-info-intl/9.9.9/price/all.js"></script>';

/** The page and both files with one type and one price, as far as a test changes them. */
function files(type: object = {}, prices: object = { [KEY]: { hours: [{ price: '11.11' }] } }) {
  const script = `var instanceTypeDefineItems = ${JSON.stringify([{ ...TYPE, ...type }])};`;
  return [
    aPage('page', SCRIPT),
    aDocument('types', script),
    aDocument('prices', { pricingInfo: prices }),
  ];
}

describe('alibaba', () => {
  it('reads the hour of an instance in a region', async () => {
    expect(await readingsOf(alibaba, files())).toEqual([
      expect.objectContaining({
        sku: 'ecs.made-up.large',
        accelerator: 'NVIDIA A10',
        memoryGb: 24,
        count: 2,
        fraction: 1,
        region: 'eu-central-1',
        billing: 'on-demand',
        price: { micros: 11_110_000, currency: 'USD' },
        tax: 'excluded',
        vcpus: 3,
        ramGb: 77,
        availability: 'listed',
      }),
    ]);
  });

  it('reads the share of a card with the memory of a whole one', async () => {
    expect(await readingsOf(alibaba, files({ GPUAmount: 0.5, GPUMemorySize: 12 }))).toMatchObject([
      { count: 1, fraction: 0.5, memoryGb: 24 },
    ]);
  });

  it('keeps names of their own, for the catalogue to refuse', async () => {
    expect(await readingsOf(alibaba, files({ GPUSpec: 'GPU H-e' }))).toMatchObject([
      { accelerator: 'GPU H-e' },
    ]);
  });

  it('mends a list whose commas and quotes are missing', async () => {
    const [page, , prices] = files();
    const script = `var instanceTypeDefineItems = [
      {InstanceTypeId: "ecs.plain.large" "CpuCoreCount": 1, "GPUAmount": 0}
      {"InstanceTypeId": "ecs.made-up.large"
       "CpuCoreCount": 3 "MemorySize": 77, "GPUAmount": 2
       "GPUSpec": "NVIDIA A10", "GPUMemorySize": 24}
    ];`;
    const documents = [page, aDocument('types', script), prices].flatMap((each) => each ?? []);

    expect(await readingsOf(alibaba, documents)).toMatchObject([
      { sku: 'ecs.made-up.large', accelerator: 'NVIDIA A10', count: 2 },
    ]);
  });

  it.each([
    ['another system', 'eu-central-1::ecs.made-up.large::vpc::windows::optimized'],
    ['another network', 'eu-central-1::ecs.made-up.large::classic::linux::optimized'],
    ['a type without a GPU', 'eu-central-1::ecs.plain.large::vpc::linux::optimized'],
  ])('leaves out the price of %s', async (_, key) => {
    expect(await readingsOf(alibaba, files({}, { [key]: { hours: [{ price: '1' }] } }))).toEqual(
      [],
    );
  });

  it('lists a type that is not sold by the hour without a price', async () => {
    expect(await readingsOf(alibaba, files({}, { [KEY]: { hours: [] } }))).toMatchObject([
      { price: null, availability: 'unknown' },
    ]);
  });

  it.each([
    ['zero', { hours: [{ price: '0.0' }] }],
    ['prose', { hours: [{ price: 'ask' }] }],
    ['two prices', { hours: [{ price: '1' }, { price: '2' }] }],
  ])('counts %s as not read', async (_, price) => {
    expect(await readingsOf(alibaba, files({}, { [KEY]: price }))).toMatchObject([
      { kind: 'unread' },
    ]);
  });

  it.each([
    ['no version', '', 'found none'],
    ['two versions', `${SCRIPT}${SCRIPT.replace('9.9.9', '9.9.8')}`, 'found 9.9.9, 9.9.8'],
  ])('refuses a page with %s, for an old one would answer too', async (_, body, found) => {
    const documents = [aPage('page', body), ...files().slice(1)];

    await expect(readingsOf(alibaba, documents)).rejects.toThrow(found);
  });

  it('asks for the files of the version that the page names', async () => {
    const asked: string[] = [];
    const tools = toolsOf(({ url }) => {
      asked.push(url);
      return { body: SCRIPT };
    });

    await alibaba.fetch(tools);

    expect(asked.slice(1).every((url) => url.includes('/ecs-price-info-intl/9.9.9/'))).toBe(true);
    expect(asked).toHaveLength(3);
  });
});
