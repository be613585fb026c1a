import { html } from 'hono/html';
import type { Accelerator } from '../../domain/catalogue/accelerator.ts';
import { generationOf } from '../../domain/catalogue/generations.ts';
import type { FoundAccelerator } from '../../query/groups.ts';
import type { Params } from '../../query/question-error.ts';
import { address } from './links.ts';
import { floorOf, medianOf, type Reading } from './price.ts';
import { factList } from './table.ts';
import { type Html, NONE, outwards, percent, plural } from './text.ts';

/** What it costs tonight, spot apart, and how much of it there is. */
export function marketLine(found: FoundAccelerator | null, reading: Reading): Html {
  if (found === null) return html`<p class="lead"><b>No provider that is read lists it.</b></p>`;
  const { prices, spot, moved, offers, inStock, providers, regions } = found;
  return factList([
    ['A chip-hour on demand from', floorOf(prices, reading)],
    ['Median', `${medianOf(prices)} ${prices[0]?.currency ?? ''}`],
    ['Floor in 7 and 30 days', html`${percent(moved.days7)}, ${percent(moved.days30)}`],
    ['Spot, apart, from', floorOf(spot, reading)],
    ['Said to be in stock', `${inStock} of ${plural(offers, 'offer')}`],
    ['Listed by', `${plural(providers.length, 'provider')} in ${plural(regions, 'region')}`],
  ]);
}

/** The same chip elsewhere. */
export function chipLinks(id: string, params: Params): Html {
  const asked = { ...params, spec: id };
  return html`<nav class="links" aria-label="This accelerator elsewhere">
<a href="${address('../offers', { ...asked, sort: 'price' })}">Offers</a>
<a href="${address('../map', asked)}">Map</a>
<a href="${address('../changes', asked)}">What changed</a>
<a href="../api/v1/accelerators/${id}/history">History as JSON</a>
<button type="button" data-copy hidden>Copy link</button>
</nav>`;
}

/** The row of the catalogue, and who says so. Rates are dense. */
export function chipFacts(chip: Accelerator): Html {
  const { memoryGb, bandwidthGBps, fp16Tflops, fp8Tflops, fp4Tflops, dies, year } = chip;
  const list = factList([
    ['Vendor and stack', `${chip.vendor}, ${chip.stack ?? 'none of the stacks we know'}`],
    ['Generation', generationOf(chip)],
    ['Year', year === null ? NONE : String(year)],
    ['Memory', withUnit(memoryGb, 'GB')],
    ['Bandwidth', withUnit(bandwidthGBps, 'GB/s')],
    ['FP16, dense', withUnit(fp16Tflops, 'TFLOPS')],
    ['FP8, dense', withUnit(fp8Tflops, 'TFLOPS')],
    ['FP4, dense', withUnit(fp4Tflops, 'TFLOPS')],
    ['Dies', dies === null ? NONE : String(dies)],
    ['Also called', chip.aliases.join(', ') || NONE],
    ['Catalogue’s id', html`<span class="mono">${chip.id}</span>`],
    ['How sure', chip.confidence],
  ]);
  const sources = chip.source.split('; ').map((source) => html`${outwards(source, source)} `);
  return html`${list}${chip.note === null ? '' : html`<p>${chip.note}</p>`}
<p class="source"><small>Source: ${sources}</small></p>`;
}

function withUnit(value: number | null, unit: string): string {
  return value === null ? NONE : `${value.toLocaleString('en')} ${unit}`;
}
