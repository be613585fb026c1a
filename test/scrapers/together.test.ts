import { describe, expect, it } from 'vitest';
import { together } from '../../scrapers/together.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

const HEADS = [
  ...['Hardware', 'ON-Demand', 'Reserved', 'Pay as you go'],
  ...['7-30 days', '31-90 days', '91-180 days', '181+ days'],
];
const UNIT = '<p>All prices are per GPU per hour.</p>';

function table(price: string): string {
  return `<table><thead><tr>${HEADS.map((head) => `<th>${head}</th>`).join('')}</tr></thead>
    <tbody><tr><td>NVIDIA X1</td><td>${price}</td><td colspan="4">$9.99</td></tr></tbody></table>`;
}

const read = (body: string) => readingsOf(together, [aPage('pricing', body)]);

describe('together', () => {
  it('reads what is paid as you go, and nothing that is reserved', async () => {
    expect(await read(UNIT + table('$1.11'))).toMatchObject([
      { sku: 'NVIDIA X1', count: 1, billing: 'on-demand', price: { micros: 1_110_000 } },
    ]);
  });

  it('keeps what is sold by talk, and counts what it cannot read', async () => {
    expect(await read(UNIT + table('Contact us'))).toMatchObject([
      { price: null, availability: 'unknown', words: 'Contact us' },
    ]);
    expect(await read(UNIT + table('€1.11'))).toMatchObject([{ kind: 'unread' }]);
  });

  it('counts a row that has lost a cell: each behind it stands under another head', async () => {
    const row = table('$1.11').replace('colspan="4"', 'colspan="3"');

    expect(await read(UNIT + row)).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses a page with nothing for sale, without its unit, and with two tables', async () => {
    await expect(read(UNIT + table('—'))).rejects.toThrow('expected prices, found none');
    await expect(read(table('$1.11'))).rejects.toThrow(
      'expected "All prices are per GPU per hour."',
    );
    await expect(read(UNIT + table('$1.11') + table('$1.11'))).rejects.toThrow('one table of');
  });

  it('reads the clusters of its recording, not the table that is hidden nor that of models', async () => {
    const documents = await together.fetch(replaying('test/fixtures/together/2026-08-22'));

    expect(await readingsOf(together, documents)).toMatchObject([
      { sku: 'NVIDIA HGX H100', price: { micros: 3_990_000 } },
      { sku: 'NVIDIA HGX H200', price: { micros: 5_990_000 } },
      { sku: 'NVIDIA HGX B200', price: { micros: 8_190_000 } },
    ]);
  });
});
