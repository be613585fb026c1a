import { describe, expect, it } from 'vitest';
import { nebius } from '../../scrapers/nebius.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

const BLOCK = 'pc-highlight-table-block';
const HEADS = ['Item', 'vCPUs', 'RAM, GB', 'Preemptible, GPU-hour', 'On-demand, GPU-hour'];
const ROW = ['NVIDIA X1', '3', '33', '$1.11', '$2.22'];

function line(cells: readonly string[]): string {
  const divs = cells.map((each) => `<div class="${BLOCK}__cell"><p>${each}</p></div>`);
  return `<div class="${BLOCK}__row">${divs.join('')}</div>`;
}

/** A page with one table, fetched on that day. */
function page(rows: readonly string[][], heads = HEADS, day = '2026-01-01', title = 'X GPU Y') {
  const table = `<div class="${BLOCK}"><h2 class="${BLOCK}__title">${title}</h2>
    <div class="${BLOCK}__head">${line(heads)}</div>
    <div class="${BLOCK}__body">${rows.map(line).join('')}</div></div>`;
  return [{ ...aPage('prices', `<main>${table}</main>`), fetchedAt: Date.parse(day) }];
}

/** What was recorded, as if fetched that day. */
async function recorded(name: string, day: string) {
  const documents = await nebius.fetch(replaying(`test/fixtures/nebius/${name}`));
  return documents.map((each) => ({ ...each, fetchedAt: Date.parse(day) }));
}

describe('nebius', () => {
  it('reads one listing for each way a GPU is sold', async () => {
    const listing = { sku: 'NVIDIA X1', count: 1, region: null, vcpus: 3, ramGb: 33, words: null };

    expect(await readingsOf(nebius, page([ROW]))).toMatchObject([
      { ...listing, billing: 'on-demand', price: { micros: 2_220_000, currency: 'USD' } },
      { ...listing, billing: 'spot', price: { micros: 1_110_000, currency: 'USD' } },
    ]);
  });

  it('takes dashes for not sold that way, and "Contact us" for no price shown', async () => {
    const rows = [['NVIDIA X1', '3', '33', '––', 'Contact us']];

    expect(await readingsOf(nebius, page(rows))).toMatchObject([
      { billing: 'on-demand', price: null, availability: 'unknown', words: 'Contact us' },
    ]);
  });

  it('keeps the words of a floor, and takes no number for a range', async () => {
    const rows = [['NVIDIA X1*', '1-11', '2-22', '––', 'from $1.11**']];

    expect(await readingsOf(nebius, page(rows))).toMatchObject([
      {
        sku: 'NVIDIA X1',
        price: { micros: 1_110_000 },
        words: 'from $1.11',
        vcpus: null,
        ramGb: null,
      },
    ]);
  });

  it('takes a price to come from its day on', async () => {
    const to = 'GPU-hour (Effective October 1, 2026)';
    const heads = ['Item', 'vCPUs', 'RAM, GB', 'On-demand, GPU-hour', to];
    const eve = await readingsOf(nebius, page([ROW], heads, '2026-09-30T23:59:59Z'));
    const day = await readingsOf(nebius, page([ROW], heads, '2026-10-01T00:00:00Z'));

    expect(eve).toMatchObject([{ billing: 'on-demand', price: { micros: 1_110_000 } }]);
    expect(day).toMatchObject([{ billing: 'on-demand', price: { micros: 2_220_000 } }]);
  });

  it('counts a price it cannot read', async () => {
    expect(await readingsOf(nebius, page([['NVIDIA X1', '3', '33', '––', '€1.11']]))).toMatchObject(
      [{ kind: 'unread', reason: 'price: expected one amount in dollars, "Contact us" or dashes' }],
    );
  });

  it.each([
    ['a column of another unit', [...HEADS.slice(0, 4), 'On-demand, GPU-month']],
    ['a column renamed', ['Name', ...HEADS.slice(1)]],
    ['a column more than cells', [...HEADS, 'Spot price, GPU-hour*']],
  ])('refuses %s', async (_, heads) => {
    await expect(readingsOf(nebius, page([ROW], heads))).rejects.toThrow('expected');
  });

  it('refuses a page without a table of GPUs', async () => {
    await expect(readingsOf(nebius, page([ROW], HEADS, '2026-01-01', 'Storage'))).rejects.toThrow(
      'expected a table titled "... GPU ..."',
    );
  });

  it.each([
    ['2026-05-08', 4],
    ['2026-08-15', 9 + 7],
    ['2026-10-05-price-to-come', 9 + 7],
  ])('reads every row of its recording %s', async (name, count) => {
    const readings = await readingsOf(nebius, await recorded(name, name.slice(0, 10)));

    expect(readings.filter(({ kind }) => kind === 'listing')).toHaveLength(count);
    expect(readings).toHaveLength(count);
  });

  it('reads the rises of 2026 from its recordings', async () => {
    const h100 = ['2026-05-08', '2026-08-15', '2026-10-05-price-to-come'].map(async (name) => {
      const readings = await readingsOf(nebius, await recorded(name, name.slice(0, 10)));
      return readings.find((each) => each.kind === 'listing' && each.sku === 'NVIDIA HGX H100');
    });

    expect(await Promise.all(h100)).toMatchObject([
      { billing: 'on-demand', price: { micros: 2_950_000 } },
      { billing: 'on-demand', price: { micros: 3_850_000 } },
      { billing: 'on-demand', price: { micros: 4_500_000 } },
    ]);
  });
});
