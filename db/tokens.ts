import { and, desc, eq, inArray, lte } from 'drizzle-orm';
import type { KnownTokens, PastTokens } from '../src/domain/diff-tokens.ts';
import type { CrawledTokens } from '../src/domain/models/token-prices.ts';
import { Money } from '../src/domain/money.ts';
import { type Tokens, tokensKey, Window } from '../src/domain/tokens.ts';
import type { Database } from './open.ts';
import { tokenPrices } from './schema.ts';

type Row = typeof tokenPrices.$inferSelect;

/** Appends what is asked for tokens from now on. Runs inside the crawl's transaction. */
export function writeTokens(
  { orm }: Database,
  crawl: { readonly id: number; readonly at: number; readonly source: string },
  all: readonly KnownTokens[],
): void {
  for (const { tokens, listed } of all) {
    const { model, host, window, input, cachedInput, output } = tokens;
    orm
      .insert(tokenPrices)
      .values({
        ...{ crawl: crawl.id, at: crawl.at, source: crawl.source, key: tokensKey(tokens) },
        ...{ model, host, window, listed, currency: output.currency },
        ...{ input: input.micros, cachedInput: cachedInput?.micros ?? null, output: output.micros },
      })
      .run();
  }
}

/** What a source last told of each, by key, and what it told before. */
export function knownTokens({ orm }: Database, source: string): ReadonlyMap<string, PastTokens> {
  const rows = orm
    .select()
    .from(tokenPrices)
    .where(eq(tokenPrices.source, source))
    .orderBy(tokenPrices.id)
    .all();
  const known = new Map<string, PastTokens>();
  for (const row of rows) {
    const before = known.get(row.key);
    const past = before?.listed ? [{ tokens: before.tokens, until: row.at }] : [];
    const earlier = [...(before?.earlier ?? []), ...past];
    known.set(row.key, { tokens: toTokens(row), listed: row.listed, earlier });
  }
  return known;
}

/** What each source told last of these models, or of every model, at that time. */
export async function tokensAt(
  { orm }: Database,
  models: readonly string[] | null,
  at: number,
): Promise<readonly CrawledTokens[]> {
  const rows = orm
    .select()
    .from(tokenPrices)
    .where(
      and(
        lte(tokenPrices.at, at),
        models === null ? undefined : inArray(tokenPrices.model, [...models]),
      ),
    )
    .orderBy(desc(tokenPrices.id))
    .all();
  const last = new Map<string, Row>();
  for (const row of rows) {
    const name = `${row.source} ${row.key}`;
    if (!last.has(name)) last.set(name, row);
  }
  return [...last.values()].map((row) => ({
    ...{ tokens: toTokens(row), listed: row.listed, source: row.source, at: row.at },
  }));
}

function toTokens({ model, host, window, currency, input, cachedInput, output }: Row): Tokens {
  const money = (micros: number) => Money.parse({ micros, currency });
  return {
    ...{ kind: 'tokens', model, host, window: Window.parse(window), input: money(input) },
    cachedInput: cachedInput === null ? null : money(cachedInput),
    output: money(output),
  };
}
