import { describe, expect, it } from 'vitest';
import { lium } from '../../scrapers/lium.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

const NODE = {
  gpu_model: 'H100 80GB HBM3',
  gpu_count: 8,
  available_gpu_count: 8,
  gpu_memory_gb: 80,
  cpu_count: 77,
  ram_gb: 777,
  price_per_node_hour: 11.11,
  tier: 'secure',
  country_code: 'US',
};
const nodes = (...changes: readonly object[]) => [
  aDocument('machines', { nodes: changes.map((each) => ({ ...NODE, ...each })) }),
];

describe('lium', () => {
  it('reads a whole node in a country, at the price of the node', async () => {
    expect(await readingsOf(lium, nodes({}))).toEqual([
      expect.objectContaining({
        sku: '8x H100 80GB HBM3',
        accelerator: 'H100 80GB HBM3',
        memoryGb: 80,
        count: 8,
        region: 'US',
        billing: 'on-demand',
        tier: 'community',
        price: { micros: 11_110_000, currency: 'USD' },
        vcpus: 77,
        ramGb: 777,
        availability: 'available',
        quantity: 1,
      }),
    ]);
  });

  it('offers the cheapest node of a country, and says how many there are', async () => {
    const offered = nodes(
      { price_per_node_hour: 3.33 },
      { price_per_node_hour: 1.11, cpu_count: 7 },
      { price_per_node_hour: 0.5, tier: 'spot' },
      { price_per_node_hour: 2.22, country_code: 'FR' },
      { price_per_node_hour: 0.7, gpu_count: 4, available_gpu_count: 4 },
    );

    expect(await readingsOf(lium, offered)).toMatchObject([
      { region: 'US', billing: 'on-demand', price: { micros: 1_110_000 }, vcpus: 7, quantity: 2 },
      { region: 'US', billing: 'spot', price: { micros: 500_000 }, quantity: 1 },
      { region: 'FR', price: { micros: 2_220_000 }, quantity: 1 },
      { region: 'US', count: 4, quantity: 1 },
    ]);
  });

  it.each([
    ['is in use', { available_gpu_count: 0 }],
    ['is in use in part: it is rented whole', { available_gpu_count: 7 }],
    ['has no GPU', { gpu_count: 0, available_gpu_count: 0, gpu_model: '' }],
  ])('leaves out a node that %s', async (_, node) => {
    expect(await readingsOf(lium, nodes(node))).toEqual([]);
  });

  it.each([
    ['costs nothing', { price_per_node_hour: 0 }],
    ['is of a tier we do not know', { tier: 'gold' }],
    ['stands nowhere', { country_code: '' }],
  ])('counts a node as not read that %s', async (_, node) => {
    expect(await readingsOf(lium, nodes(node))).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses a feed without nodes', async () => {
    await expect(readingsOf(lium, nodes())).rejects.toThrow('machines: nodes');
  });
});
