import { toMoney } from '../../db/rows.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import type { Sighting } from '../domain/catalogue/sightings.ts';
import { decimal } from '../domain/money.ts';
import type { FoundOffer, OfferAnswer } from '../query/offers.ts';
import type { Context } from './context.ts';
import { sightingList } from './sightings.ts';
import { type Column, table } from './table.ts';
import { age, createPaint, type Paint, plural, usesColour, widthOf } from './terminal.ts';

interface OfferNews {
  readonly answer: OfferAnswer;
  readonly sightings: readonly Sighting[];
  /** Sources last read too long ago. */
  readonly stale: readonly string[];
}

/** Writes the offers as a table, what was left out beside it, and sightings apart. */
export function writeOffers(context: Context, { answer, sightings, stale }: OfferNews): void {
  const { stdout, env, now } = context;
  const paint = createPaint(usesColour(stdout, env));
  const { offers, total } = answer;
  if (offers.length > 0) {
    const columns = offerColumns(now(), paint);
    stdout.write(`${table(columns, offers, { width: widthOf(stdout) })}\n`);
  }
  const shown = offers.length < total ? `${offers.length} of ${plural(total, 'offer')}` : null;
  const notes = [
    shown ?? (total === 0 ? 'No measured offer matches.' : plural(total, 'offer')),
    ...withoutText(answer),
    ...leftOutText(answer),
    ...(answer.witnesses > 0
      ? [`${plural(answer.witnesses, 'offer')} known from weaker evidence too, not repeated`]
      : []),
    ...currencyNote(offers),
    ...(stale.length > 0 ? [`not read for more than a day: ${stale.join(', ')}`] : []),
  ];
  stdout.write(`${notes.join('\n')}\n`);
  const list = sightingList(sightings, paint);
  if (list !== '') stdout.write(`\n${list}`);
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
    { header: 'sku', value: ({ row }) => row.sku },
    { header: 'seen', value: ({ seenAt }) => (seenAt === null ? null : age(now - seenAt)) },
  ];
}

function chipText({ row, acceleratorName }: FoundOffer): string {
  const slice = row.fraction < 1 ? ` (${row.fraction} of one)` : '';
  return `${row.count}× ${acceleratorName}${slice}`;
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
    .map(({ filter, offers }) => `without ${filter} there would be ${plural(offers, 'offer')}`);
}

function leftOutText({ leftOut }: OfferAnswer): readonly string[] {
  const parts = Object.entries(leftOut).map(([jurisdiction, n]) => `${n} in ${jurisdiction}`);
  return parts.length === 0 ? [] : [`left out by --outside-china: ${parts.join(', ')}`];
}

/** Prices in several currencies stand side by side: no rate is at hand to compare them. */
function currencyNote(offers: readonly FoundOffer[]): readonly string[] {
  const currencies = new Set(offers.flatMap(({ row }) => row.currency ?? []));
  return currencies.size > 1
    ? [`prices in ${[...currencies].join(', ')} are not converted, and sorted apart`]
    : [];
}
