import { and, between, eq, gte, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { remembered } from '../../db/remembered.ts';
import { offers, versions } from '../../db/schema.ts';
import { rankOf } from '../../db/witnesses.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import type { Range, Spec, SpecTerm } from '../domain/spec.ts';
import { matchesWords } from '../domain/spec.ts';
import type { Priced } from './order.ts';
import type { OfferQuestion } from './question.ts';

/** A part of a question, by the name of its parameter, as a condition over offers. */
export interface Condition {
  readonly parameter: string;
  readonly sql: SQL;
}

/** What identifies an offer: asked of the offers themselves and of what happened to them. */
export type OfferFilters = Pick<
  OfferQuestion,
  | 'spec'
  | 'provider'
  | 'region'
  | 'country'
  | 'jurisdiction'
  | 'outsideChina'
  | 'billing'
  | 'tier'
  | 'stack'
  | 'source'
> & {
  /** The canonical id of one accelerator and no other: the words of a spec may name several. */
  readonly accelerator?: string | undefined;
};

export const OUTSIDE_CHINA = 'outside-china';

/** The conditions on what an offer is, whatever its state. */
export function filterConditions(db: Database, question: OfferFilters): readonly Condition[] {
  const { spec, accelerator, region, outsideChina } = question;
  return present([
    ['spec', spec && specCondition(db, spec)],
    ['accelerator', accelerator === undefined ? undefined : eq(offers.accelerator, accelerator)],
    ['provider', question.provider && inArray(offers.provider, [...question.provider])],
    ['region', region && or(...region.map((glob) => likeRegion(sql`${offers.region}`, glob)))],
    ['country', question.country && inArray(offers.country, [...question.country])],
    ['jurisdiction', question.jurisdiction && inArray(offers.jurisdiction, question.jurisdiction)],
    [OUTSIDE_CHINA, outsideChina ? eq(offers.jurisdiction, 'outside-china') : undefined],
    ['billing', question.billing && inArray(offers.billing, question.billing)],
    ['tier', question.tier && inArray(offers.tier, [...question.tier])],
    ['stack', question.stack && inArray(offers.stack, question.stack)],
    ['source', question.source && inArray(offers.source, [...question.source])],
  ]);
}

/** The conditions on an offer's state and description, in the asked currency. */
export function stateConditions(question: OfferQuestion, priced: Priced): readonly Condition[] {
  const { state, evidence, memory, price, per } = question;
  const amount =
    per === 'instance'
      ? sql`${priced.perAccelerator} * ${offers.count} * ${offers.fraction}`
      : priced.perAccelerator;
  return present([
    ['state', state && sql`${priced.availability} in ${[...state]}`],
    ['evidence', evidence && inArray(offers.evidence, evidence)],
    ['memory', memory && within(sql`${offers.memoryGb}`, memory)],
    ['price', price && within(amount, price)],
  ]);
}

export function present(
  pairs: readonly (readonly [string, SQL | undefined])[],
): readonly Condition[] {
  return pairs.flatMap(([parameter, each]) =>
    each === undefined ? [] : [{ parameter, sql: each }],
  );
}

/** A missing value is in no range: comparing it gives null, which is not true. */
function within(value: SQL, { min, max }: Range): SQL | undefined {
  return and(
    min === null ? undefined : sql`${value} >= ${min}`,
    max === null ? undefined : sql`${value} <= ${max}`,
  );
}

/** `eu-*`, whatever the case; `*` alone is special, as in rules. */
export function likeRegion(region: SQL, pattern: string): SQL {
  const escaped = pattern.toLowerCase().replace(/[[?]/g, '[$&]');
  return sql`lower(${region}) glob ${escaped}`;
}

/** The accelerators a spec names are looked up once, so that the index finds their offers. */
function specCondition(db: Database, { terms }: Spec): SQL | undefined {
  return or(...terms.map((term) => termCondition(db, term)));
}

function termCondition(db: Database, term: SpecTerm): SQL | undefined {
  return and(
    inArray(offers.accelerator, named(db, term.words.join(' '))),
    term.count ? inRange(offers.count, term.count) : undefined,
    term.memoryGb ? within(sql`round(${offers.memoryGb})`, term.memoryGb) : undefined,
  );
}

function inRange(column: typeof offers.count, { min, max }: Range): SQL | undefined {
  if (min !== null && max !== null) {
    return min === max ? eq(column, min) : between(column, min, max);
  }
  return min === null ? lte(column, Number(max)) : gte(column, min);
}

/** The accelerators on offer that these words name. */
const named = remembered((db, words): string[] =>
  knownAccelerators(db).filter((id) => {
    const chip = acceleratorById(id);
    return matchesWords(words.split(' '), {
      accelerator: id,
      acceleratorName: chip?.name ?? id,
      vendor: chip?.vendor ?? '',
      stack: chip?.stack ?? null,
    });
  }),
);

/** Leaps from one accelerator to the next in the index: SQLite's own `distinct` reads every offer. */
function knownAccelerators({ orm }: Database): readonly string[] {
  const rows = orm.all<{ leap: string }>(sql`
    with recursive leaps(leap) as (
      select min(accelerator) from offers
      union all
      select (select min(accelerator) from offers where accelerator > leap)
      from leaps where leap is not null
    ) select leap from leaps where leap is not null`);
  return rows.map(({ leap }) => leap);
}

/**
 * True for the offer that answers where several sources of a provider tell of one market: the one
 * with the best evidence, and of equal evidence the one whose source was read last. The others are
 * witnesses. Who answers now is marked already, when a crawl is committed.
 */
export function answers({
  asOf,
  lastReads,
}: {
  readonly asOf: number | undefined;
  readonly lastReads: ReadonlyMap<string, number>;
}): SQL {
  if (asOf === undefined) return eq(offers.witness, false);
  const listed = sql`(select v.listed from ${versions} v where v.offer = witness.id and v.at <= ${asOf}
    order by v.at desc limit 1) = 1`;
  return sql`not exists (
    select 1 from ${offers} witness
    where witness.market_key = ${offers.marketKey} and witness.source <> ${offers.source}
      and ${listed}
      and (${sql.raw(rankOf('witness'))}, -(${readAt(sql`witness.source`, lastReads)}), witness.source)
        < (${sql.raw(rankOf('offers'))}, -(${readAt(sql`${offers.source}`, lastReads)}), ${offers.source}))`;
}

/** When the source in that column was last read; a source that never was listed nothing either. */
function readAt(column: SQL, lastReads: ReadonlyMap<string, number>): SQL {
  const cases = [...lastReads].map(([source, at]) => sql`when ${source} then ${at}`);
  return cases.length === 0 ? sql`0` : sql`case ${column} ${sql.join(cases, sql` `)} else 0 end`;
}
