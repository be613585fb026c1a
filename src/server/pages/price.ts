import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import type { Freshness } from '../../query/freshness.ts';
import type { GroupPrices } from '../../query/offer-groups.ts';
import { isStale, type ServerDesk } from '../desk.ts';
import type { Root } from './layout.ts';
import { ageOf, amount, type Html, NONE } from './text.ts';

/** What the age of a price is told from. */
export interface Reading {
  readonly desk: ServerDesk;
  readonly seen: Freshness;
  readonly root: Root;
}

/** A floor with the offer it is of, how that is known and how long ago it was read; a dash where there is none. */
export function floorOf(prices: readonly GroupPrices[], reading: Reading): Html {
  const [first, ...others] = prices;
  if (first === undefined) return html`${NONE}`;
  const { desk, seen, root } = reading;
  const { offer, floor, currency } = first;
  const seenAt = seen.seenAt(offer.source, offer.scope);
  const stale = isStale(desk, offer.source, seenAt) ? html` <span class="warn">stale</span>` : '';
  const place = offer.region === null ? '' : ` ${offer.region}`;
  const more = others.map((each) => `; in ${each.currency} from ${amount(each.floor)}`);
  return html`<a href="${root}offers/${offer.hash}"><b>${amount(floor)}</b> ${currency}</a>
<span class="sub">${providerName(offer.provider)}${place}, ${offer.evidence}, ${ageOf(seenAt, desk.now())}${stale}${more}</span>`;
}

/** The median in the currency of the floor; a dash of fewer than three. */
export function medianOf([first]: readonly GroupPrices[]): string {
  return amount(first?.median ?? null);
}
