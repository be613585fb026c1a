import { z } from 'zod';
import { Currency } from '../domain/money.ts';
import { parseSpec, type Range, type Spec } from '../domain/spec.ts';
import { Availability, Billing, Evidence, Jurisdiction, Stack } from '../domain/words.ts';
import { OFFER_FIELDS } from './offer-fields.ts';
import { type Params, QuestionError } from './question-error.ts';

const LONGEST = 2000;

/** What offers can be sorted by. */
export const ORDERS = [
  'price',
  'provider',
  'region',
  'country',
  'jurisdiction',
  'accelerator',
  'count',
  'memory',
  'stock',
] as const;

/** What offers can be grouped by. */
export const FOLDS = ['accelerator', 'provider', 'region', 'country', 'jurisdiction'] as const;
export type Fold = (typeof FOLDS)[number];

export interface SortKey {
  readonly by: (typeof ORDERS)[number];
  readonly descending: boolean;
}

/** Words between commas. */
const words = (text: string): readonly string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const Text = z.string().max(LONGEST, `expected at most ${LONGEST} characters`);
const Words = Text.transform(words).pipe(z.array(z.string()).min(1, 'expected at least one word'));

/** Words between commas, each one of these. */
export function among<const T extends readonly string[]>(options: T) {
  return Words.pipe(
    z.array(
      z.enum(options, {
        error: ({ input }) => `expected one of ${options.join(', ')}, found "${quoted(input)}"`,
      }),
    ),
  );
}

const quoted = (input: unknown): string => String(input).slice(0, 60);

/** A pattern that a text must have, with the sentence for one that has not. */
function written<T>(expected: string, read: (text: string) => T | null) {
  return Text.transform((text, context): T => {
    const value = read(text.trim());
    if (value !== null) return value;
    context.addIssue(`expected ${expected}, found "${quoted(text)}"`);
    return z.NEVER;
  });
}

export const SpecText = Text.transform((text, context): Spec => {
  try {
    return parseSpec(text);
  } catch (cause) {
    // The one sentence of `parseSpec` is the answer to who asked.
    context.addIssue((cause as RangeError).message);
    return z.NEVER;
  }
});

const AMOUNT = String.raw`\d{1,9}(?:\.\d{1,6})?`;
const RANGE = new RegExp(`^(?<min>${AMOUNT})?(?<dots>\\.\\.)?(?<max>${AMOUNT})?$`);

/** `2.5`, `1..2.5`, `1..`, `..2.5`; a single number is both ends. */
function range(text: string): Range | null {
  const { min, dots, max } = RANGE.exec(text)?.groups ?? {};
  if (min === undefined && max === undefined) return null;
  if (dots === undefined && max !== undefined) return null;
  const [low, high] = [min, dots === undefined ? min : max].map((end) =>
    end === undefined ? null : Number(end),
  );
  if (low === undefined || high === undefined) return null;
  return low !== null && high !== null && low > high ? null : { min: low, max: high };
}

export const AGE_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const AGE = /^(?<number>\d{1,5})(?<unit>[mhdw])$/;

/** `90m`, `24h`, `7d`, `2w` in milliseconds. */
export function age(text: string): number | null {
  const { number, unit } = AGE.exec(text)?.groups ?? {};
  const ms = Object.entries(AGE_MS).find(([letter]) => letter === unit)?.[1];
  return ms === undefined ? null : Number(number) * ms;
}

/** An age before now, or a time such as 2026-08-04; milliseconds UTC. */
export const Since = written('an age such as 24h or 7d, or a time such as 2026-08-04', (text) => {
  const ms = age(text);
  if (ms !== null) return { ago: ms };
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : { at };
});

/** A switch: named alone or with 1, it is on. */
export const Yes = Text.refine((text) => ['', '1', 'true', 'yes'].includes(text), {
  error: ({ input }) => `expected 1 or nothing, found "${quoted(input)}"`,
}).transform(() => true);

