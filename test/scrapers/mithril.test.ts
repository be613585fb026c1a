import { describe, expect, it } from 'vitest';
import { mithril } from '../../scrapers/mithril.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the API.
const TYPE = {
  ...{ fid: 'it_gpu', name: 'a100-80gb.sxm.8x', gpu_type: 'A100', num_gpus: 8 },
  ...{ gpu_memory_gb: 80, num_cpus: 7, ram_gb: 77 },
};
const CPU = { fid: 'it_cpu', name: 'cpu', gpu_type: null, num_gpus: null };
const AUCTION = { instance_type: 'it_gpu', region: 'pole-1', last_instance_price: '$11.11' };
const read = (auction: object, type: object = {}) =>
  readingsOf(mithril, [
    aDocument('types', [{ ...TYPE, ...type }, CPU]),
    aDocument('auctions', [{ ...AUCTION, ...auction }]),
  ]);

describe('mithril', () => {
  it('asks for types and auctions, with the key', async () => {
    const asked: unknown[] = [];
    await mithril.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.authorization]);
        return { body: [] };
      }),
    );

    expect(asked).toEqual([
      ['https://api.mithril.ai/v2/instance-types', 'Bearer a secret of nobody'],
      ['https://api.mithril.ai/v2/spot/availability', 'Bearer a secret of nobody'],
    ]);
  });

  it('reads what a whole instance went for last, in a region', async () => {
    expect(await read({})).toMatchObject([
      {
        ...{ sku: TYPE.name, accelerator: 'A100', memoryGb: 80, count: 8, region: 'pole-1' },
        ...{ billing: 'spot', price: { micros: 11_110_000 }, availability: 'listed' },
      },
    ]);
  });

  it.each([
    ['of what has no GPU', { instance_type: 'it_cpu' }, {}, []],
    ['of a type that the list does not have', { instance_type: 'it_x' }, {}, [{ kind: 'unread' }]],
    ['at no price', { last_instance_price: '$0.00' }, {}, [{ kind: 'unread' }]],
    ['at a price in words', { last_instance_price: 'high' }, {}, [{ kind: 'unread' }]],
    ['of a type we cannot read', {}, { gpu_type: null }, [{ kind: 'unread' }, { kind: 'unread' }]],
  ])('knows an auction %s', async (_, auction, type, readings) => {
    expect(await read(auction, type)).toMatchObject(readings);
  });

  it('refuses lists of nothing', async () => {
    const none = [aDocument('types', [TYPE]), aDocument('auctions', [])];

    await expect(readingsOf(mithril, none)).rejects.toThrow('auctions: ');
  });
});
