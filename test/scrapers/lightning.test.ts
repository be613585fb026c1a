import { describe, expect, it } from 'vitest';
import { lightning } from '../../scrapers/lightning.ts';
import { recognise } from '../../src/domain/catalogue/recognise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const RESOURCES = {
  ...{ gpu: 8, gpuType: 'nvidia-h100-80gb', cpu: 77, memoryMb: '777777', storageGb: 7777 },
};
const MACHINE = {
  ...{ slug: 'gpu-h100-8x', instanceId: 'lit-h100-80gb-8', slugMultiCloud: 'lit-h100-80gb-8' },
  ...{ acceleratorType: 'GPU', family: 'H100', enabled: true, clusterId: 'lightning-baremetal' },
  ...{ cost: 22.22, spotPrice: 11.11, outOfCapacity: false, isTierRestricted: false },
  ...{ availableInSeconds: '77', availableInSecondsSpot: '20000', dwsOnly: false },
  resources: RESOURCES,
};
const CPU = {
  ...{ slugMultiCloud: 'cpu-4', acceleratorType: 'CPU', family: 'CPU', enabled: true, cost: 0 },
  resources: { gpu: 0, gpuType: '', cpu: 4 },
};
const machines = (...accelerator: readonly object[]) => [aDocument('machines', { accelerator })];
const read = (change: object) => readingsOf(lightning, machines(CPU, { ...MACHINE, ...change }));

describe('lightning', () => {
  it('asks once, without a key, for its own machines', async () => {
    const asked: string[] = [];
    await lightning.fetch(
      toolsOf(({ url }) => {
        asked.push(url);
        return { body: {} };
      }),
    );

    expect(asked).toEqual(['https://lightning.ai/v1/core/accelerators?cloudProvider=MACHINE']);
  });

  it('reads a whole machine on demand and as spot, and how long one waits for either', async () => {
    const facts = { sku: 'lit-h100-80gb-8', accelerator: 'nvidia-h100-80gb', count: 8, vcpus: 77 };

    expect(await read({})).toEqual([
      expect.objectContaining({
        ...facts,
        billing: 'on-demand',
        price: { micros: 22_220_000, currency: 'USD' },
        ramGb: null,
        availability: 'available',
        words: 'a wait of 77 seconds',
      }),
      expect.objectContaining({
        ...facts,
        billing: 'spot',
        price: { micros: 11_110_000, currency: 'USD' },
        availability: 'sold-out',
        words: 'a wait of 20000 seconds',
      }),
    ]);
  });

  it('takes a spot price of zero for no spot', async () => {
    expect(await read({ spotPrice: 0 })).toMatchObject([{ billing: 'on-demand' }]);
  });

  it.each([
    ['its pool is empty', { outOfCapacity: true }, { availability: 'sold-out' }],
    ['no wait is told', { availableInSeconds: null }, { availability: 'listed', words: null }],
    ['one waits not at all', { availableInSeconds: 0 }, { availability: 'available' }],
    [
      'it wants a plan',
      { isTierRestricted: true },
      { words: 'a wait of 77 seconds, for paid plans' },
    ],
  ])('tells what it has where %s', async (_, change, told) => {
    expect((await read(change))[0]).toMatchObject(told);
  });

  it('leaves out what is not switched on', async () => {
    expect(await read({ enabled: false })).toEqual([]);
  });

  it.each([
    ['nvidia-h100-80gb', 'h100'],
    ['nvidia-h200-141gb', 'h200'],
    ['nvidia-b200-180gb', 'b200'],
    ['nvidia-l40s', 'l40s'],
  ])('names %s so that the catalogue knows it', (name, family) => {
    expect(recognise(name, null)).toMatchObject({
      accelerator: { id: expect.stringContaining(family) },
    });
  });

  it.each([
    ['costs nothing', { cost: 0 }, 'cost'],
    ['lost its price', { cost: undefined }, 'cost'],
    ['does not say whether it can be had', { outOfCapacity: undefined }, 'outOfCapacity'],
    ['does not say whether it is switched on', { enabled: undefined }, 'enabled'],
    ['has no GPUs', { resources: { ...RESOURCES, gpu: 0 } }, 'resources.gpu'],
    ['does not name its GPU', { resources: { ...RESOURCES, gpuType: '' } }, 'resources.gpuType'],
  ])('counts a machine as not read that %s', async (_, change, reason) => {
    expect(await read(change)).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it('refuses a list that is empty or called another way', async () => {
    await expect(readingsOf(lightning, machines())).rejects.toThrow('machines: accelerator');
    const other = aDocument('machines', { accelerators: [MACHINE] });
    await expect(readingsOf(lightning, [other])).rejects.toThrow('machines: accelerator');
  });
});
