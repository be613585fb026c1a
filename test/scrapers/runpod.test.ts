import { describe, expect, it } from 'vitest';
import { runpod } from '../../scrapers/runpod.ts';
import { aDocument, type Request, readingsOf, toolsOf } from '../support/documents.ts';

const TYPE = {
  id: 'Made Up 9000',
  displayName: '9000',
  memoryInGb: 7,
  secureCloud: true,
  communityCloud: false,
  securePrice: 11.11,
  communityPrice: 0.5,
};

const answer = (gpuTypes: readonly object[]) => ({ data: { gpuTypes } });
const prices = (type: object = {}) => aDocument('prices', answer([{ ...TYPE, ...type }]));

/** What is read of one type in the data centre ZZ-1. */
async function readStock(lowestPrice: object | null) {
  const stock = answer([{ id: TYPE.id, memoryInGb: 7, lowestPrice }]);
  const partOf = 'data-centres/ZZ-1';
  const nowhere = prices({ secureCloud: false });
  return readingsOf(runpod, [nowhere, aDocument('stock', stock, { partOf })]);
}

describe('runpod', () => {
  it('reads a price for each cloud that sells the type, and no placeholder', async () => {
    const readings = await readingsOf(runpod, [prices()]);

    expect(readings).toEqual([
      expect.objectContaining({
        sku: TYPE.id,
        region: null,
        tier: 'secure',
        price: { micros: 11_110_000, currency: 'USD' },
        availability: 'unknown',
        evidence: 'price-list',
      }),
    ]);
  });

  it('takes a price of zero in a cloud that sells the type for a row it cannot read', async () => {
    const [reading] = await readingsOf(runpod, [prices({ securePrice: 0 })]);

    expect(reading).toMatchObject({ kind: 'unread', reason: 'price: zero is never a price' });
  });

  it('tells the row that names no chip', async () => {
    const [reading] = await readingsOf(runpod, [prices({ id: 'unknown', memoryInGb: 0 })]);

    expect(reading).toMatchObject({ kind: 'unread', reason: 'id: no chip named' });
  });

  it.each([
    ['High', 'available'],
    ['Medium', 'available'],
    ['Low', 'limited'],
    ['None', 'sold-out'],
  ])('reads stock %s of a data centre as %s', async (stockStatus, availability) => {
    expect(await readStock({ uninterruptablePrice: 22.22, stockStatus })).toEqual([
      expect.objectContaining({
        sku: TYPE.id,
        region: 'ZZ-1',
        tier: 'secure',
        count: 1,
        price: { micros: 22_220_000, currency: 'USD' },
        availability,
        evidence: null,
        words: `stock ${stockStatus}`,
        scope: 'data-centres/ZZ-1',
      }),
    ]);
  });

  it('claims nothing where a data centre has no word on stock', async () => {
    expect(await readStock({ uninterruptablePrice: null, stockStatus: null })).toEqual([]);
    expect(await readStock(null)).toEqual([]);
  });

  it.each([
    ['High', 'listed'],
    ['None', 'sold-out'],
  ])(
    'reads what spot costs there; where stock is %s it is %s',
    async (stockStatus, availability) => {
      const lowest = { uninterruptablePrice: 22.22, minimumBidPrice: 11.11, stockStatus };

      expect(await readStock(lowest)).toMatchObject([
        { billing: 'on-demand', price: { micros: 22_220_000 } },
        { billing: 'spot', region: 'ZZ-1', price: { micros: 11_110_000 }, availability },
      ]);
    },
  );

  it.each([null, 0])('takes a bid of %s for no spot', async (minimumBidPrice) => {
    const lowest = { uninterruptablePrice: 22.22, minimumBidPrice, stockStatus: 'High' };

    expect(await readStock(lowest)).toMatchObject([{ billing: 'on-demand' }]);
  });

  it('does not guess what a new word about stock means', async () => {
    const [reading] = await readStock({ uninterruptablePrice: 22.22, stockStatus: 'Plenty' });

    expect(reading).toMatchObject({ kind: 'unread', scope: 'data-centres/ZZ-1' });
  });

  it('refuses an answer that is an error, and says which', async () => {
    const refused = aDocument('prices', { data: null, errors: [{ message: 'no such\nfield' }] });

    await expect(readingsOf(runpod, [refused])).rejects.toThrow('prices: "no such field"');
  });

  it('asks each listed data centre, by operation name and variables', async () => {
    const asked: unknown[] = [];

    const documents = await runpod.fetch(toolsOf(world(asked)));

    expect(asked).toEqual([
      { operationName: 'prices', variables: {} },
      { operationName: 'dataCentres', variables: {} },
      { operationName: 'stock', variables: { dataCentre: 'ZZ-1' } },
      { operationName: 'stock', variables: { dataCentre: 'ZZ-3' } },
    ]);
    expect(documents.map(({ name, partOf }) => [name, partOf])).toEqual([
      ['prices', null],
      ['dataCentres', 'data-centres'],
      ['stock', 'data-centres/ZZ-1'],
    ]);
  });
});

/** Three data centres: ZZ-2 is not listed, ZZ-3 does not answer. */
function world(asked: unknown[]) {
  return ({ body }: Request) => {
    const { operationName, variables } = body as {
      readonly operationName: string;
      readonly variables: { readonly dataCentre?: string };
    };
    asked.push({ operationName, variables });
    if (variables.dataCentre === 'ZZ-3') return undefined;
    if (operationName !== 'dataCentres') return { body: answer([]) };
    const dataCenters = ['ZZ-1', 'ZZ-2', 'ZZ-3'].map((id) => ({ id, listed: id !== 'ZZ-2' }));
    return { body: { data: { dataCenters } } };
  };
}
