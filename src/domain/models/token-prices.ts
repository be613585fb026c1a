import { type Money, money } from '../money.ts';
import type { Tokens, Window } from '../tokens.ts';
import type { Proof } from './model.ts';
import * as source from './sources.ts';
import type { Workload } from './throughput.ts';

/** What an API asks for a model. Amounts are of a million tokens. */
export interface TokenPrice extends Proof {
  readonly model: string;
  /** Who sells it: `deepseek`, `novita`. */
  readonly host: string;
  /** From when on, `2026-08-16T16:00Z`; null where an undated page says it. */
  readonly from: string | null;
  /** DeepSeek's peak is 01:00-04:00 and 06:00-10:00 UTC, Monday to Friday, Chinese public holidays excepted. */
  readonly window: Window;
  readonly input: Money;
  /** Of input that the cache held; null where none is told: it is paid as input. */
  readonly cachedInput: Money | null;
  readonly output: Money;
  readonly note: string | null;
}

const FLASH = 'deepseek-v4-flash';
const FLASH_41 = 'deepseek-v4.1-flash';
const PRO = 'deepseek-v4-pro';
const MODELS_DEV = 'https://github.com/anomalyco/models.dev/blob/dev/providers';
const STAYED =
  'from 2026-09-14 on V4.1-Flash was to answer to this name; DeepSeek announced that and took it back';
const SERVED_BY_41 = 'DeepSeek serves this name by V4.1-Flash since then';

/** What was published, dated. Crawled prices stand beside it, never in it. */
export const TOKEN_PRICES: readonly TokenPrice[] = [
  {
    ...deepseek(FLASH, '2026-04-24', 'always', [0.14, 0.0028, 0.28]),
    note: 'launch price; 0.0028 of cached input was told later, 0.028 was inferred at first',
  },
  {
    ...deepseek(PRO, '2026-04-24', 'always', [1.74, 0.145, 3.48]),
    ...source.inferred(source.DEEPSEEK_PRICING),
    note: 'launch price of input is documented, the other two follow from the promotion',
  },
  {
    ...deepseek(PRO, '2026-05-22', 'always', [0.435, 0.003625, 0.87]),
    note: 'a promotion, that day said to be permanent',
  },
  deepseek(FLASH, '2026-08-16T16:00Z', 'off-peak', [0.22, 0.007, 0.66]),
  deepseek(FLASH, '2026-08-16T16:00Z', 'peak', [0.44, 0.014, 1.32]),
  { ...deepseek(PRO, '2026-08-16T16:00Z', 'off-peak', [0.66, 0.022, 1.98]), note: STAYED },
  { ...deepseek(PRO, '2026-08-16T16:00Z', 'peak', [1.32, 0.044, 3.96]), note: STAYED },
  ...[FLASH, FLASH_41].flatMap((model) => [
    {
      ...deepseek(model, '2026-09-10', 'off-peak', [0.15, 0.003, 0.6]),
      note: model === FLASH ? SERVED_BY_41 : null,
    },
    {
      ...deepseek(model, '2026-09-10', 'peak', [0.3, 0.006, 1.2]),
      note: model === FLASH ? SERVED_BY_41 : null,
    },
  ]),
  undated(FLASH, 'novita', [0.14, 0.028, 0.28], 'https://novita.ai/models, deepseek-v4-flash'),
  undated(FLASH, 'venice', [0.13, null, 0.26], 'https://docs.venice.ai, V4-Flash 0731'),
  undated(FLASH, 'huawei-maas', [0.3, null, 0.6], 'https://models.dev, huawei-maas'),
  undated(FLASH_41, 'venice', [0.3, null, 1.2], 'https://docs.venice.ai, V4.1-Flash'),
  { ...openai('gpt-5.5', [5, 0.5, 30]), date: '2026-04-23', note: longer(45) },
  { ...openai('gpt-5.6', [2, 0.2, 10]), note: longer(15) },
  { ...openai('gpt-6-astra', [10, 1, 50]), note: longer(75) },
  { ...anthropic('claude-opus-4.6', [5, 0.5, 25]), date: '2026-03-13' },
  { ...anthropic('claude-opus-4.7', [5, 0.5, 25]), date: '2026-04-16' },
  { ...anthropic('claude-opus-4.8', [5, 0.5, 25]), date: '2026-05-28' },
  anthropic('claude-opus-5', [5, 0.5, 25]),
  { ...anthropic('claude-opus-5.5', [4, 0.2, 20]), date: '2026-10-03' },
];

type Amounts = readonly [input: number, cached: number | null, output: number];

