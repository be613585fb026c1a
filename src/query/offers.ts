import { eq } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { type OfferRow, toMoney } from '../../db/rows.ts';
import { offers } from '../../db/schema.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { glob } from '../domain/glob.ts';
import { matchesSpec, type Spec } from '../domain/spec.ts';
import { type Availability, type Billing, EVIDENCE, type Jurisdiction } from '../domain/words.ts';
import { type Freshness, freshness } from './freshness.ts';

/** A question about offers. Every filter that is absent lets everything pass. */
export interface OfferQuestion {
  readonly spec?: Spec;
  readonly provider?: readonly string[];
  /** Glob over the provider's region code. */
  readonly region?: string;
  readonly country?: readonly string[];
  readonly jurisdiction?: readonly Jurisdiction[];
  /** Leaves out mainland China, Hong Kong, Macau and what is unknown. */
  readonly outsideChina?: boolean;
  readonly billing?: readonly Billing[];
  readonly availability?: readonly Availability[];
  /** Highest price of one accelerator-hour, in the offer's own currency. */
  readonly maxPrice?: number;
  readonly sort?: 'price' | 'provider' | 'accelerator';
  readonly limit?: number;
}

/** An offer with what a reader needs to trust it. */
export interface FoundOffer {
  readonly row: OfferRow;
  readonly acceleratorName: string;
  /** Native price of one whole accelerator for an hour, or null. */
  readonly perAccelerator: number | null;
  readonly seenAt: number | null;
}

export interface OfferAnswer {
  readonly offers: readonly FoundOffer[];
  /** How many matched before `limit`. */
  readonly total: number;
  /** Offers another source of the provider tells of with weaker evidence. */
  readonly witnesses: number;
  /** What `outsideChina` left out, by jurisdiction. */
  readonly leftOut: Readonly<Partial<Record<Jurisdiction, number>>>;
  /** For an empty answer: how many there would be without each filter. */
  readonly without: readonly { readonly filter: string; readonly offers: number }[];
}

/** What can be had now, as far as the accepted crawls tell. */
export async function findOffers(db: Database, question: OfferQuestion): Promise<OfferAnswer> {
  const listed = db.orm.select().from(offers).where(eq(offers.listed, true)).all();
  const { answering, witnesses } = bestEvidence(listed);
  const filters = filtersOf(question);
  const matched = answering.filter((row) => filters.every(({ passes }) => passes(row)));
  const seen = freshness(db);
  const found = matched.map((row) => found1(row, seen)).sort(ORDER[question.sort ?? 'accelerator']);
  return {
    offers: found.slice(0, question.limit ?? found.length),
    total: found.length,
    witnesses,
    leftOut: leftOut(answering, filters),
    without: found.length > 0 ? [] : without(answering, filters),
  };
}

interface Filter<Of = OfferRow> {
  readonly name: string;
  readonly passes: (of: Of) => boolean;
}

function filtersOf(question: OfferQuestion): readonly Filter[] {
  const { spec, maxPrice } = question;
  const filters: (Filter | null)[] = [
    spec ? { name: 'spec', passes: (row) => matchesSpec(spec, subjectOf(row)) } : null,
    oneOf('--provider', question.provider, (row: OfferRow) => row.provider),
    ...placeFilters(question),
    oneOf('--billing', question.billing, (row: OfferRow) => row.billing),
    oneOf('--availability', question.availability, (row: OfferRow) => row.availability),
    maxPrice === undefined
      ? null
      : { name: '--price', passes: (row) => atMost(perAccelerator(row), maxPrice) },
  ];
  return filters.filter((filter) => filter !== null);
}

const OUTSIDE_CHINA = '--outside-china';

/** Where something is, as far as a question asks. */
type Where = Pick<OfferRow, 'region' | 'country' | 'jurisdiction'>;

/** Whether a place passes the filters of the question that are about places. */
export function inPlaces(question: OfferQuestion): (where: Where) => boolean {
  const filters = placeFilters(question);
  return (where) => filters.every(({ passes }) => passes(where));
}

/** Whether the offer is of the hardware that is asked about. */
export function isAbout({ spec }: OfferQuestion, row: OfferRow): boolean {
  return spec === undefined || matchesSpec(spec, subjectOf(row));
}

