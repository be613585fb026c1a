import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeIn } from '../../src/fetch/body.ts';

const OFFERS = {
  decoy: { products: { X: { type: 'p5' } }, text: '"products": {"p5"' },
  products: {
    A: { type: 'p5', note: 'a } and a ] and a \\" p6', more: [{ deep: ['{', { p: 1 }] }] },
    B: { type: 'm7' },
    'C "é"': { type: 'p5' },
  },
  after: { D: { type: 'p5' } },
};

/** What is kept of a text that arrives in pieces of that size. */
async function kept(text: string, size = 9, at: readonly string[] = ['products']) {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  const spoolDir = () => Promise.reject(new Error('nothing here is large'));
  const keep = { at, matching: /p5/ };
  const body = await takeIn(Readable.from(chunks), '', { maxBytes: 10 ** 7, spoolDir, keep });
  if (body.kind === 'file') throw new Error('expected it in memory');
  return body.bytes.toString();
}

describe('a JSON document of which members are kept', () => {
  const { A, 'C "é"': C } = OFFERS.products;

  it.each([1, 2, 3, 7, 40, 4096])('has those that match, cut into pieces of %i', async (size) => {
    for (const space of [undefined, 2]) {
      const text = await kept(JSON.stringify(OFFERS, null, space), size);

      expect(JSON.parse(text)).toEqual({ products: { A, 'C "é"': C } });
    }
  });

  it('has the elements of a list within an object, and those of the whole', async () => {
    const list = [{ t: 'p5' }, { t: 'x' }, 'p5'];
    const nested = await kept(JSON.stringify({ a: { b: list } }), 5, ['a', 'b']);

    expect(JSON.parse(nested)).toEqual({ a: { b: [{ t: 'p5' }, 'p5'] } });
    expect(await kept(JSON.stringify(list), 5, [])).toBe('[{"t":"p5"},"p5"]');
  });

  it('is as good when nothing matches', async () => {
    expect(await kept('{"products":{"a":1}}')).toBe('{"products":{}}');
    expect(await kept('{"products":[]}')).toBe('{"products":[]}');
  });

  it('is kept when it is asked for again, whatever its members are', async () => {
    const members = fc.dictionary(fc.string(), fc.oneof(fc.jsonValue(), fc.constant('p5')));
    await fc.assert(
      fc.asyncProperty(members, fc.integer({ min: 1, max: 50 }), async (products, size) => {
        const once = await kept(JSON.stringify({ z: [{ products: 1 }], products }), size);
        const matching = Object.entries(products).filter((each) => {
          const [name, value] = each.map((part) => JSON.stringify(part));
          return `${name}:${value}`.includes('p5');
        });

        expect(JSON.parse(once)).toEqual({ products: Object.fromEntries(matching) });
        expect(await kept(once, size)).toBe(once);
      }),
    );
  });

  it('is refused where it ends early, has no such object, or is no JSON', async () => {
    const text = JSON.stringify(OFFERS);
    const refused = { failure: 'changed' };

    for (const end of [text.indexOf('after') - 3, text.length - 1]) {
      await expect(kept(text.slice(0, end))).rejects.toMatchObject(refused);
    }
    await expect(kept(text, 9, ['nowhere'])).rejects.toMatchObject(refused);
    await expect(kept('')).rejects.toMatchObject(refused);
    await expect(kept(`${text}x`)).rejects.toMatchObject(refused);
    await expect(kept('{"products":{"a":1]}')).rejects.toMatchObject(refused);
    await expect(kept('<p style="color: red">{ a: 1 }</p>')).rejects.toMatchObject(refused);
  });

  it('is refused where a member is longer than a megabyte, or all of it too large', async () => {
    const long = JSON.stringify({ products: { a: 'x'.repeat(2 ** 21) } });
    await expect(kept(long, 2 ** 16)).rejects.toThrow('members of less than a megabyte');

    const many = JSON.stringify({ products: Array(200).fill('x'.repeat(60_000)) });
    await expect(kept(many, 2 ** 16)).rejects.toMatchObject({ failure: 'changed' });
  });
});
