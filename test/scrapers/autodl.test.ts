import { describe, expect, it } from 'vitest';
import { autodl } from '../../scrapers/autodl.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// The shape is that of the vendor's documentation; the figures are made up.
const stock = (data: unknown, code = 'Success', msg = '') => ({ code, msg, data });
const cards = (idle_gpu_num: number, total_gpu_num: number) => ({ idle_gpu_num, total_gpu_num });

const read = (body: object) =>
  readingsOf(autodl, [aDocument('stock/westDC9', body, { partOf: 'westDC9' })]);

describe('autodl', () => {
  it('reads each kind of card with how many are idle', async () => {
    const readings = await read(stock([{ 'RTX 4090': cards(3, 9) }, { 昇腾910B: cards(0, 8) }]));

    expect(readings).toMatchObject([
      {
        sku: 'RTX 4090',
        accelerator: 'RTX 4090',
        count: 1,
        region: 'westDC9',
        price: null,
        availability: 'available',
        quantity: 3,
        words: '3 of 9 idle',
        scope: 'westDC9',
      },
      { accelerator: '昇腾910B', availability: 'sold-out', quantity: 0 },
    ]);
  });

  it('takes a kind without a card for one that is not there, and no kinds for none', async () => {
    expect(await read(stock([{ A100: cards(0, 0) }]))).toEqual([]);
    expect(await read(stock(null))).toEqual([]);
  });

  it.each([
    ['no number', [{ A100: { idle_gpu_num: null, total_gpu_num: 9 } }]],
    ['no card', [{ A100: 'nine' }]],
  ])('counts a row with %s as not read', async (_, data) => {
    expect(await read(stock(data))).toMatchObject([{ kind: 'unread', scope: 'westDC9' }]);
  });

  it('takes another code than Success for a refusal, though HTTP says 200', async () => {
    await expect(read(stock(null, 'NoPermission', '无权限'))).rejects.toMatchObject({
      failure: 'refused',
      message: 'stock/westDC9: expected code Success, found NoPermission "无权限"',
    });
  });

  it('asks for every region of the documentation, with the bare token', async () => {
    const asked: unknown[] = [];
    const documents = await autodl.fetch(
      toolsOf(({ body, headers }) => {
        asked.push(body);
        expect(headers).toEqual({ authorization: 'a secret of nobody' });
        return { body: stock([]) };
      }),
    );

    expect(asked).toContainEqual({ region_sign: 'westDC2' });
    expect(asked).toHaveLength(documents.length);
    expect(new Set(documents.map(({ name }) => name)).size).toBe(11);
  });
});
