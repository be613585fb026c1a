import { toMoney } from '../../db/rows.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import { decimal } from '../domain/money.ts';
import { notesOn } from '../query/json.ts';
import type { FoundOffer, OfferAnswer } from '../query/offers.ts';
import type { Context } from './context.ts';
import type { Found } from './offers.ts';
import { sightingList, watchedList } from './sightings.ts';
import { type Column, table } from './table.ts';
import { age, createPaint, type Paint, plural, usesColour, widthOf } from './terminal.ts';

interface OfferNews extends Found {
  /** Sources last read too long ago. */
  readonly stale: readonly string[];
}

/**
 * Writes the offers as a table, those apart whose place nobody knows, what was left out, sightings,
 * and what to know of the hardware.
 */
export function writeOffers(context: Context, news: OfferNews): void {
  const { stdout, env, now } = context;
  const { answer, sightings, watched } = news;
  const paint = createPaint(usesColour(stdout, env));
  const width = widthOf(stdout);
  const tables = [
    ...offerTables(answer.offers, { now: now(), paint, width }),
    `${countNotes(news).join('\n')}\n`,
    sightingList(sightings, paint),
    // Hardware that is everywhere would have a long list of where it is not.
    sightings.length > 0 || answer.total === 0 ? watchedList(watched, now(), paint) : '',
    ...notesOn(answer.offers, sightings).map(
      ({ date, text, url }) => `${date}  ${text}\n      ${paint('gray', url)}\n`,
    ),
  ];
  stdout.write(tables.filter((text) => text !== '').join('\n'));
}

function offerTables(
  offers: readonly FoundOffer[],
  { now, paint, width }: { readonly now: number; readonly paint: Paint; readonly width: number },
): readonly string[] {
  const columns = offerColumns(now, paint);
  const isLost = ({ row }: FoundOffer) => row.region !== null && row.jurisdiction === 'unknown';
  const lost = offers.filter(isLost);
  const known = offers.filter((offer) => !isLost(offer));
  return [
    known.length === 0 ? '' : table(columns, known, { width }),
    lost.length === 0
      ? ''
      : `${paint('bold', 'In regions that the catalogue does not have: the country is not known')}\n${table(columns, lost, { width })}`,
  ];
}

function countNotes({ answer, stale }: OfferNews): readonly string[] {
  const { offers, total } = answer;
  const shown = offers.length < total ? `${offers.length} of ${plural(total, 'offer')}` : null;
  return [
    shown ?? (total === 0 ? 'No measured offer matches.' : plural(total, 'offer')),
    ...withoutText(answer),
    ...leftOutText(answer),
    ...(answer.witnesses > 0
      ? [`${plural(answer.witnesses, 'offer')} known from weaker evidence too, not repeated`]
      : []),
    ...currencyNote(answer),
    ...(stale.length > 0 ? [`not read for more than a day: ${stale.join(', ')}`] : []),
  ];
}

function offerColumns(now: number, paint: Paint): readonly Column<FoundOffer>[] {
  return [
    { header: 'provider', value: ({ row }) => providerName(row.provider) },
    { header: 'place', value: ({ row }) => row.zone ?? row.region },
    { header: 'in', value: ({ row }) => row.country },
    { header: 'accelerator', value: chipText },
    { header: 'billing', value: ({ row }) => billingText(row) },
    { header: 'chip/h', value: perChip, align: 'right' },
    { header: 'all/h', value: ({ row }) => priceText(row), align: 'right' },
    { header: 'cur', value: ({ row }) => row.currency, fixed: true },
    {
      header: 'stock',
      value: ({ row }) => row.availability,
      paint: (text, { row }) => (row.availability === 'sold-out' ? paint('red', text) : text),
    },
    { header: 'known by', value: ({ row }) => row.evidence },
    { header: 'sku', value: ({ row }) => row.sku },
    { header: 'seen', value: ({ seenAt }) => (seenAt === null ? null : age(now - seenAt)) },
  ];
}

function chipText({ row, acceleratorName }: FoundOffer): string {
  const slice = row.fraction < 1 ? ` (${row.fraction} of one)` : '';
  const unit = row.unit === null ? '' : ` ${row.unit}`;
  return `${row.count}× ${acceleratorName}${unit}${slice}`;
}

function billingText({ billing, termMonths, tier }: FoundOffer['row']): string {
  const term = termMonths === null ? '' : ` ${termMonths} mo`;
  return `${billing}${term}${tier === 'standard' ? '' : ` ${tier}`}`;
}

function perChip({ perAccelerator }: FoundOffer): string | null {
  return perAccelerator === null ? null : perAccelerator.toFixed(perAccelerator < 0.1 ? 4 : 2);
}

function priceText({ price, currency }: FoundOffer['row']): string | null {
  const money = toMoney(price, currency);
  return money && decimal(money);
}

function withoutText({ without }: OfferAnswer): readonly string[] {
  return without
    .filter(({ offers }) => offers > 0)
    .map(
      ({ filter, offers }) =>
        `without ${optionOf(filter)} there would be ${plural(offers, 'offer')}`,
    );
}

const optionOf = (parameter: string): string => (parameter === 'spec' ? 'spec' : `--${parameter}`);

function leftOutText({ leftOut }: OfferAnswer): readonly string[] {
  const parts = Object.entries(leftOut).map(([jurisdiction, n]) => `${n} in ${jurisdiction}`);
  return parts.length === 0 ? [] : [`left out by --outside-china: ${parts.join(', ')}`];
}

/** Prices in several currencies stand side by side; how they are compared must be said. */
function currencyNote({ offers, currency, rates }: OfferAnswer): readonly string[] {
  const others = new Set(offers.flatMap(({ row }) => row.currency ?? []));
  others.delete(currency);
  if (others.size === 0) return [];
  const list = [...others].join(', ');
  return rates === null
    ? [`prices in ${list} are not converted, and sorted apart: no rate of these days is known`]
    : [`prices in ${list} are compared in ${currency} at the rates of ${rates.date}`];
}
