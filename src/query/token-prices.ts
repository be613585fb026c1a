import type { Database } from '../../db/open.ts';
import { type TokensVersion, tokensAt } from '../../db/tokens.ts';
import { pricesInForce, TOKEN_PRICES, type TokenPrice } from '../domain/models/token-prices.ts';

/**
 * What APIs asked for a model, or for every model, at a time: what was crawled, and what was published
 * before. What a host is read to ask replaces what was written down of it, unless it is one of the same
 * prices: then that says more, of when it holds.
 */
export async function tokenPricesAt(
  db: Database,
  model: string | null,
  at: number,
): Promise<readonly TokenPrice[]> {
  const crawled = (await tokensAt(db, model, at)).filter(({ listed }) => listed).map(toPrice);
  const models = model === null ? modelsOf(TOKEN_PRICES) : [model];
  const written = models.flatMap((each) => pricesInForce(each, at));
  const kept = written.filter((price) => {
    const read = crawled.filter((each) => isOfSame(each, price));
    return read.length === 0 || read.some((each) => written.some((other) => isEqual(each, other)));
  });
  const added = crawled.filter((price) => !kept.some((other) => isEqual(price, other)));
  return [...kept, ...added];
}

function modelsOf(prices: readonly TokenPrice[]): readonly string[] {
  return [...new Set(prices.map(({ model }) => model))];
}

function toPrice({ tokens, source, at }: TokensVersion): TokenPrice {
  const { kind: _, ...price } = tokens;
  const day = new Date(at).toISOString();
  return {
    ...price,
    ...{ from: day.slice(0, 16).concat('Z'), note: null },
    ...{ source, date: day.slice(0, 10), confidence: 'reported' },
  };
}

const isOfSame = (one: TokenPrice, other: TokenPrice): boolean =>
  one.model === other.model && one.host === other.host;

function isEqual(one: TokenPrice, other: TokenPrice): boolean {
  return (
    isOfSame(one, other) &&
    one.input.micros === other.input.micros &&
    one.output.micros === other.output.micros &&
    one.output.currency === other.output.currency
  );
}
