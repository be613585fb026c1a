import { type Rates, rateBetween } from '../rates.ts';
import { perAccelerator, type Throughput, type Workload } from './throughput.ts';
import { apiMicros, type TokenPrice } from './token-prices.ts';

/** What a published rate is worth against an API, in the API's currency. */
export interface BreakEven {
  readonly throughput: Throughput;
  readonly price: TokenPrice;
  /** What the API asks for a million output tokens with the input that comes with them. */
  readonly apiPerMillion: number;
  /** An accelerator-hour (as sold) that costs less beats the API at the asked utilisation. */
  readonly perAcceleratorHour: number;
  readonly utilisation: number;
}

const HOUR_S = 3600;
/** Hours of a month, as clouds count them. */
const MONTH_HOURS = 730;

/** From which price of an accelerator-hour on a rented system is cheaper than an API. */
export function breakEvenOf(
  throughput: Throughput,
  price: TokenPrice,
  utilisation: number,
): BreakEven {
  const apiPerMillion = apiMicros(price, throughput) / 1e6;
  const perAcceleratorHour = atFull(throughput, apiPerMillion) * utilisation;
  return { throughput, price, apiPerMillion, utilisation, perAcceleratorHour };
}

/** What an offer comes to against an API. */
export interface OfferedAgainst {
  /** A million output tokens at the asked utilisation; the whole bill is on them. */
  readonly perMillion: number;
  /** The share of time it has to be busy to beat the API; above 1: never. */
  readonly utilisation: number;
  /** Millions of output tokens a month from which the API costs more than the whole system. */
  readonly millionsAMonth: number;
}

/** Compares an accelerator-hour's price, in the API's currency, with a break-even. */
export function offeredAgainst(
  perAcceleratorHour: number,
  { throughput, apiPerMillion, utilisation }: BreakEven,
): OfferedAgainst {
  const full = atFull(throughput, apiPerMillion);
  const system = perAcceleratorHour * throughput.count * throughput.nodes;
  const millionsAnHour = (throughput.outputPerSecond * HOUR_S) / 1e6;
  return {
    perMillion: system / (millionsAnHour * utilisation),
    utilisation: perAcceleratorHour / full,
    millionsAMonth: (system * MONTH_HOURS) / apiPerMillion,
  };
}

/** What an accelerator-hour is worth that is busy for all of it. */
function atFull(throughput: Throughput, apiPerMillion: number): number {
  return ((perAccelerator(throughput) * HOUR_S) / 1e6) * apiPerMillion;
}

/** How far a workload may be from the measured one for its rate to say anything. */
const NEAR = { ratio: 1.5, cacheHit: 0.05 } as const;

/** Whether a rate was measured under conditions like these; what is not asked is like any. */
export function isLike(
  row: Workload,
  asked: { readonly inputRatio?: number | undefined; readonly cacheHit?: number | undefined },
): boolean {
  const { inputRatio, cacheHit } = asked;
  const ratio = row.inputTokens / row.outputTokens;
  const isRatio =
    inputRatio === undefined ||
    Math.max(ratio / inputRatio, inputRatio / ratio) <= NEAR.ratio + Number.EPSILON;
  const isHit =
    cacheHit === undefined || Math.abs(row.cacheHit - cacheHit) <= NEAR.cacheHit + Number.EPSILON;
  return isRatio && isHit;
}

/** The API that asks least for this workload; null where none is known. */
export function cheapestApi(
  workload: Throughput,
  prices: readonly TokenPrice[],
  rates: Rates | null,
): TokenPrice | null {
  const comparable = prices.flatMap((price) => {
    const rate = rateBetween(rates, price.output.currency, 'USD');
    return rate === null ? [] : [{ price, usd: apiMicros(price, workload) * rate }];
  });
  return comparable.sort((one, other) => one.usd - other.usd)[0]?.price ?? null;
}

/** How many instances of so many accelerators (as sold) a measured system is; null where it is not made of these. */
export function instancesFor(
  { accelerators, count, nodes }: Pick<Throughput, 'accelerators' | 'count' | 'nodes'>,
  accelerator: string,
  packages: number,
): number | null {
  if (!accelerators.includes(accelerator) || packages < count) return null;
  return packages >= count * nodes ? 1 : nodes;
}
