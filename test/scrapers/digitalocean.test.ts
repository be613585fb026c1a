import { describe, expect, it } from 'vitest';
import { digitalocean } from '../../scrapers/digitalocean.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const GPU = {
  slug: 'gpu-mi300x8-1536gb',
  memory: 7168,
  vcpus: 7,
  price_hourly: 11.11,
  regions: ['nyc2', 'tor1'],
  available: true,
  disk: 77,
  gpu_info: { count: 8, model: 'amd_mi300x', vram: { amount: 1536, unit: 'gib' } },
};
const page = (number: number, sizes: readonly object[], total: number, next?: string) =>
  aDocument(`sizes/${number}`, {
    sizes,
    links: next === undefined ? {} : { pages: { next } },
    meta: { total },
  });
const read = (change: object) => readingsOf(digitalocean, [page(1, [{ ...GPU, ...change }], 1)]);

describe('digitalocean', () => {
  it('asks for page after page, with the key', async () => {
    const next = 'https://api.digitalocean.com/v2/sizes?page=2&per_page=200';
    const asked: unknown[] = [];
    const documents = await digitalocean.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.authorization]);
        const links = url === next ? {} : { pages: { next } };
        return { body: { sizes: [GPU], links, meta: { total: 2 } } };
      }),
    );

    expect(asked).toEqual([
      ['https://api.digitalocean.com/v2/sizes?per_page=200', 'Bearer a secret of nobody'],
      [next, 'Bearer a secret of nobody'],
    ]);
    expect(await readingsOf(digitalocean, documents)).toHaveLength(4);
  });

  it('reads a size in each region that can create it, with the memory of one GPU', async () => {
    expect(await read({})).toMatchObject([
      { region: 'nyc2', count: 8, memoryGb: 192, ramGb: 7, diskGb: 77, availability: 'available' },
      { region: 'tor1', price: { micros: 11_110_000, currency: 'USD' } },
    ]);
  });

  it.each([
    ['no region has', { regions: [] }, [{ kind: 'nothing' }]],
    ['cannot be created', { available: false, regions: ['tor1'] }, [{ availability: 'sold-out' }]],
    ['has no GPU, whatever else it says', { gpu_info: undefined, price_hourly: null }, []],
    ['costs nothing', { price_hourly: 0 }, [{ kind: 'unread' }]],
    ['does not say its disk', { disk: undefined }, [{ kind: 'unread' }]],
  ])('knows a size that %s', async (_, change, readings) => {
    expect(await read(change)).toMatchObject(readings);
  });

  it.each([
    'https://northlight.example/v2/sizes?page=2',
    'https://api.digitalocean.com.northlight.example/v2/sizes?page=2',
    'https://apixdigitalocean.com/v2/sizes?page=2',
    'http://api.digitalocean.com/v2/sizes?page=2',
  ])('takes its key to no other host, and only over https: %s', async (next) => {
    const asked: string[] = [];
    const fetched = digitalocean.fetch(
      toolsOf(({ url }) => {
        asked.push(url);
        return { body: { sizes: [GPU], links: { pages: { next } }, meta: { total: 2 } } };
      }),
    );

    await expect(fetched).rejects.toThrow('sizes/1: links.pages.next');
    expect(asked).toEqual(['https://api.digitalocean.com/v2/sizes?per_page=200']);
  });

  it('refuses a list that is shorter than it says', async () => {
    await expect(readingsOf(digitalocean, [page(1, [GPU], 2)])).rejects.toThrow('expected 2 rows');
  });
});