function deepseek(model: string, from: string, window: Window, amounts: Amounts): TokenPrice {
  return { ...asked(amounts), model, host: 'deepseek', from, window, ...source.DEEPSEEK_PRICING };
}

function undated(model: string, host: string, amounts: Amounts, page: string): TokenPrice {
  const proof = source.reported(page, '2026-11');
  return { ...asked(amounts), model, host, from: null, window: 'always', ...proof };
}

function longer(output: number): string {
  return `up to 272,000 tokens of input; twice as much, and ${output} out, above`;
}

function openai(model: string, amounts: Amounts): TokenPrice {
  return undated(model, 'openai', amounts, `${MODELS_DEV}/openai/models/${model}.toml`);
}

function anthropic(model: string, amounts: Amounts): TokenPrice {
  const file = model.replaceAll('.', '-');
  return undated(model, 'anthropic', amounts, `${MODELS_DEV}/anthropic/models/${file}.toml`);
}

function asked([input, cached, output]: Amounts) {
  return {
    input: money(input, 'USD'),
    cachedInput: cached === null ? null : money(cached, 'USD'),
    output: money(output, 'USD'),
    note: null,
  };
}

/**
 * The prices of a model in force at a time, milliseconds UTC: of each host the latest before it, with
 * all its windows. An undated one counts from the day it was read on.
 */
export function pricesInForce(
  model: string,
  at: number,
  prices: readonly TokenPrice[] = TOKEN_PRICES,
): readonly TokenPrice[] {
  const latest = new Map<string, number>();
  const told = prices.filter((price) => price.model === model && startOf(price) <= at);
  for (const price of told) {
    latest.set(price.host, Math.max(latest.get(price.host) ?? -Infinity, startOf(price)));
  }
  return told.filter((price) => startOf(price) === latest.get(price.host));
}

/** From when on a price is known to hold, milliseconds UTC. */
function startOf({ from, date }: Pick<TokenPrice, 'from' | 'date'>): number {
  return Date.parse(from ?? date);
}

/**
 * What the API asks for a million output tokens with all the input that comes with them, in millionths
 * of its currency.
 */
export function apiMicros(price: TokenPrice, { inputTokens, outputTokens, cacheHit }: Workload) {
  const cached = (price.cachedInput ?? price.input).micros;
  const input = cacheHit * cached + (1 - cacheHit) * price.input.micros;
  return (inputTokens / outputTokens) * input + price.output.micros;
}

/** A price of tokens that a source told, from a time on. */
export interface CrawledTokens {
  readonly tokens: Tokens;
  readonly listed: boolean;
  readonly source: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

/**
 * What APIs asked for a model, or for every model, at a time: what was crawled until then, and what was
 * published before. What a host is read to ask replaces what was written down of it, unless it is the same:
 * then that says more. One price of several, told without its hours, stands for all of them.
 */
export function priceList(
  versions: readonly CrawledTokens[],
  model: string | null,
  at: number,
): readonly TokenPrice[] {
  const crawled = withHours(versions.filter(({ listed }) => listed).map(toPrice));
  const models = model === null ? modelsOf(TOKEN_PRICES) : [model];
  const written = models.flatMap((each) => pricesInForce(each, at));
  const kept = written.filter((price) => {
    const read = crawled.filter((each) => isOfSame(each, price));
    if (read.length === 0 || read.some((each) => isSaid(each, price))) return true;
    return read.some(
      (each) => each.window === 'unstated' && written.some((other) => isSaid(each, other)),
    );
  });
  const added = crawled.filter((price) => !kept.some((other) => isSaid(price, other)));
  return [...kept, ...added];
}

/** Without what is told without hours of a host that is read to ask by the hour. */
function withHours(crawled: readonly TokenPrice[]): readonly TokenPrice[] {
  const stated = crawled.filter(({ window }) => window !== 'unstated');
  return crawled.filter(
    (price) => price.window !== 'unstated' || !stated.some((each) => isOfSame(each, price)),
  );
}

function modelsOf(prices: readonly TokenPrice[]): readonly string[] {
  return [...new Set(prices.map(({ model }) => model))];
}

function toPrice({ tokens, source, at }: CrawledTokens): TokenPrice {
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

/** Whether what was read is what was written down; it may say less. */
function isSaid(read: TokenPrice, written: TokenPrice): boolean {
  return (
    isOfSame(read, written) &&
    read.input.micros === written.input.micros &&
    read.output.micros === written.output.micros &&
    read.output.currency === written.output.currency &&
    (read.cachedInput === null || read.cachedInput.micros === written.cachedInput?.micros)
  );
}