function placeFilters(question: OfferQuestion): readonly Filter<Where>[] {
  const { region } = question;
  const inside = region === undefined ? null : glob(region);
  return [
    inside && { name: '--region', passes: (at: Where) => at.region !== null && inside(at.region) },
    oneOf('--country', question.country, (at: Where) => at.country),
    oneOf('--jurisdiction', question.jurisdiction, (at: Where) => at.jurisdiction),
    question.outsideChina
      ? { name: OUTSIDE_CHINA, passes: (at: Where) => at.jurisdiction === 'outside-china' }
      : null,
  ].filter((filter) => filter !== null);
}

function oneOf<Of>(
  name: string,
  words: readonly string[] | undefined,
  word: (of: Of) => string | null,
): Filter<Of> | null {
  if (words === undefined) return null;
  return { name, passes: (of) => words.some((each) => each === word(of)) };
}

/** A missing price matches no price filter. */
function atMost(price: number | null, max: number): boolean {
  return price !== null && price <= max;
}

function subjectOf(row: OfferRow) {
  return {
    accelerator: row.accelerator,
    acceleratorName: nameOf(row.accelerator),
    vendor: row.vendor,
    stack: row.stack,
    count: row.count,
    memoryGb: row.memoryGb,
  };
}

/** The catalogue's name for people; the id itself where an older database knows more than we do. */
function nameOf(accelerator: string): string {
  return acceleratorById(accelerator)?.name ?? accelerator;
}

function perAccelerator(row: OfferRow): number | null {
  const price = toMoney(row.price, row.currency);
  return price === null ? null : price.micros / 1e6 / (row.count * row.fraction);
}

function found1(row: OfferRow, seen: Freshness): FoundOffer {
  return {
    row,
    acceleratorName: nameOf(row.accelerator),
    perAccelerator: perAccelerator(row),
    seenAt: seen.seenAt(row.source, row.scope),
  };
}

/** Where several sources of a provider tell of one market, the best evidence answers. */
function bestEvidence(rows: readonly OfferRow[]) {
  const best = new Map<string, OfferRow>();
  for (const row of rows) {
    const other = best.get(row.marketKey);
    if (other === undefined || rank(row) < rank(other)) best.set(row.marketKey, row);
  }
  const answering = rows.filter((row) => best.get(row.marketKey)?.source === row.source);
  return { answering, witnesses: rows.length - answering.length };
}

const rank = (row: OfferRow): number => EVIDENCE.indexOf(row.evidence);

function leftOut(rows: readonly OfferRow[], filters: readonly Filter[]) {
  if (!filters.some(({ name }) => name === OUTSIDE_CHINA)) return {};
  const others = filters.filter(({ name }) => name !== OUTSIDE_CHINA);
  const counts: Partial<Record<Jurisdiction, number>> = {};
  for (const row of rows) {
    if (row.jurisdiction === 'outside-china') continue;
    if (!others.every(({ passes }) => passes(row))) continue;
    counts[row.jurisdiction] = (counts[row.jurisdiction] ?? 0) + 1;
  }
  return counts;
}

function without(rows: readonly OfferRow[], filters: readonly Filter[]) {
  return filters.map(({ name }) => {
    const others = filters.filter((other) => other.name !== name);
    const offers = rows.filter((row) => others.every(({ passes }) => passes(row))).length;
    return { filter: name, offers };
  });
}

type Order = (a: FoundOffer, b: FoundOffer) => number;

const byText = (a: string | null, b: string | null) => (a ?? '').localeCompare(b ?? '');

/** No rate is at hand, so currencies are not compared: dollars first, then by code; no price last. */
const byPrice: Order = (a, b) =>
  Number(a.perAccelerator === null) - Number(b.perAccelerator === null) ||
  currencyRank(a.row.currency).localeCompare(currencyRank(b.row.currency)) ||
  (a.perAccelerator ?? 0) - (b.perAccelerator ?? 0);

const currencyRank = (currency: string | null) => (currency === 'USD' ? '' : (currency ?? ''));

const byPlace: Order = (a, b) =>
  byText(a.row.provider, b.row.provider) ||
  byText(a.row.region, b.row.region) ||
  byText(a.row.zone, b.row.zone) ||
  byText(a.row.sku, b.row.sku) ||
  byText(a.row.key, b.row.key);

const byAccelerator: Order = (a, b) => byText(a.row.accelerator, b.row.accelerator);

const ORDER: Readonly<Record<'price' | 'provider' | 'accelerator', Order>> = {
  price: (a, b) => byPrice(a, b) || byPlace(a, b),
  provider: (a, b) => byPlace(a, b),
  accelerator: (a, b) => byAccelerator(a, b) || byPrice(a, b) || byPlace(a, b),
};
