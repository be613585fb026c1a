import { and, asc, eq, gte, lte, min } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { firstPrice } from '../../db/references.ts';
import { toOffer } from '../../db/rows.ts';
import { changes, crawls, offers, places } from '../../db/schema.ts';
import type { Change, Flag } from '../domain/change.ts';
import type { Money } from '../domain/money.ts';
import type { Known } from '../domain/rule-filters.ts';
import { gather, type Matched } from '../domain/rule-match.ts';
import { toldPrices } from '../domain/rule-message.ts';
import type { Rule } from '../domain/rules.ts';
import { Stack } from '../domain/words.ts';
import { type FoundChange, toFound } from './change-rows.ts';
import { carries } from './flagged.ts';

/** A message a rule would have sent: one for a crawl and a flag. */
export interface Firing {
  readonly crawl: number;
  readonly source: string;
  /** Milliseconds UTC. */
  readonly at: number;
  readonly flag: Flag;
  readonly matched: readonly { readonly change: FoundChange; readonly why: string }[];
}

/** What a rule would have told. */
export interface RuleTrial {
  readonly rule: Rule;
  /** Milliseconds UTC, both included. */
  readonly since: number;
  readonly until: number;
  /** When the first crawl ended: what was before is not known; null before the first. */
  readonly knownSince: number | null;
  /** Changes of that time which carry a flag the rule asks for. */
  readonly changes: number;
  /** Newest first. */
  readonly firings: readonly Firing[];
}

interface Past {
  readonly change: Change;
  readonly found: FoundChange;
}

/**
 * What a rule would have told from `since` on, had it been added then: the flagged changes of that time,
 * crawl by crawl, through the matching that the pipeline does.
 */
export async function tryRule(
  db: Database,
  rule: Rule,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<RuleTrial> {
  const past = changesOf(db, rule, { since, until });
  const knownOf = knowing(db);
  const told = new Map<string, Money | null>();
  const firings: Firing[] = [];
  for (const news of byCrawl(past)) {
    await recallPrices(db, news, told);
    const found = new Map(news.map((each) => [each.change, each.found]));
    const gathered = gather(rule, [...found.keys()], (change) => ({
      ...knownOf(change, news[0].found.source),
      reference: told.get(change.offer?.key ?? '') ?? null,
    }));
    for (const [flag, matched] of gathered) {
      firings.push(firingOf(flag, matched, found));
      for (const { offer, price } of toldPrices(matched)) told.set(offer, price);
    }
  }
  return {
    ...{ rule, since, until, knownSince: firstCrawl(db), changes: past.length },
    firings: firings.reverse(),
  };
}

function changesOf(
  db: Database,
  { flags }: Rule,
  { since, until }: { readonly since: number; readonly until: number },
): readonly Past[] {
  return db.orm
    .select({ row: changes, offer: offers })
    .from(changes)
    .leftJoin(offers, eq(offers.id, changes.offer))
    .where(and(carries(db, { flag: flags, since }), gte(changes.at, since), lte(changes.at, until)))
    .orderBy(asc(changes.crawl), asc(changes.id))
    .all()
    .map(({ row, offer }) => {
      const found = toFound(row, offer);
      const { kind, subject, detail, before, after, changePercent } = found;
      const facts = { kind, subject, detail, before, after, changePercent, flags: found.flags };
      return {
        found,
        change: { ...facts, offer: offer && toOffer(offer), baseline: row.baseline },
      };
    });
}

/** The changes of each crawl; crawls end in another order than they are numbered. */
function byCrawl(past: readonly Past[]): readonly (readonly [Past, ...Past[]])[] {
  const crawled = new Map<number, [Past, ...Past[]]>();
  for (const each of past) {
    const news = crawled.get(each.found.crawl);
    if (news === undefined) crawled.set(each.found.crawl, [each]);
    else news.push(each);
  }
  return [...crawled.values()].sort(([one], [other]) => one.found.at - other.found.at);
}

/** Of what fell in price, the price a rule begins with: the first we accepted. */
async function recallPrices(
  db: Database,
  news: readonly Past[],
  told: Map<string, Money | null>,
): Promise<void> {
  for (const { change } of news) {
    const key = change.offer?.key;
    if (key === undefined || told.has(key) || !change.flags.includes('price.drop')) continue;
    told.set(key, await firstPrice(db, key));
  }
}

/** Whose a change is, and of a place where it lies, as the store knows it. */
function knowing({ orm }: Database) {
  const providers = new Map<string, string>();
  const providerOf = (source: string): string => {
    const known = providers.get(source) ?? lookUp(source)?.provider ?? source;
    providers.set(source, known);
    return known;
  };
  const lookUp = (source: string) =>
    [offers, places]
      .map((table) =>
        orm.select({ provider: table.provider }).from(table).where(eq(table.source, source)).get(),
      )
      .find((row) => row !== undefined);
  return ({ offer, kind, subject }: Change, source: string): Omit<Known, 'reference'> => {
    const place =
      kind === 'place' && subject !== null
        ? orm
            .select()
            .from(places)
            .where(and(eq(places.source, source), eq(places.region, subject)))
            .get()
        : undefined;
    return {
      provider: offer?.provider ?? providerOf(source),
      place: place === undefined ? null : { ...place, stack: stackOf(place.stack) },
    };
  };
}

const stackOf = (text: string | null): Stack | null => (text === null ? null : Stack.parse(text));

function firingOf(
  flag: Flag,
  matched: readonly Matched[],
  found: ReadonlyMap<Change, FoundChange>,
): Firing {
  const events = matched.flatMap(({ change, why }) => {
    const whole = found.get(change);
    return whole === undefined ? [] : [{ change: whole, why }];
  });
  const [first] = events;
  if (first === undefined) throw new Error('expected a change for each match, found none');
  const { crawl, source, at } = first.change;
  return { crawl, source, at, flag, matched: events };
}

function firstCrawl({ orm }: Database): number | null {
  const row = orm
    .select({ at: min(crawls.finishedAt) })
    .from(crawls)
    .get();
  return row?.at ?? null;
}
