import { describe, expect, it } from 'vitest';
import { oci } from '../../scrapers/oci.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

const GPU_HOUR = {
  partNumber: 'B00001',
  metricName: 'GPU Per Hour',
  currencyCodeLocalizations: [
    { currencyCode: 'USD', prices: [{ model: 'PAY_AS_YOU_GO', value: 1.11 }] },
  ],
};
const SHAPE = {
  name: 'BM.GPU.H100.8',
  hidden: false,
  status: 'ACTIVE',
  allowPreemptible: false,
  bundleMemoryQty: 77,
  gpuQty: 8,
  gpuMemoryQty: 640,
  processorType: { value: 'hopper' },
  subType: { value: 'gpu' },
  products: [{ partNumber: 'B00001', qty: 3, type: { value: 'ocpu' } }],
};

/** Both files with one shape and its part, as far as a test changes them. */
function files(shape: object = {}, product: object = {}) {
  return [
    aDocument('products', { items: [{ ...GPU_HOUR, ...product }] }),
    aDocument('shapes', { items: [{ ...SHAPE, ...shape }] }),
  ];
}

describe('oci', () => {
  it('reads the price of a GPU as that of all the GPUs of a shape', async () => {
    expect(await readingsOf(oci, files())).toEqual([
      expect.objectContaining({
        sku: 'BM.GPU.H100.8',
        accelerator: 'H100',
        memoryGb: null,
        count: 8,
        region: null,
        billing: 'on-demand',
        price: { micros: 8_880_000, currency: 'USD' },
        tax: 'excluded',
        vcpus: 6,
        ramGb: 77,
        availability: 'listed',
      }),
    ]);
  });

  it('reads capacity that may be taken back at half the price', async () => {
    expect(await readingsOf(oci, files({ allowPreemptible: true }))).toMatchObject([
      { billing: 'on-demand', price: { micros: 8_880_000 } },
      { billing: 'spot', price: { micros: 4_440_000 } },
    ]);
  });

  it.each([
    ['VM.GPU2.1', 'NVIDIA P100'],
    ['VM.GPU3.4', 'NVIDIA V100 16GB'],
    ['BM.GPU4.8', 'NVIDIA A100 SXM 40GB'],
    ['BM.GPU.A100-v2.8', 'NVIDIA A100 SXM 80GB'],
    ['VM.GPU.A10.2', 'A10'],
    ['BM.GPU.RTXPRO.8', 'NVIDIA RTX PRO 6000'],
  ])('knows what %s carries', async (name, accelerator) => {
    expect(await readingsOf(oci, files({ name }))).toMatchObject([{ sku: name, accelerator }]);
  });

  it('leaves the words for people out of the name, and two vCPUs an OCPU to x86', async () => {
    expect(await readingsOf(oci, files({ name: 'BM.GPU.GB200.4 (NVL72)' }))).toMatchObject([
      { sku: 'BM.GPU.GB200.4', accelerator: 'GB200', vcpus: null },
    ]);
    // The file says "arm" of machines with an A10 or an A100, which are not.
    const arm = { name: 'VM.GPU.A10.1', processorType: { value: 'arm' } };
    expect(await readingsOf(oci, files(arm))).toMatchObject([{ vcpus: 6 }]);
  });

  it('knows neither vCPUs nor memory of a new shape that does not state them', async () => {
    const products = [{ ...SHAPE.products[0], qty: null }];

    expect(await readingsOf(oci, files({ products, bundleMemoryQty: null }))).toMatchObject([
      { vcpus: null, ramGb: null, price: { micros: 8_880_000 } },
    ]);
  });

  it.each([
    ['is hidden', { hidden: true }],
    ['is no longer sold', { status: 'INACTIVE' }],
    ['has no GPU, and a fraction of a disk', { subType: { value: 'dense' }, gpuQty: null }],
  ])('leaves out a shape that %s', async (_, shape) => {
    expect(await readingsOf(oci, files(shape))).toEqual([]);
  });

  it('lists a shape whose part has no price without one', async () => {
    expect(await readingsOf(oci, files({}, { partNumber: 'B00002' }))).toMatchObject([
      { sku: 'BM.GPU.H100.8', price: null, availability: 'unknown' },
    ]);
  });

  it.each([
    ['is for something else than a GPU-hour', { metricName: 'OCPU Per Hour' }],
    [
      'is zero',
      {
        currencyCodeLocalizations: [
          { currencyCode: 'USD', prices: [{ model: 'PAY_AS_YOU_GO', value: 0 }] },
        ],
      },
    ],
    [
      'is in another currency',
      {
        currencyCodeLocalizations: [
          { currencyCode: 'EUR', prices: [{ model: 'PAY_AS_YOU_GO', value: 1.11 }] },
        ],
      },
    ],
  ])('counts a shape as not read whose price %s', async (_, product) => {
    expect(await readingsOf(oci, files({}, product))).toMatchObject([{ kind: 'unread' }]);
  });

  it('counts a shape as not read that is sold in several parts', async () => {
    const products = [...SHAPE.products, { partNumber: 'B2', qty: 1, type: { value: 'memory' } }];

    expect(await readingsOf(oci, files({ products }))).toMatchObject([{ kind: 'unread' }]);
  });
});
