import { toMoney } from '../../db/rows.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import { decimal } from '../domain/money.ts';
import type { OfferGroup } from '../query/best-per.ts';
import { billingText, chipText, currencyText, leftOutText, staleText } from '../query/in-words.ts';
import { notesOn, offerJson } from '../query/json.ts';
import { type OfferField, offerRecord } from '../query/offer-fields.ts';
import type { FoundOffer, OfferAnswer } from '../query/offers.ts';
import type { Fold } from '../query/question.ts';
import type { Context } from './context.ts';
import type { Told } from './offers.ts';
import { sightingList, watchedList } from './sightings.ts';
import { type Column, table } from './table.ts';
import { age, createPaint, type Paint, plural, usesColour, widthOf } from './terminal.ts';

interface OfferNews extends Told {
  /** With the facts that seldom matter too. */
  readonly isWide: boolean;
  /** The page a person opens to check a source. */
  readonly homepageOf: (source: string) => string | null;
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
    ...offerTables(news, { columns: columnsOf(news, now(), paint), paint, width }),
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

interface Look {
  readonly columns: readonly Column<FoundOffer>[];
  readonly paint: Paint;
  readonly width: number;
}

function offerTables(
  { answer, question }: OfferNews,
  { columns, paint, width }: Look,
): readonly string[] {
  const { offers, groups } = answer;
  if (offers.length === 0) return [];
  if (question.groupBy !== undefined) {
    return [groupedTable(answer, groups, { columns, paint, width })];
  }
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

/** One table, with a line before the offers of each group. */
function groupedTable(
  { offers, currency }: OfferAnswer,
  groups: readonly OfferGroup[],
  { columns, paint, width }: Look,
): string {
  const [head = '', ...lines] = table(columns, offers, { width }).trimEnd().split('\n');
  let last: OfferGroup | undefined;
  const body = offers.flatMap(({ row }, index) => {
    const group = groups.find(({ by }) =>
      Object.entries(by).every(([key, value]) => row[key as Fold] === value),
    );
    const line = lines[index] ?? '';
    if (group === undefined || group === last) return [line];
    last = group;
    return [paint('bold', groupText(group, currency)), line];
  });
  return `${[head, ...body].join('\n')}\n`;
}

function groupText({ by, offers, cheapest }: OfferGroup, currency: string): string {
  const names = Object.values(by).map((name) => name ?? 'unknown');
  const from = cheapest === null ? '' : `, from ${amountText(cheapest)} ${currency}`;
  return `${names.join(', ')}: ${plural(offers, 'offer')}${from}`;
}

function countNotes({ answer, stale }: OfferNews): readonly string[] {
  const { offers, total, matching } = answer;
  const shown = offers.length < total ? `${offers.length} of ${plural(total, 'offer')}` : null;
  return [
    shown ?? (total === 0 ? 'No measured offer matches.' : plural(total, 'offer')),
    ...(matching > total ? [`the cheapest of each group, of ${plural(matching, 'offer')}`] : []),
    ...withoutText(answer.without),
    ...leftOutText(answer, '--outside-china'),
    ...(answer.witnesses > 0
      ? [`${plural(answer.witnesses, 'offer')} known from weaker evidence too, not repeated`]
      : []),
    ...currencyText(answer),
    ...staleText(stale),
  ];
}

/** The asked facts under their own names, or those that matter most. */
function columnsOf(
  { answer, question, isWide, homepageOf }: OfferNews,
  now: number,
  paint: Paint,
): readonly Column<FoundOffer>[] {
  const fact = (name: OfferField): Column<FoundOffer> => ({
    header: name,
    value: (offer) => {
      const { rates } = answer;
      const url = homepageOf(offer.row.source);
      const value = offerRecord(offerJson(offer, { rates, url }))[name];
      return typeof value === 'boolean' ? String(value) : value;
    },
  });
  if (question.columns !== undefined) return question.columns.map(fact);
  const usual = offerColumns(now, paint);
  return isWide ? [...usual, ...WIDE.map(fact)] : usual;
}

const WIDE: readonly OfferField[] = [
  'vramGb',
  'vcpus',
  'ramGb',
  'diskGb',
  'priceSince',
  'words',
  'id',
];

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

function perChip({ perAccelerator }: FoundOffer): string | null {
  return perAccelerator === null ? null : amountText(perAccelerator);
}

const amountText = (amount: number): string => amount.toFixed(amount < 0.1 ? 4 : 2);

function priceText({ price, currency }: FoundOffer['row']): string | null {
  const money = toMoney(price, currency);
  return money && decimal(money);
}

/** Which filter stands in the way. */
export function withoutText(without: OfferAnswer['without']): readonly string[] {
  return without
    .filter(({ offers }) => offers > 0)
    .map(
      ({ filter, offers }) =>
        `without ${optionOf(filter)} there would be ${plural(offers, 'offer')}`,
    );
}

const optionOf = (parameter: string): string => (parameter === 'spec' ? 'spec' : `--${parameter}`);
