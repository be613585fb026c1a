import type { Outgoing } from '../../db/messages.ts';
import type { Database } from '../../db/open.ts';
import { referencePrice } from '../../db/references.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { regionOf } from '../domain/catalogue/regions.ts';
import type { Change } from '../domain/change.ts';
import type { Place } from '../domain/listing.ts';
import type { Money } from '../domain/money.ts';
import type { Known } from '../domain/rule-filters.ts';
import { gather, type Matched } from '../domain/rule-match.ts';
import { compose, toldPrices } from '../domain/rule-message.ts';
import type { Rule } from '../domain/rules.ts';
import { newMessageId } from '../notify/index.ts';

/** What one crawl has to tell. */
export interface News {
  readonly source: string;
  readonly provider: string;
  /** When the crawl ended, milliseconds UTC. */
  readonly at: number;
  readonly changes: readonly Change[];
  readonly places: readonly Place[];
  /** From when on it piled up, where it is more than one interval's; milliseconds UTC. */
  readonly since: number | null;
}

/**
 * Matches the rules against the news and gives the messages, once the crawl has its number. What it
 * needs of the database is read now, so that the transaction that writes them only writes.
 */
export async function alerts(
  db: Database,
  rules: readonly Rule[],
  news: News,
): Promise<(crawl: number) => readonly Outgoing[]> {
  const matches: { readonly rule: Rule; readonly found: ReturnType<typeof gather> }[] = [];
  for (const rule of rules) {
    const references = await referencesOf(db, rule, news.changes);
    const known = (change: Change): Known => ({
      provider: news.provider,
      reference: references.get(change.offer?.key ?? '') ?? null,
      place: placeOf(news, change),
    });
    matches.push({ rule, found: gather(rule, news.changes, known) });
  }
  return (crawl) =>
    matches.flatMap(({ rule, found }) =>
      [...found].flatMap(([flag, matched]) => messages({ rule, flag, matched, crawl, news })),
    );
}

async function referencesOf(
  db: Database,
  rule: Rule,
  changes: readonly Change[],
): Promise<ReadonlyMap<string, Money | null>> {
  const references = new Map<string, Money | null>();
  if (!rule.flags.includes('price.drop')) return references;
  for (const { offer, flags } of changes) {
    if (offer === null || !flags.includes('price.drop')) continue;
    references.set(offer.key, await referencePrice(db, rule.id, offer.key));
  }
  return references;
}

function placeOf({ provider, places }: News, { kind, subject }: Change): Known['place'] {
  const place = kind === 'place' ? places.find(({ region }) => region === subject) : undefined;
  if (place === undefined) return null;
  const region = regionOf(provider, place.region);
  return {
    stack: place.stack,
    country: region?.country ?? null,
    jurisdiction: region?.jurisdiction ?? 'unknown',
  };
}

interface Found {
  readonly rule: Rule;
  readonly flag: Parameters<typeof compose>[0]['flag'];
  readonly matched: readonly Matched[];
  readonly crawl: number;
  readonly news: News;
}

const NAMES = {
  provider: providerName,
  accelerator: (id: string) => acceleratorById(id)?.name ?? id,
};

/** One message for each channel of the rule: the same words, an id each. */
function messages({ rule, flag, matched, crawl, news }: Found): readonly Outgoing[] {
  const { source, at, since } = news;
  const message = compose(
    { rule, flag, matched, since, crawl: { id: crawl, source, at }, names: NAMES },
    at,
  );
  const body = JSON.stringify(message);
  const told = toldPrices(matched);
  return rule.channels.map((channel) => ({
    id: newMessageId(),
    rule: rule.id,
    channel,
    flag,
    body,
    told,
  }));
}
