import { acceleratorById } from '../catalogue/recognise.ts';
import type { Change } from '../change.ts';
import type { Money } from '../money.ts';
import type { Offer, OfferState } from '../offer.ts';
import { converted, type Rates } from '../rates.ts';
import { PRICED_TIERS } from '../words.ts';
import { type BreakEven, breakEvenOf, cheapestApi, instancesFor } from './break-even.ts';
import { ranksOf } from './hardware.ts';
import { modelOf } from './models.ts';
import { THROUGHPUT, type Throughput } from './throughput.ts';
import type { TokenPrice } from './token-prices.ts';

/** The share of time a system is taken to be busy where nobody says otherwise. */
export const USUAL_UTILISATION = 0.4;

/** What renting is held against: prices by model, and the rates of the day. */
export interface Apis {
  readonly pricesOf: (model: string) => readonly TokenPrice[];
  readonly rates: Rates | null;
}

/**
 * Flags what crossed a break-even with `breakeven.crossed`, and says of which model, load and API: a price that
 * moved, and an offer below it that is new, back, or has a price for the first time. Only what is rented on
 * demand, in one piece, by anyone is held against it. `elsewhere` is what other sources tell of: an offer
 * that one of them has below the line already is no news.
 */
export function markCrossings(
  changes: readonly Change[],
  apis: Apis,
  elsewhere: readonly Offer[],
): readonly Change[] {
  const context = { lines: linesBy(apis), rates: apis.rates, elsewhere };
  const told = new Map<Change, string>();
  for (const turn of turnsOf(changes)) {
    const [crossing] = THROUGHPUT.flatMap((row) => crossingOf(turn, row, context));
    if (crossing !== undefined) told.set(turn.change, crossing);
  }
  return changes.map((change) => {
    const crossing = told.get(change);
    if (crossing === undefined) return change;
    const detail = [crossing, change.detail].filter((each) => each !== null).join('; ');
    return { ...change, flags: [...change.flags, 'breakeven.crossed'], detail };
  });
}

/** What the changes of one crawl did to an offer. */
interface Turn {
  readonly offer: Offer;
  /** Null where it was not listed. */
  readonly was: OfferState | null;
  readonly is: OfferState | null;
  /** The change that says so. */
  readonly change: Change;
}

function turnsOf(changes: readonly Change[]): readonly Turn[] {
  const byOffer = new Map<string, [Change, ...Change[]]>();
  for (const change of changes.filter(isMove)) {
    const key = change.offer?.key ?? '';
    const own = byOffer.get(key);
    if (own === undefined) byOffer.set(key, [change]);
    else own.push(change);
  }
  return [...byOffer.values()].flatMap((own): readonly Turn[] => {
    const [{ kind, offer, before }] = own;
    const last = own.at(-1) ?? own[0];
    if (offer === null) return [];
    const change = own.find((each) => each.kind === 'price') ?? last;
    return [{ offer, was: kind === 'listed' ? null : before, is: last.after, change }];
  });
}

/** An offer that flaps has its sentence already, and no flag. */
function isMove({ kind, offer, baseline, flags, detail }: Change): boolean {
  if (baseline || offer === null || !isRented(offer)) return false;
  const isFlapping = flags.length === 0 && detail !== null;
  return kind === 'price' || ((kind === 'listed' || kind === 'availability') && !isFlapping);
}

/**
 * What the offers of these crossed because an API asks another price now: a change for each rate whose
 * break-even moved over some of them.
 */
export function movedLines(offers: readonly Offer[], before: Apis, after: Apis): readonly Change[] {
  const [linesBefore, linesAfter] = [linesBy(before), linesBy(after)];
  return THROUGHPUT.flatMap((row): readonly Change[] => {
    const [was, is] = [linesBefore(row), linesAfter(row)];
    if (was === null || is === null || currencyOf(was) !== currencyOf(is)) return [];
    const crossed = offers.filter((offer) => {
      const each = eachOf(row, offer, offer.state.price, { line: is, rates: after.rates });
      return each !== null && isBelow(was, each) !== isBelow(is, each);
    });
    return crossed.length === 0 ? [] : [moved(crossed.length, was, is)];
  });
}

const currencyOf = ({ price }: BreakEven): string => price.output.currency;

