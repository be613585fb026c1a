import { describe, expect, it } from 'vitest';
import { cudo } from '../../scrapers/cudo.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

const TYPE = {
  dataCenterId: 'se-stockholm-1',
  machineType: 'made-up-a40',
  cpuModel: 'Made Up',
  gpuModel: 'A40',
  gpuModelId: 'nvidia-a40',
  gpuMemoryGib: 48,
  gpuPriceHr: { value: '7.00' },
  vcpuPriceHr: { value: '0.01' },
  memoryGibPriceHr: { value: '0.001' },
  minStorageGibPriceHr: { value: '0.5' },
  ipv4PriceHr: { value: '0.9' },
  minVcpu: 2,
  minVcpuPerGpu: 3.5,
  minMemoryGib: 4,
  minMemoryGibPerVcpu: 2,
  maxGpuFree: 5,
  totalGpuFree: 11,
};
const types = (...changes: readonly object[]) => [
  aDocument('machine-types', { machineTypes: changes.map((each) => ({ ...TYPE, ...each })) }),
];

describe('cudo', () => {
  it('reads the smallest machine with a GPU: 4 vCPUs and 8 GiB beside it, no disk', async () => {
    expect(await readingsOf(cudo, types({}))).toEqual([
      expect.objectContaining({
        sku: 'made-up-a40',
        accelerator: 'A40',
        memoryGb: 48,
        count: 1,
        region: 'se-stockholm-1',
        billing: 'on-demand',
        price: { micros: 7_048_000, currency: 'USD' },
        vcpus: 4,
        ramGb: 8,
        availability: 'available',
        quantity: 11,
      }),
    ]);
  });

  it('takes what is least of a machine where a GPU or a vCPU wants less', async () => {
    const small = types({ minVcpu: 6, minMemoryGib: 20 });

    expect(await readingsOf(cudo, small)).toMatchObject([{ vcpus: 6, ramGb: 20 }]);
  });

  it('keeps telling of a GPU that is sold out', async () => {
    const taken = types({ totalGpuFree: 0, gpuMemoryGib: null });

    expect(await readingsOf(cudo, taken)).toMatchObject([
      { availability: 'sold-out', quantity: 0, memoryGb: null, price: { micros: 7_048_000 } },
    ]);
  });

  it.each([
    ['an empty one', ''],
    ['none', null],
  ])('leaves out machines without a GPU: the model is %s', async (_, gpuModel) => {
    const plain = types({ gpuModel, gpuPriceHr: { value: '0' } });

    expect(await readingsOf(cudo, plain)).toEqual([]);
  });

  it.each([
    ['costs nothing', { gpuPriceHr: { value: '0.00' } }, 'gpuPriceHr: zero is never a price'],
    ['costs no number', { vcpuPriceHr: { value: '1e-3' } }, 'vcpuPriceHr.value'],
    ['does not say its least', { minVcpuPerGpu: undefined }, 'minVcpuPerGpu'],
  ])('counts a type as not read that %s', async (_, type, reason) => {
    expect(await readingsOf(cudo, types(type))).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it('refuses a list without types', async () => {
    await expect(readingsOf(cudo, types())).rejects.toThrow('machine-types: machineTypes');
  });
});
