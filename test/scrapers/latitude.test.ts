import { describe, expect, it } from 'vitest';
import { latitude } from '../../scrapers/latitude.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

const GPU = { count: 4, type: 'NVIDIA X1', vram_per_gpu: 33 };
const COUNTRY = {
  locations: { available: ['ONE', 'TWO'], in_stock: ['TWO'] },
  stock_level: 'low',
  pricing: { USD: { hour: 4.44, month: 1111 } },
};

/** A page that carries one plan. */
function page({ gpu = GPU as object, country = {} } = {}) {
  const specs = { memory: { total: 111 }, gpu };
  const regions = [{ ...COUNTRY, ...country }];
  const plansData = { servers: [{ attributes: { slug: 'x1-large', specs, regions } }] };
  const data = `2f:[${JSON.stringify({ plansData })}]`;
  const script = `self.__next_f.push([1,${JSON.stringify(data)}])`;
  return [aPage('pricing', `<script>${script}</script>`)];
}

describe('latitude', () => {
  it('reads each place of a country: its price, and whether there is one now', async () => {
    const server = {
      sku: 'x1-large',
      accelerator: 'NVIDIA X1',
      memoryGb: 33,
      count: 4,
      ramGb: 111,
      price: { micros: 4_440_000, currency: 'USD' },
    };

    expect(await readingsOf(latitude, page())).toMatchObject([
      { ...server, region: 'ONE', availability: 'sold-out' },
      { ...server, region: 'TWO', availability: 'limited' },
    ]);
  });

  it('keeps a place without a price', async () => {
    const pricing = { USD: { hour: null } };

    expect(await readingsOf(latitude, page({ country: { pricing } }))).toMatchObject([
      { region: 'ONE', price: null },
      { region: 'TWO', price: null },
    ]);
  });

  it.each([
    ['stock in other words', { country: { stock_level: 'plenty' } }],
    ['a price of zero', { country: { pricing: { USD: { hour: 0 } } } }],
    ['prices in reais alone', { country: { pricing: { BRL: { hour: 4.44 } } } }],
    ['a GPU without a number', { gpu: { type: 'NVIDIA X1', vram_per_gpu: 33 } }],
  ])('counts %s as not read', async (_, change) => {
    expect(await readingsOf(latitude, page(change))).toMatchObject([{ kind: 'unread' }]);
  });

  it('reads every place of its recording, and no server without GPUs', async () => {
    const documents = await latitude.fetch(replaying('test/fixtures/latitude/2026-08-22'));
    const readings = await readingsOf(latitude, documents);
    const there = readings.filter(
      (each) => each.kind === 'listing' && each.availability === 'limited',
    );

    expect(readings).toHaveLength(9 + (9 + 2 + 2 + 2 + 1) + 9);
    expect(there).toMatchObject([{ region: 'CHI' }, { region: 'SYD2' }, { region: 'TYO4' }]);
  });
});
