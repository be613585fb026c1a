import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import { whereabouts } from '../../domain/normalise.ts';
import { billingText, chipText } from '../../query/in-words.ts';
import type { FoundOffer } from '../../query/offers.ts';
import type { oneOffer } from '../../query/one-offer.ts';
import type { SourceStanding } from '../../query/source-standings.ts';
import { isStale, type ServerDesk } from '../desk.ts';
import { address } from './links.ts';
import { stockText } from './offer-table.ts';
import { factList, tableOf } from './table.ts';
import { ageOf, amount, type Html, NONE, outwards, plural, timeOf } from './text.ts';

type OfferRow = FoundOffer['row'];
type Told = NonNullable<Awaited<ReturnType<typeof oneOffer>>>;

/** What it is, what it costs, whether it can be had, and how old that is. */
export function offerHead(desk: ServerDesk, row: OfferRow, told: Told): Html {
  const { offer, listed } = told;
  const now = desk.now();
  const seenAt = offer.seenAt === null ? null : Date.parse(offer.seenAt);
  const stale = isStale(desk, row.source, seenAt) ? html` <b class="warn">stale</b>` : '';
  const seen = html`${seenAt === null ? 'never read well' : html`read ${ageOf(seenAt, now)} ago`}${stale}`;
  return html`<h1>${chipText({ row, acceleratorName: offer.accelerator })} <small>${whereabouts(row)}, ${row.sku}, ${billingText(row)}</small></h1>
<p class="lead">${listed ? priceText(row, told) : html`<b class="bad">No longer listed.</b>`}</p>
<p>${stockText(row)}, known by <b>${row.evidence}</b>; ${seen}</p>`;
}

function priceText(row: OfferRow, { offer, ratesOf }: Told): Html {
  const { native, hourlyUsd } = offer;
  if (native === null || row.price === null) return html`No price is shown.`;
  const { currency, taxIncluded } = native;
  const chips = row.count * row.fraction;
  const each =
    chips === 1 ? '' : html`<b>${amount(row.price / 1e6 / chips)} ${currency}/chip·h</b>`;
  const tax =
    taxIncluded === null ? 'tax not said' : `tax ${taxIncluded ? 'included' : 'excluded'}`;
  const dollars =
    currency === 'USD' || hourlyUsd === null
      ? ''
      : `${amount(hourlyUsd)} USD/h at the rate of ${ratesOf}; `;
  const since = row.priceSince === null ? '' : html`; so since ${timeOf(row.priceSince)}`;
  return html`<b>${native.amount} ${currency}/h</b> ${each} <span class="quiet">${dollars}${tax}${since}</span>`;
}

/** Where the offer leads: to its seller, its chip, its like, and to programs. */
export function offerLinks(row: OfferRow, homepage: string | null): Html {
  const spec = `${row.accelerator}:${row.count}`;
  return html`<nav class="links" aria-label="This offer elsewhere">
${homepage === null ? '' : outwards(homepage, `Open at ${providerName(row.provider)} ↗`)}
<a href="../accelerators/${row.accelerator}">The accelerator</a>
<a href="${address('../offers', { spec, sort: 'price' })}">Others like it</a>
<a href="../api/v1/offers/${row.hash}">JSON</a>
<a href="../api/v1/offers/${row.hash}/history">History as JSON</a>
<button type="button" data-copy hidden>Copy link</button>
</nav>`;
}

/** Where every figure comes from. */
export function offerFacts(standings: readonly SourceStanding[], row: OfferRow): Html {
  const standing = standings.find(({ facts }) => facts.id === row.source);
  const last = standing?.health?.last;
  const { facts } = standing ?? {};
  return factList([
    ['Source', outwards(facts?.homepage ?? null, row.source)],
    ['Known by', row.evidence],
    ['Verified', facts?.verified ?? 'no source of this install'],
    ['Last crawl', last === undefined ? NONE : html`${last.outcome}, ${timeOf(last.finishedAt)}`],
    ['First seen', timeOf(row.firstSeenAt)],
    [
      'In its own words',
      [row.acceleratorWords, row.words].filter((each) => each !== null).join('; ') || NONE,
    ],
    ['Instance', sizeText(row)],
    ['Under the law of', `${row.country ?? NONE} (${row.jurisdiction})`],
    ['Key', html`<span class="mono">${row.key}</span>`],
  ]);
}

function sizeText({ vcpus, ramGb, diskGb, memoryGb }: OfferRow): string {
  const parts = [
    memoryGb === null ? null : `${memoryGb} GB a chip`,
    vcpus === null ? null : plural(vcpus, 'vCPU'),
    ramGb === null ? null : `${ramGb} GB RAM`,
    diskGb === null ? null : `${diskGb} GB disk`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? NONE : parts.join(', ');
}

/** The same market as other sources tell it. */
export function witnessTable(
  desk: ServerDesk,
  witnesses: readonly (OfferRow & { readonly seenAt: number | null })[],
): Html {
  if (witnesses.length === 0) return html`<p class="quiet">No other source tells of it.</p>`;
  const rows = witnesses.map(
    (row) => html`<tr><th scope="row"><a href="${row.hash}">${row.source}</a></th>
<td class="number">${row.price === null ? NONE : `${row.price / 1e6} ${row.currency}`}</td><td>${stockText(row)}</td>
<td>${row.evidence}</td><td class="number">${ageOf(row.seenAt, desk.now())}${isStale(desk, row.source, row.seenAt) ? html` <span class="warn">stale</span>` : ''}</td></tr>`,
  );
  return tableOf(
    'What other sources say',
    [['Source'], ['Instance·h', 'number'], ['Stock'], ['Known by'], ['Seen', 'number']],
    html`${rows}`,
  );
}