function moved(offers: number, was: BreakEven, is: BreakEven): Change {
  const verb = offers === 1 ? 'offer is' : 'offers are';
  const where = was.perAcceleratorHour < is.perAcceleratorHour ? 'now below' : 'no longer below';
  const [old, amount] = [was, is].map(({ perAcceleratorHour }) => perAcceleratorHour.toFixed(2));
  const { price, throughput } = is;
  return {
    ...{ kind: 'source', flags: ['breakeven.crossed'], offer: null, subject: throughput.model },
    detail: `${offers} ${verb} ${where} break-even for ${loadText(is)}: an accelerator-hour is worth ${amount} ${price.output.currency} against ${price.host}, ${old} before`,
    ...{ before: null, after: null, changePercent: null, baseline: false },
  };
}

type Lines = (row: Throughput) => BreakEven | null;

/** The break-even of each rate against the cheapest API, worked out once; null where no API is known. */
function linesBy({ pricesOf, rates }: Apis): Lines {
  const known = new Map<Throughput, BreakEven | null>();
  return (row) => {
    const found = known.get(row);
    if (found !== undefined) return found;
    const price = cheapestApi(row, pricesOf(row.model), rates);
    const line = price === null ? null : breakEvenOf(row, price, USUAL_UTILISATION);
    known.set(row, line);
    return line;
  };
}

interface Beside {
  readonly lines: Lines;
  readonly rates: Rates | null;
  readonly elsewhere: readonly Offer[];
}

/** The sentence of an offer that crossed the break-even of this rate; none where it did not. */
function crossingOf(
  { offer, was, is }: Turn,
  row: Throughput,
  { lines, rates, elsewhere }: Beside,
): readonly string[] {
  const line = packagesFor(row, offer) === null ? null : lines(row);
  if (line === null) return [];
  const isUnder = (state: OfferState | null): boolean | null => {
    if (state === null || state.availability === 'sold-out') return null;
    const each = eachOf(row, offer, state.price, { line, rates });
    return each === null ? null : isBelow(line, each);
  };
  const [before, now] = [isUnder(was), isUnder(is)];
  const isNew = before === null && now === true;
  const isTold =
    isNew && elsewhere.some((other) => isSameMarket(other, offer) && isUnder(other.state));
  const each = eachOf(row, offer, is?.price ?? null, { line, rates });
  const hasCrossed = isNew ? !isTold : before !== null && now !== null && before !== now;
  return hasCrossed && each !== null ? [sentence(line, each)] : [];
}

const isSameMarket = (one: Offer, other: Offer): boolean => one.marketKey === other.marketKey;

const isBelow = (line: BreakEven, each: number): boolean => each < line.perAcceleratorHour;

/** What one accelerator as sold costs at that price, in the currency of the line; null where that is not known. */
function eachOf(
  row: Throughput,
  offer: Offer,
  price: Money | null,
  { line, rates }: { readonly line: BreakEven; readonly rates: Rates | null },
): number | null {
  const packages = isRented(offer) ? packagesFor(row, offer) : null;
  const hourly = price && converted(price, line.price.output.currency, rates);
  return packages === null || hourly === null ? null : hourly / packages;
}

const isRented = ({ billing, tier, fraction }: Offer): boolean =>
  billing === 'on-demand' && fraction === 1 && PRICED_TIERS.includes(tier);

/** Accelerators as sold of an offer that a rate was measured on; null where it is another. */
function packagesFor(row: Throughput, offer: Offer): number | null {
  const accelerator = acceleratorById(offer.accelerator);
  if (accelerator === null) return null;
  const { packages } = ranksOf({ ...offer, accelerator });
  return instancesFor(row, offer.accelerator, packages) === null ? null : packages;
}

function loadText({ throughput, utilisation }: BreakEven): string {
  const model = modelOf(throughput.model)?.name ?? throughput.model;
  const { inputTokens, outputTokens, cacheHit } = throughput;
  const load = `${inputTokens}/${outputTokens} tokens, ${Math.round(cacheHit * 100)} % cached`;
  return `${model} at ${Math.round(utilisation * 100)} % use (${load})`;
}

function sentence(line: BreakEven, each: number): string {
  const { price, perAcceleratorHour } = line;
  const where = each < perAcceleratorHour ? 'now below' : 'no longer below';
  const amounts = `${each.toFixed(2)} of ${perAcceleratorHour.toFixed(2)} ${price.output.currency}`;
  return `${where} break-even for ${loadText(line)}: ${amounts} an accelerator-hour against ${price.host}`;
}
