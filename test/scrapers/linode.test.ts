import { describe, expect, it } from 'vitest';
import { linode } from '../../scrapers/linode.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const TYPE = {
  id: 'g2-gpu-rtx4000a2-s',
  label: 'RTX4000 Ada x2 Small',
  price: { hourly: 11.11 },
  region_prices: [],
  gpus: 2,
  vcpus: 3,
  memory: 7 * 1024,
  disk: 5 * 1024,
};

const page = (list: string, data: readonly object[], results = data.length) =>
  aDocument(`${list}/1`, { data, page: 1, pages: 1, results });

/** What is read of one plan that one region can start. */
function readPlan(plan: string, types: readonly object[] = []) {
  return readingsOf(linode, [
    page('linode/types', types),
    page('regions/availability', [{ plan, region: 'nowhere', available: true }]),
  ]);
}

describe('linode', () => {
  it('reads a plan with its price, its size and its chip', async () => {
    expect(await readPlan(TYPE.id, [TYPE])).toEqual([
      expect.objectContaining({
        sku: TYPE.id,
        accelerator: 'RTX 4000 Ada',
        count: 2,
        region: 'nowhere',
        price: { micros: 11_110_000, currency: 'USD' },
        ramGb: 7,
        diskGb: 5,
        availability: 'available',
      }),
    ]);
  });

  it('claims nothing for a region that cannot start the plan', async () => {
    const readings = await readingsOf(linode, [
      page('linode/types', [TYPE]),
      page('regions/availability', [{ plan: TYPE.id, region: 'nowhere', available: false }]),
    ]);

    expect(readings).toEqual([{ kind: 'nothing' }]);
  });

  it('leaves out plans without a GPU', async () => {
    expect(await readPlan('g7-premium-2', [{ id: 'g7-premium-2', gpus: 0 }])).toEqual([]);
  });

  it('prefers the price of the region to the base price', async () => {
    const region_prices = [{ id: 'nowhere', hourly: 22.22 }];

    const [reading] = await readPlan(TYPE.id, [{ ...TYPE, region_prices }]);

    expect(reading).toMatchObject({ price: { micros: 22_220_000 } });
  });

  it('takes a base price of zero for no price, and a negative one for a row it cannot read', async () => {
    const [unpriced] = await readPlan(TYPE.id, [{ ...TYPE, price: { hourly: 0 } }]);
    const broken = await readPlan(TYPE.id, [{ ...TYPE, price: { hourly: -1 } }]);

    expect(unpriced).toMatchObject({ kind: 'listing', price: null });
    expect(broken.map(({ kind }) => kind)).toEqual(['unread', 'unread']);
  });

  it.each([
    ['g1-gpu-rtx6000-2', 'Quadro RTX 6000', 2],
    ['g2-gpu-rtx4000a4-m', 'RTX 4000 Ada', 4],
    ['g2-gpu-rtx4000a2-hs', 'RTX 4000 Ada', 2],
    ['gpu-rtx6000-3.1', 'Quadro RTX 6000', 3],
    ['g9-gpu-madeup9000-blackwell-16', 'madeup9000-blackwell', 16],
  ])('reads %s from its id where the list of types lacks it', async (plan, accelerator, count) => {
    expect(await readPlan(plan)).toEqual([
      expect.objectContaining({ accelerator, count, price: null, vcpus: null }),
    ]);
  });

  it('tells a plan whose id it cannot read', async () => {
    const [reading] = await readPlan('g9-gpu-');

    expect(reading).toMatchObject({
      kind: 'unread',
      reason: 'plan: expected a kind of GPU and a count in its id',
    });
  });

  it('names the chip of an unknown family as its label does', async () => {
    const [plain] = await readPlan('g9-gpu-x-1', [
      { ...TYPE, id: 'g9-gpu-x-1', label: 'Made Up 9000 x1 Small' },
    ]);
    const [dedicated] = await readPlan('g9-gpu-x-1', [
      { ...TYPE, id: 'g9-gpu-x-1', label: 'Dedicated 32GB + MADEUP9000 GPU x1' },
    ]);

    expect(plain).toMatchObject({ accelerator: 'Made Up 9000' });
    expect(dedicated).toMatchObject({ accelerator: 'MADEUP9000' });
  });

  it('refuses a list that holds less than it says', async () => {
    const cut = [page('linode/types', [TYPE], 2), page('regions/availability', [])];

    await expect(readingsOf(linode, cut)).rejects.toThrow('linode/types: expected 2 rows, found 1');
  });

  it('asks for every page, and does without the list of regions', async () => {
    const asked: string[] = [];
    const tools = toolsOf(({ url }) => {
      if (url.includes('/regions?')) return undefined;
      asked.push(url);
      return { body: { data: [], pages: url.includes('availability') ? 2 : 1, results: 0 } };
    });

    await linode.fetch(tools);

    expect(asked.toSorted()).toEqual([
      'https://api.linode.com/v4/linode/types?page=1',
      'https://api.linode.com/v4/regions/availability?page=1',
      'https://api.linode.com/v4/regions/availability?page=2',
    ]);
  });

  it('fails as changed, not as a bug, when a page is no list', async () => {
    await expect(linode.fetch(toolsOf(() => ({ body: {} })))).rejects.toMatchObject({
      failure: 'changed',
    });
  });
});
