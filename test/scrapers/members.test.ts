import { describe, expect, it } from 'vitest';
import { members } from '../../scrapers/kit/members.ts';

const OFFERS = {
  decoy: { products: { X: { type: 'p5' } }, text: '"products": {"p5"' },
  products: {
    A: { type: 'p5', note: 'a } and a ] and a \\" p6', more: [{ deep: ['{', { p: 1 }] }] },
    B: { type: 'm7' },
    'C "é"': { type: 'p5' },
  },
  after: { D: { type: 'p5' } },
};

async function read(text: string, size: number, at: readonly string[] = ['products']) {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const found: unknown[] = [];
  for await (const each of members('offers', chunks, { at, matching: /p5/ })) found.push(each);
  return found;
}

describe('members', () => {
  const { A, 'C "é"': C } = OFFERS.products;

  it.each([1, 2, 3, 7, 40, 4096])('gives those that match, cut into pieces of %i', async (size) => {
    for (const space of [undefined, 2]) {
      const found = await read(JSON.stringify(OFFERS, null, space), size);

      expect(found).toEqual([{ A }, { 'C "é"': C }]);
    }
  });

  it('gives the elements of a list within an object', async () => {
    const text = JSON.stringify({ a: { b: [{ t: 'p5' }, { t: 'x' }, 'p5'] } });

    expect(await read(text, 5, ['a', 'b'])).toEqual([{ t: 'p5' }, 'p5']);
  });

  it('refuses a document that ends early, or has no such object', async () => {
    const text = JSON.stringify(OFFERS);

    await expect(read(text.slice(0, text.indexOf('after') - 3), 9)).rejects.toMatchObject({
      failure: 'changed',
    });
    await expect(read(text, 9, ['nowhere'])).rejects.toMatchObject({ failure: 'changed' });
    await expect(read('', 9)).rejects.toMatchObject({ failure: 'changed' });
  });
});
