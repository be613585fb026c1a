import { describe, expect, it } from 'vitest';
import { deepinfra } from '../../scrapers/deepinfra.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

/** A table with one GPU, as far as a test changes it. */
function table({ memory = '33GB', price = '<b>$1.11</b> / GPU-hour' } = {}): string {
  return `<table><thead><tr><th>GPU</th><th>Memory</th><th>Price</th></tr></thead>
    <tbody><tr><td>X1</td><td>${memory}</td><td>${price}</td></tr></tbody></table>`;
}

describe('deepinfra', () => {
  it('reads a GPU that hosts a model: no tier of machines to log in to', async () => {
    expect(await readingsOf(deepinfra, [aPage('pricing', table())])).toMatchObject([
      { sku: 'X1', memoryGb: 33, tier: 'model-hosting', price: { micros: 1_110_000 } },
    ]);
  });

  it('keeps one without a price, and counts what it cannot read', async () => {
    const read = (change: object) => readingsOf(deepinfra, [aPage('pricing', table(change))]);

    expect(await read({ price: 'Contact us' })).toMatchObject([
      { price: null, words: 'Contact us' },
    ]);
    expect(await read({ price: '$1.11' })).toMatchObject([{ kind: 'unread' }]);
    expect(await read({ memory: 'lots' })).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses two tables of these heads: either could be the one', async () => {
    await expect(readingsOf(deepinfra, [aPage('pricing', table() + table())])).rejects.toThrow(
      'expected one table of "GPU | Memory | Price", found 2',
    );
  });

  it('reads every GPU of its recording, and none of the tables beside them', async () => {
    const documents = await deepinfra.fetch(replaying('test/fixtures/deepinfra/2026-08-22'));

    expect(await readingsOf(deepinfra, documents)).toHaveLength(5);
  });
});
