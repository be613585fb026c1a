import { z } from 'zod';
import type { Database } from '../../db/open.ts';
import { apiMicros, type TokenPrice } from '../domain/models/token-prices.ts';
import { watchedModel } from '../domain/models/watched.ts';
import { number, Share } from './model-question.ts';
import { read, Since, timeOf } from './question.ts';
import { type Params, QuestionError } from './question-error.ts';
import { tokenPricesAt } from './token-prices.ts';

const TOKEN_PARAMS = {
  model: z.string().max(200),
  'input-ratio': number('input tokens for an output token, such as 3', (value) => value > 0),
  'cache-hit': Share,
  'as-of': Since,
} as const;

export const TokenParams = z.strictObject(TOKEN_PARAMS).partial();
export const TOKEN_PARAM_NAMES: readonly string[] = Object.keys(TOKEN_PARAMS);

/** What APIs are compared by. */
export interface TokenQuestion {
  /** Null: every model of which a price is known. */
  readonly model: string | null;
  readonly inputRatio: number;
  readonly cacheHit: number;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** A request of three times as many tokens as its answer, of which nothing is cached. */
const USUAL = { inputRatio: 3, cacheHit: 0 } as const;

/** Reads a question about prices of tokens. Throws a `QuestionError`. */
export function tokenQuestion(params: Params, now: number): TokenQuestion {
  const given = read(TokenParams, params);
  const model = given.model === undefined ? null : watchedModel(given.model);
  if (given.model !== undefined && model === null) {
    const expected = 'expected a model that is watched, such as deepseek-v4-flash or gpt-5.5';
    throw new QuestionError('model', `${expected}, found "${given.model}"`);
  }
  return {
    model,
    inputRatio: given['input-ratio'] ?? USUAL.inputRatio,
    cacheHit: given['cache-hit'] ?? USUAL.cacheHit,
    at: given['as-of'] === undefined ? now : timeOf(given['as-of'], now),
  };
}

/** A price of tokens beside the others. */
export interface ComparedTokens {
  readonly price: TokenPrice;
  /** A million output tokens with the input that comes with them, in the price's currency. */
  readonly perMillion: number;
  /** So many times the cheapest of V4-Flash; null where none is known in that currency. */
  readonly times: number | null;
}

/** What everything is compared with: the model that began it. */
const YARDSTICK = 'deepseek-v4-flash';

/** Prices of tokens side by side, the cheapest first. */
export async function compareTokenPrices(
  db: Database,
  { model, inputRatio, cacheHit, at }: TokenQuestion,
): Promise<readonly ComparedTokens[]> {
  const load = { inputTokens: inputRatio, outputTokens: 1, cacheHit };
  const cost = (price: TokenPrice) => apiMicros(price, load) / 1e6;
  const yardsticks = await tokenPricesAt(db, YARDSTICK, at);
  const prices = await tokenPricesAt(db, model, at);
  const timesOf = (price: TokenPrice): number | null => {
    const same = yardsticks.filter(({ output }) => output.currency === price.output.currency);
    return same.length === 0 ? null : cost(price) / Math.min(...same.map(cost));
  };
  return prices
    .map((price) => ({ price, perMillion: cost(price), times: timesOf(price) }))
    .sort((one, other) => one.perMillion - other.perMillion);
}
