import type { KnownTokens } from './diff-tokens.ts';
import type { GuardLimits } from './guard-limits.ts';
import { unitsOf } from './guard-ratios.ts';
import { type Tokens, tokensKey } from './tokens.ts';

/** Prices of tokens that a crawl brought, and what they are held against. */
export interface TokensInput {
  readonly tokens: readonly Tokens[];
  /** What the source told last, by key. */
  readonly tokensBefore: ReadonlyMap<string, KnownTokens>;
}

/** So much dearer or cheaper in one night is a unit that was read wrong, whichever: a token, a thousand, a million. */
const UNIT_SLIP = 10;

/** Prices of tokens that are gone, or moved together by more than a price list ever did. */
export function brokenTokens(
  { tokens, tokensBefore }: TokensInput,
  { coverage, fromOffers, sharedShare }: GuardLimits,
): readonly string[] {
  const known = [...tokensBefore.values()].filter(({ listed }) => listed);
  const pairs = tokens.flatMap((is) => {
    const was = tokensBefore.get(tokensKey(is));
    return was?.listed ? [{ is, was: was.tokens }] : [];
  });
  const slipped = pairs.filter(({ is, was }) => hasSlipped(is.input.micros / was.input.micros));
  const [first] = slipped;
  const isGone = known.length > 0 && tokens.length === 0;
  const isShort = known.length >= fromOffers && pairs.length < known.length * coverage;
  return [
    ...(isGone || isShort ? [`${pairs.length} of ${known.length} known prices of tokens`] : []),
    ...(first !== undefined && slipped.length > pairs.length * sharedShare
      ? [
          `${slipped.length} of ${pairs.length} prices of tokens moved as units do, first ${tokensKey(first.is)}: is the unit another?`,
        ]
      : []),
  ];
}

const hasSlipped = (ratio: number): boolean =>
  ratio > UNIT_SLIP || ratio < 1 / UNIT_SLIP || unitsOf(ratio) !== null;
