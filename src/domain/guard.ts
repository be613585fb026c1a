import type { KnownTokens } from './diff-tokens.ts';
import { type GuardLimits, LIMITS } from './guard-limits.ts';
import { believablePrices } from './guard-prices.ts';
import { brokenRates, movedRates } from './guard-rates.ts';
import { sharedRatios } from './guard-ratios.ts';
import { shares } from './guard-shares.ts';
import { brokenTokens } from './guard-tokens.ts';
import type { Normalised } from './normalise.ts';
import type { Rates } from './rates.ts';
import type { KnownOffer } from './source-state.ts';

/** A crawl, and what it is held against. */
export interface GuardInput {
  readonly absentMeans: 'sold-out' | 'withdrawn';
  /** Accelerators the source is never without, by catalogue id; empty where it names none. */
  readonly anchors: readonly string[];
  /** Accepted offers of the scopes that this crawl read. */
  readonly before: ReadonlyMap<string, KnownOffer>;
  /** Offer counts of the last good crawls that read the same scopes, newest first. */
  readonly recentCounts: readonly number[];
  readonly seen: Normalised;
  /** The newest exchange rates that are known; null where none are. */
  readonly lastRates: Rates | null;
  /** What the source told last of tokens, by key. */
  readonly tokensBefore: ReadonlyMap<string, KnownTokens>;
  /** When the crawl ended, milliseconds UTC. */
  readonly at: number;
}

/** What is believed of a crawl. */
export interface Verdict {
  /** Why the crawl is not believed; empty when it is. */
  readonly reasons: readonly string[];
  /** Time alone makes it no better: a unit that slipped, rows that cannot be read, an empty list. */
  readonly needsPerson: boolean;
  /** Keys whose price moved with others: told only when a second crawl says the same. */
  readonly held: ReadonlySet<string>;
  /** What was seen, with the rows whose price nobody asks among the rejects. */
  readonly believed: Normalised;
}

/** Is this crawl plausible beside the last good ones? Pure; says why where it is not. */
export function guard(input: GuardInput, limits: GuardLimits = LIMITS): Verdict {
  // Of all rows: a unit slip moves prices out of every bound, and it is the slip that says why.
  const ratios = sharedRatios(input.before, input.seen.offers, limits);
  const believed = believablePrices(input.seen, limits);
  const judged = { ...input, seen: believed, rates: believed.rates, tokens: believed.tokens };
  const said = (each: readonly (string | null)[]) => each.filter((reason) => reason !== null);
  const broken = said([
    ...ratios.slips,
    tooManyRejects(believed, limits),
    nothingLeft(judged),
    noAnchor(judged),
    ...brokenRates(judged),
    ...brokenTokens(judged, limits),
  ]);
  const reasons = [...broken, ...said(shares(judged, limits)), ...movedRates(judged, limits)];
  return { reasons, needsPerson: broken.length > 0, held: ratios.held, believed };
}

function tooManyRejects({ read, rejects }: Normalised, limits: GuardLimits): string | null {
  const failed = rejects.filter(
    ({ reason }) => reason !== 'unknown-accelerator' && reason !== 'not-a-chip',
  );
  if (failed.length <= read * limits.rejected) return null;
  const [first] = failed;
  return `rejected ${failed.length} of ${read} rows (at most ${Math.round(limits.rejected * 100)} % are believed), first: ${first?.detail}`;
}

/** A stock feed may run empty, if it says so itself; what is sold out already is no loss. */
function nothingLeft({ absentMeans, before, seen }: GuardInput): string | null {
  const isFeed = absentMeans === 'sold-out';
  const there = [...before.values()].filter(
    ({ listed, offer }) => listed && !(isFeed && offer.state.availability === 'sold-out'),
  );
  if (seen.offers.length > 0 || there.length === 0 || (isFeed && seen.provenEmpty)) return null;
  return `no offers at all where ${there.length} were known`;
}

function noAnchor({ anchors, seen }: GuardInput): string | null {
  if (anchors.length === 0 || seen.offers.length === 0) return null;
  if (seen.offers.some(({ accelerator }) => anchors.includes(accelerator))) return null;
  return `none of what it is never without: ${anchors.join(', ')}`;
}
