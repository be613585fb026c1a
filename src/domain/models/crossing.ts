import { acceleratorById } from '../catalogue/recognise.ts';
import type { Change } from '../change.ts';
import type { Money } from '../money.ts';
import type { Offer } from '../offer.ts';
import { converted, type Rates } from '../rates.ts';
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
 * Flags prices that crossed a break-even with `breakeven.crossed`, and says of which model, load and API.
 * Only what is rented on demand, in one piece, by anyone is held against it.
 */
export function markCrossings(changes: readonly Change[], apis: Apis): readonly Change[] {
  const lines = linesBy(apis);
  return changes.map((change) => {
    const [crossing] = THROUGHPUT.flatMap((row) => crossingOf(change, row, lines, apis.rates));
    if (crossing === undefined) return change;
    return { ...change, flags: [...change.flags, 'breakeven.crossed'], detail: crossing };
  });
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

/** The sentence of a price that crossed the break-even of this rate; none where it did not. */
function crossingOf(
  { kind, offer, before, after, baseline }: Change,
  row: Throughput,
  lines: Lines,
  rates: Rates | null,
): readonly string[] {
  if (offer === null || kind !== 'price' || baseline || !isRented(offer)) return [];
  const packages = packagesFor(row, offer);
  const line = packages === null ? null : lines(row);
  if (packages === null || line === null) return [];
  const each = (price: Money | null | undefined): number | null => {
    const hourly = price ? converted(price, line.price.output.currency, rates) : null;
    return hourly === null ? null : hourly / packages;
  };
  const [was, is] = [each(before?.price), each(after?.price)];
  if (was === null || is === null || isBelow(line, was) === isBelow(line, is)) return [];
  return [sentence(line, is)];
}

const isBelow = (line: BreakEven, each: number): boolean => each < line.perAcceleratorHour;

const TIERS: readonly string[] = ['standard', 'secure'];

const isRented = ({ billing, tier, fraction }: Offer): boolean =>
  billing === 'on-demand' && fraction === 1 && TIERS.includes(tier);

/** Accelerators as sold of an offer that a rate was measured on; null where it is another. */
function packagesFor(row: Throughput, offer: Offer): number | null {
  const accelerator = acceleratorById(offer.accelerator);
  if (accelerator === null) return null;
  const { packages } = ranksOf({ ...offer, accelerator });
  return instancesFor(row, offer.accelerator, packages) === null ? null : packages;
}

function sentence({ throughput, price, perAcceleratorHour, utilisation }: BreakEven, each: number) {
  const model = modelOf(throughput.model)?.name ?? throughput.model;
  const { inputTokens, outputTokens, cacheHit } = throughput;
  const load = `${inputTokens}/${outputTokens} tokens, ${Math.round(cacheHit * 100)} % cached`;
  const where = each < perAcceleratorHour ? 'now below' : 'no longer below';
  const amounts = `${each.toFixed(2)} of ${perAcceleratorHour.toFixed(2)} ${price.output.currency}`;
  return `${where} break-even for ${model} at ${Math.round(utilisation * 100)} % use (${load}): ${amounts} an accelerator-hour against ${price.host}`;
}
