import { perAccelerator, type Throughput } from '../domain/models/throughput.ts';
import type { TokenPrice } from '../domain/models/token-prices.ts';
import { decimal } from '../domain/money.ts';
import type { BreakEvenAnswer, FoundBreakEven, OfferedSystem } from './break-even.ts';
import { cheapestJson, modelJson } from './fit-json.ts';
import { rounded } from './json.ts';
import type { BreakEvenQuestion } from './model-question.ts';
import type { CsvRows } from './rows-text.ts';
import type { ComparedTokens, TokenQuestion } from './token-comparison.ts';

/** From when on renting beats the API, as the command line and the API give it. */
export function breakEvensJson(question: BreakEvenQuestion, answer: BreakEvenAnswer) {
  const { model, inputRatio, cacheHit, utilisation } = question;
  return {
    model: modelJson(model),
    asked: { inputRatio: inputRatio ?? null, cacheHit: cacheHit ?? null, utilisation },
    prices: answer.prices.map(tokenPriceJson),
    breakEvens: answer.found.map(foundJson),
    otherConditions: answer.otherConditions.map(throughputJson),
    withoutRate: answer.withoutRate,
  };
}

/** What an API asks for a model; amounts are of a million tokens. */
export function tokenPriceJson({ input, cachedInput, output, ...price }: TokenPrice) {
  return {
    ...price,
    currency: output.currency,
    input: decimal(input),
    cachedInput: cachedInput && decimal(cachedInput),
    output: decimal(output),
  };
}

function throughputJson(row: Throughput) {
  const { model: _, ...facts } = row;
  return { ...facts, outputPerSecondPerAccelerator: rounded(perAccelerator(row)) };
}

function foundJson({ line, offered }: FoundBreakEven) {
  const { throughput, price, apiPerMillion, perAcceleratorHour } = line;
  return {
    measured: throughputJson(throughput),
    api: { host: price.host, window: price.window, from: price.from },
    currency: price.output.currency,
    apiPerMillionOutput: rounded(apiPerMillion),
    breakEvenPerAcceleratorHour: rounded(perAcceleratorHour),
    offered: offered.map(offeredJson),
  };
}

function offeredJson({ cheapest, instances, perAcceleratorHour, against }: OfferedSystem) {
  return {
    ...cheapestJson(cheapest),
    ...{ instances, perAcceleratorHour: rounded(perAcceleratorHour) },
    perMillionOutput: rounded(against?.perMillion ?? null),
    breakEvenUtilisation: rounded(against?.utilisation ?? null),
    breakEvenMillionsAMonth: rounded(against?.millionsAMonth ?? null),
  };
}

/** Prices of tokens side by side, as the command line and the API give them. */
export function tokensJson(
  { model, inputRatio, cacheHit, at }: TokenQuestion,
  found: readonly ComparedTokens[],
) {
  return {
    asked: { model, inputRatio, cacheHit, at: new Date(at).toISOString() },
    total: found.length,
    tokens: found.map(({ price, perMillion, times }) => ({
      ...tokenPriceJson(price),
      ...{ perMillionOutput: rounded(perMillion), timesV4Flash: rounded(times) },
    })),
  };
}

/** Prices of tokens as lines of a table: not every price has a note, so that the first one names not all columns. */
export const TOKEN_ROWS: CsvRows<ReturnType<typeof tokensJson>['tokens'][number]> = {
  columns: [
    ...['model', 'host', 'window', 'from', 'currency', 'input', 'cachedInput', 'output'],
    ...['perMillionOutput', 'timesV4Flash', 'confidence', 'source', 'date', 'note'],
  ],
  records: (price) => [{ ...price }],
};