const Sort = Words.pipe(
  z.array(
    z.string().transform((word, context): SortKey => {
      const name = word.replace(/^-/, '');
      const by = ORDERS.find((order) => order === name);
      if (by !== undefined) return { by, descending: word.startsWith('-') };
      context.addIssue(
        `expected one of ${ORDERS.join(', ')}, or -price to turn one round, found "${quoted(word)}"`,
      );
      return z.NEVER;
    }),
  ),
);

/** Rows of one page, at most and where an answer over HTTP is not told how many. */
export const MOST_ROWS = 1000;

export const Limit = written(`a whole number from 1 to ${MOST_ROWS}`, (text) =>
  /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MOST_ROWS ? Number(text) : null,
);

/** The `next` of an answer to the same question. */
export const Cursor = z.string().max(LONGEST);

/** What narrows a question about offers, and about what happened to them. */
export const FILTER_PARAMS = {
  spec: SpecText,
  provider: Words,
  /** Globs over the provider's own region code. */
  region: Words,
  country: Words.pipe(
    z.array(
      z
        .string()
        .toUpperCase()
        .regex(/^[A-Z]{2}$/, 'expected country codes such as DE or FI,FR'),
    ),
  ),
  jurisdiction: among(Jurisdiction.options),
  'outside-china': Yes,
  billing: among(Billing.options),
  tier: Words,
  stack: among(Stack.options),
  source: Words,
} as const;

const OFFER_PARAMS = {
  ...FILTER_PARAMS,
  state: among(Availability.options),
  evidence: among(Evidence.options),
  /** GB of one accelerator. */
  memory: written('gigabytes such as 80.. or 40..80', range),
  /** Of one accelerator-hour, or of the instance where `per` says so, in `currency`. */
  price: written('a price such as ..2.50 or 1..2.50', range),
  per: z.enum(['accelerator', 'instance'], 'expected accelerator or instance'),
  currency: Text.toUpperCase().pipe(Currency),
  /** Seen no longer ago. */
  fresh: written('an age such as 6h or 2d', age),
  sort: Sort,
  /** Of each of these, or of each pair, the cheapest alone. */
  'best-per': among(FOLDS),
  /** These together, each with its count and its cheapest. */
  'group-by': among(FOLDS),
  /** These facts of each offer alone. */
  columns: among(OFFER_FIELDS),
  limit: Limit,
  cursor: Cursor,
  /** What could be had at that time. */
  'as-of': Since,
} as const;

export const OfferParams = z.strictObject(OFFER_PARAMS).partial();

/** The parameters a question about offers may have, for help and documentation. */
export const OFFER_PARAM_NAMES: readonly string[] = Object.keys(OFFER_PARAMS);

/** A question about offers. What is absent narrows nothing. */
export type OfferQuestion = Omit<
  z.output<typeof OfferParams>,
  'as-of' | 'outside-china' | 'best-per' | 'group-by'
> & {
  readonly outsideChina?: boolean | undefined;
  readonly bestPer?: readonly Fold[] | undefined;
  readonly groupBy?: readonly Fold[] | undefined;
  /** Milliseconds UTC; absent: now. */
  readonly asOf?: number | undefined;
};

/** Reads a question about offers. Throws a `QuestionError`, also for a parameter nobody knows. */
export function offerQuestion(params: Params, now: number): OfferQuestion {
  const {
    'as-of': asOf,
    'outside-china': outsideChina,
    'best-per': bestPer,
    'group-by': groupBy,
    ...rest
  } = read(OfferParams, params);
  return { ...rest, outsideChina, bestPer, groupBy, asOf: asOf && timeOf(asOf, now) };
}

/** The time an age or a date means. */
export function timeOf(since: z.output<typeof Since>, now: number): number {
  return 'ago' in since ? now - since.ago : since.at;
}

/** Params as a schema reads them. Throws a `QuestionError` that names the parameter. */
export function read<T>(schema: z.ZodType<T>, params: Params): T {
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    const [name = ''] = issue.keys;
    throw new QuestionError(name, `no question has the parameter "${quoted(name)}"`);
  }
  const name = String(issue?.path[0] ?? '');
  throw new QuestionError(name, issue?.message ?? 'not understood');
}
