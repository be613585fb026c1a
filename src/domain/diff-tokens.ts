import type { Flag } from './change.ts';
import { isWithin, LEAP, percentOf } from './diff-offers.ts';
import { confirmed, push, type Run } from './diff-run.ts';
import { decimal } from './money.ts';
import { type Tokens, tokensKey } from './tokens.ts';

/** A price of tokens as last accepted; one that is no longer told stays known. */
export interface KnownTokens {
  readonly tokens: Tokens;
  readonly listed: boolean;
}

/** The same with what it was before, so that a price that comes and goes is not told each time. */
export interface PastTokens extends KnownTokens {
  readonly earlier: readonly { readonly tokens: Tokens; readonly until: number }[];
}

/** A price that was asked so lately is one of several that hold at their hours, not a new one. */
const RETURNS_MS = 14 * 24 * 3_600_000;

/** Compares a price of tokens with the one last accepted. */
export function compareTokens(run: Run, tokens: Tokens): void {
  const known = run.before.tokens.get(tokensKey(tokens));
  if (known?.listed) compareMoved(run, known, tokens);
  else compareNew(run, tokens);
}

function compareNew(run: Run, tokens: Tokens): void {
  if (!run.before.baseline && !isConfirmed(run, `new ${tokensKey(tokens)}`)) return;
  const flags = isKnownModel(run, tokens.model) ? [] : (['token.new'] as const);
  accept(run, { tokens, listed: true }, { flags, detail: said(tokens) });
}

function compareMoved(run: Run, { tokens: was, earlier }: PastTokens, tokens: Tokens): void {
  const ratios = movesOf(was, tokens);
  if (ratios === null) return;
  const isFar = ratios.some((ratio) => !isWithin(ratio, LEAP));
  if (isFar && !isConfirmed(run, `${tokensKey(tokens)} ${said(tokens)}`)) return;
  const isReturn = earlier.some(
    (past) => run.crawl.at - past.until <= RETURNS_MS && movesOf(past.tokens, tokens) === null,
  );
  accept(
    run,
    { tokens, listed: true },
    {
      flags: isReturn ? [] : flagsOf(ratios),
      detail: `${said(tokens)}; before ${amounts(was)}`,
      changePercent: ratios[0] === undefined ? null : percentOf(ratios[0]),
    },
  );
}

/** What became cheaper and dearer at once is neither. */
function flagsOf(ratios: readonly number[]): readonly Flag[] {
  const isCheaper = ratios.some((ratio) => ratio < 1);
  const isDearer = ratios.some((ratio) => ratio > 1);
  if (isCheaper === isDearer) return [];
  return [isCheaper ? 'token.drop' : 'token.rise'];
}

/** Accepts that prices are no longer told, once a second crawl misses them too. */
export function missTokens(run: Run, seen: readonly Tokens[]): void {
  const keys = new Set(seen.map(tokensKey));
  for (const [key, { tokens, listed }] of run.before.tokens) {
    if (!listed || keys.has(key) || !isConfirmed(run, `absent ${key}`)) continue;
    accept(
      run,
      { tokens, listed: false },
      {
        flags: [],
        detail: `${tokens.host} no longer tells a price of ${tokens.model}`,
      },
    );
  }
}

function isConfirmed(run: Run, subject: string): boolean {
  return confirmed(run, { kind: 'tokens', subject, candidate: null });
}

function accept(
  run: Run,
  known: KnownTokens,
  change: Omit<Parameters<typeof push>[1], 'kind'>,
): void {
  run.tokens.push(known);
  push(run, { kind: 'source', subject: known.tokens.model, ...change });
}

function isKnownModel({ before }: Run, model: string): boolean {
  return [...before.tokens.values()].some(({ tokens }) => tokens.model === model);
}

/** How each amount moved, that of input first; null where none did. Another currency is no ratio, but a move. */
function movesOf(was: Tokens, is: Tokens): readonly number[] | null {
  const pairs = [
    [was.input, is.input],
    [was.output, is.output],
    [was.cachedInput, is.cachedInput],
  ] as const;
  const same = pairs.every(
    ([one, other]) => one?.micros === other?.micros && one?.currency === other?.currency,
  );
  if (same) return null;
  return pairs.flatMap(([one, other]) =>
    one && other && one.currency === other.currency ? [other.micros / one.micros] : [],
  );
}

function said(tokens: Tokens): string {
  const { host, model, window } = tokens;
  const when = window === 'always' || window === 'unstated' ? '' : `, ${window}`;
  return `${host} asks ${amounts(tokens)} for a million tokens of ${model}${when}`;
}

function amounts({ input, cachedInput, output }: Tokens): string {
  const cached = cachedInput === null ? '' : ` (${decimal(cachedInput)} cached)`;
  return `${decimal(input)}${cached} in, ${decimal(output)} ${output.currency} out`;
}
