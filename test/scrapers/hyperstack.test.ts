import { describe, expect, it } from 'vitest';
import { hyperstack } from '../../scrapers/hyperstack.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

function card(title: string, heads: readonly string[], cells: readonly string[]): string {
  const divs = (kind: string, texts: readonly string[]) =>
    texts.map((text) => `<div class="page-price_card_${kind}">${text}</div>`).join('');
  return `<div class="page-price_card"><h3>${title}</h3>${divs('head_item', heads)}
    <div class="page-price_card_row_item">${divs('row_item_col', cells)}</div></div>`;
}

const SPOT = card('Spot VM Pricing', ['GPU Model', 'Spot VM'], ['NVIDIA X1', '$1.11']);
const ON_DEMAND = card(
  'On-Demand GPU Pricing',
  ['GPU Model', 'VRAM (GB)', 'Pricing Per Hour'],
  ['NVIDIA X1', '33', '$2.22'],
);

describe('hyperstack', () => {
  it('reads both cards: memory where it is told, no size of what is at most', async () => {
    const readings = await readingsOf(hyperstack, [aPage('pricing', SPOT + ON_DEMAND)]);
    const gpu = { sku: 'NVIDIA X1', count: 1, region: null, vcpus: null, ramGb: null };

    expect(readings).toMatchObject([
      { ...gpu, billing: 'on-demand', memoryGb: 33, price: { micros: 2_220_000 } },
      { ...gpu, billing: 'spot', memoryGb: null, price: { micros: 1_110_000 } },
    ]);
  });

  it.each([
    ['without the card of spot', ON_DEMAND, 'Spot VM Pricing'],
    ['with two cards of one title', SPOT + ON_DEMAND + ON_DEMAND, 'On-Demand GPU Pricing'],
  ])('refuses a page %s', async (_, body, title) => {
    await expect(readingsOf(hyperstack, [aPage('pricing', body)])).rejects.toThrow(
      `expected one card "${title}"`,
    );
  });

  it('reads every GPU of its recording, and neither CPUs nor what is reserved', async () => {
    const documents = await hyperstack.fetch(replaying('test/fixtures/hyperstack/2026-10-05'));
    const readings = await readingsOf(hyperstack, documents);

    expect(readings.filter(({ kind }) => kind === 'listing')).toHaveLength(13 + 5);
    expect(readings).toHaveLength(13 + 5);
  });
});
