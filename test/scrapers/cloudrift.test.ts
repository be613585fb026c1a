import { describe, expect, it } from 'vitest';
import { cloudrift } from '../../scrapers/cloudrift.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const GIB = 2 ** 30;
const VARIANT = {
  name: 'made-up.2',
  cost_per_hour: 222.22,
  cpu_count: 7,
  logical_cpu_count: 14,
  gpu_count: 2,
  vram: 32 * GIB,
  dram: 77 * GIB,
  disk: 777 * GIB,
  available_nodes_per_dc: { usny01_a01: 3 },
  nodes_per_dc: { usny01_a01: 9, ustx1a_a01: 9 },
};
const types = (...variants: readonly object[]) => [
  aDocument('instance-types', {
    version: '2025-01-29',
    data: {
      instance_types: [
        {
          name: 'made-up',
          brand_short: 'RTX 5090',
          variants: variants.map((each) => ({ ...VARIANT, ...each })),
        },
      ],
    },
  }),
];

describe('cloudrift', () => {
  it('reads cents for the whole machine, and the nodes that are free', async () => {
    expect(await readingsOf(cloudrift, types({}))).toEqual([
      expect.objectContaining({
        sku: 'made-up.2',
        accelerator: 'RTX 5090',
        memoryGb: 32,
        count: 2,
        region: 'usny01_a01',
        billing: 'on-demand',
        price: { micros: 2_222_200, currency: 'USD' },
        vcpus: 7,
        ramGb: 77,
        diskGb: 777,
        availability: 'available',
        quantity: 3,
      }),
    ]);
  });

  it('is sold out in a data centre without free nodes, whoever has them', async () => {
    const taken = types({ available_nodes_per_dc: { usny01_a01: 0, ustx1a_a01: 1 } });

    expect(await readingsOf(cloudrift, taken)).toMatchObject([
      { region: 'usny01_a01', availability: 'sold-out', quantity: 0 },
      { region: 'ustx1a_a01', availability: 'available', quantity: 1 },
    ]);
  });

  it('keeps telling of a machine that no data centre has', async () => {
    const nowhere = types({ available_nodes_per_dc: {} });

    expect(await readingsOf(cloudrift, nowhere)).toMatchObject([
      { region: null, availability: 'sold-out', quantity: 0, price: { micros: 2_222_200 } },
    ]);
  });

  it('leaves out machines without a GPU', async () => {
    expect(await readingsOf(cloudrift, types({ gpu_count: 0, vram: 0 }))).toEqual([]);
  });

  it.each([
    ['costs nothing', { cost_per_hour: 0 }],
    ['does not say what is free', { available_nodes_per_dc: undefined }],
  ])('counts a machine as not read that %s', async (_, variant) => {
    expect(await readingsOf(cloudrift, types(variant))).toMatchObject([{ kind: 'unread' }]);
  });

  it('asks for virtual machines, with the version in the body', async () => {
    const bodies: unknown[] = [];
    const tools = toolsOf(({ body }) => {
      bodies.push(body);
      return { body: {} };
    });

    await cloudrift.fetch(tools);

    expect(bodies).toEqual([
      {
        version: expect.any(String),
        data: { selector: { ByServiceAndLocation: { services: ['vm'] } } },
      },
    ]);
  });
});
