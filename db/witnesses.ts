import { z } from 'zod';
import { EVIDENCE, type Outcome } from '../src/domain/words.ts';
import type { Database } from './open.ts';
import { GOOD } from './state.ts';

const RANKS = EVIDENCE.map((word, rank) => `when '${word}' then ${rank}`).join(' ');

/** How good the evidence of that table's row is, as SQL: 0 is the best. */
export function rankOf(table: string): string {
  return `case ${table}.evidence ${RANKS} end`;
}

/** When the source of that table's row was last read well. */
const readAt = (table: string): string => `coalesce((
  select crawls.finished_at from crawls where crawls.source = ${table}.source
    and crawls.outcome in (${GOOD.map((word) => `'${word}'`).join(', ')})
  order by crawls.id desc limit 1), 0)`;

/**
 * Whether another source of the provider answers for an offer, as SQL: it lists the same market with
 * better evidence or, of equal evidence, was read later.
 */
export const OUTRANKED = `exists (
  select 1 from offers other
  where other.market_key = offers.market_key and other.source <> offers.source and other.listed = 1
    and (${rankOf('other')}, -${readAt('other')}, other.source)
      < (${rankOf('offers')}, -${readAt('offers')}, offers.source))`;

const SHARED = `
  select distinct market_key from offers
  where source = @source and exists (
    select 1 from offers other
    where other.market_key = offers.market_key and other.source <> offers.source)`;

const Keys = z.array(z.string());

/** Keeps the marks of the markets that a commit touches, whichever source their offers are of. */
export function witnessKeeper({ sqlite }: Database) {
  const touched = new Set<string>();
  const marketOf = sqlite.prepare<[string]>('select market_key from offers where key = ?').pluck();
  // Who answered for an offer may have left: a mark is looked at too.
  const isShared = sqlite
    .prepare<[string]>(
      'select max(witness) or min(source) < max(source) from offers where market_key = ?',
    )
    .pluck();
  const mark = sqlite.prepare<[string]>(
    `update offers set witness = not witness where market_key = ? and witness <> ${OUTRANKED}`,
  );
  const settle = (market: string) => {
    if (isShared.get(market) === 1) mark.run(market);
  };

  return {
    /** To be called before and after an offer is written: it may leave one market for another. */
    touch(key: string): void {
      for (const market of Keys.parse(marketOf.all(key))) touched.add(market);
    },

    settle(): void {
      for (const market of touched) settle(market);
    },
  };
}

/** Of equal evidence the source that was read last answers: after a good crawl that is this one. */
export function markRead(
  { sqlite }: Database,
  crawl: { readonly source: string; readonly provider: string; readonly outcome: Outcome },
): void {
  if (!GOOD.some((outcome) => outcome === crawl.outcome)) return;
  const { source, provider } = crawl;
  // Most providers have one source, and then there is nothing to look through.
  const other = sqlite.prepare(
    `select exists (select 1 from offers where provider = @provider and source < @source)
       or exists (select 1 from offers where provider = @provider and source > @source)`,
  );
  if (other.pluck().get({ provider, source }) === 0) return;
  const mark = sqlite.prepare(
    `update offers set witness = not witness
     where market_key in (${SHARED}) and witness <> ${OUTRANKED}`,
  );
  mark.run({ source });
}
