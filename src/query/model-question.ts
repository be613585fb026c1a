import { z } from 'zod';
import { USUAL_UTILISATION } from '../domain/models/crossing.ts';
import type { Model } from '../domain/models/model.ts';
import { MODELS, modelOf } from '../domain/models/models.ts';
import type { Demand } from '../domain/models/room.ts';
import { Currency } from '../domain/money.ts';
import type { OfferFilters } from './conditions.ts';
import { FILTER_PARAMS, read, Since, timeOf } from './question.ts';
import { type Params, QuestionError } from './question-error.ts';

const NAME_LENGTH = 200;

const ModelName = z
  .string()
  .max(NAME_LENGTH)
  .transform((text, context): Model => {
    const found = modelOf(text);
    if (found !== null) return found;
    const names = MODELS.map(({ id }) => id).join(', ');
    context.addIssue(`expected a model of the catalogue, found "${text}"; it has ${names}`);
    return z.NEVER;
  });

const TOKENS = /^(?<number>\d{1,9}(?:\.\d{1,3})?)(?<unit>[kKmM]?)$/;
const UNITS = { '': 1, k: 1024, m: 1024 * 1024 } as const;

/** `1M`, `128K`, `86016`: tokens, K and M as model cards count them, 1024 and 1048576. */
const Tokens = z.string().transform((text, context): number => {
  const { number, unit = '' } = TOKENS.exec(text.trim())?.groups ?? {};
  const factor = Object.entries(UNITS).find(([name]) => name === unit.toLowerCase())?.[1];
  const tokens = Number(number) * Number(factor);
  if (Number.isSafeInteger(tokens) && tokens > 0) return tokens;
  context.addIssue(`expected tokens such as 1M, 128K or 86016, found "${text.slice(0, 60)}"`);
  return z.NEVER;
});

/** A decimal that is right, with what was expected in the sentence for one that is not. */
export function number(expected: string, isRight: (value: number) => boolean) {
  return z.string().transform((text, context): number => {
    const value = Number(text);
    if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text) && isRight(value)) return value;
    context.addIssue(`expected ${expected}, found "${text.slice(0, 60)}"`);
    return z.NEVER;
  });
}

const MOST_SEQUENCES = 100_000;
const Whole = number(
  'a whole number from 1 to 100000',
  (value) => Number.isInteger(value) && value >= 1 && value <= MOST_SEQUENCES,
);
/** From nothing to all. */
export const Share = number('a share from 0 to 1, such as 0.9', (value) => value <= 1);

const OFFERS = {
  ...FILTER_PARAMS,
  model: ModelName,
  currency: z.string().toUpperCase().pipe(Currency),
} as const;

const FIT_PARAMS = {
  ...OFFERS,
  context: Tokens,
  concurrency: Whole,
  'tensor-parallel': Whole,
} as const;

export const FitParams = z.strictObject(FIT_PARAMS).partial();
export const FIT_PARAM_NAMES: readonly string[] = Object.keys(FIT_PARAMS);

/** What is asked of a model, and where. */
export interface ModelQuestion extends OfferFilters {
  readonly model: Model;
  readonly currency: string;
}

/** Which offers hold a model. */
export interface FitQuestion extends ModelQuestion {
  readonly demand: Demand;
}

/**
 * Reads a question about what holds a model: its whole context and one sequence unless it says more.
 * Throws a `QuestionError`.
 */
export function fitQuestion(params: Params): FitQuestion {
  const {
    context,
    concurrency,
    'tensor-parallel': tensorParallel,
    ...rest
  } = read(FitParams, params);
  const question = modelQuestion(rest);
  const contextTokens = context ?? question.model.contextTokens;
  if (contextTokens === null) {
    const why = `the context of ${question.model.name} is not published: expected tokens such as 128K`;
    throw new QuestionError('context', why);
  }
  return { ...question, demand: { contextTokens, concurrency: concurrency ?? 1, tensorParallel } };
}

const BREAK_EVEN_PARAMS = {
  ...OFFERS,
  'input-ratio': number('input tokens for an output token, such as 160', (value) => value > 0),
  'cache-hit': Share,
  utilisation: number('a share above 0 up to 1, such as 0.4', (value) => value > 0 && value <= 1),
  host: z.string().max(NAME_LENGTH),
  'as-of': Since,
} as const;

export const BreakEvenParams = z.strictObject(BREAK_EVEN_PARAMS).partial();
export const BREAK_EVEN_PARAM_NAMES: readonly string[] = Object.keys(BREAK_EVEN_PARAMS);

/** From when on an offer is cheaper than an API. */
export interface BreakEvenQuestion extends ModelQuestion {
  /** Input tokens for an output token; absent: as each rate was measured. */
  readonly inputRatio?: number | undefined;
  /** Share of the input that the cache holds; absent: as each rate was measured. */
  readonly cacheHit?: number | undefined;
  /** Share of time in which the system is busy. */
  readonly utilisation: number;
  /** Whose API; absent: the cheapest for the workload. */
  readonly host?: string | undefined;
  /** Prices of offers and APIs as they were then, milliseconds UTC; absent: now. */
  readonly asOf?: number | undefined;
}

/** Reads a question about break-even. Throws a `QuestionError`. */
export function breakEvenQuestion(params: Params, now: number): BreakEvenQuestion {
  const {
    'input-ratio': inputRatio,
    'cache-hit': cacheHit,
    'as-of': asOf,
    utilisation = USUAL_UTILISATION,
    host,
    ...rest
  } = read(BreakEvenParams, params);
  const question = { ...modelQuestion(rest), inputRatio, cacheHit, utilisation, host };
  return { ...question, asOf: asOf && timeOf(asOf, now) };
}

const ModelParams = z.strictObject(OFFERS).partial();

function modelQuestion(given: z.output<typeof ModelParams>): ModelQuestion {
  const { model, currency, 'outside-china': outsideChina, ...filters } = given;
  if (model === undefined) throw new QuestionError('model', 'expected the name of a model');
  return { ...filters, outsideChina, model, currency: currency ?? 'USD' };
}
