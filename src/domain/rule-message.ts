import type { Change, Flag } from './change.ts';
import { offerId } from './hash.ts';
import { decimal, type Money } from './money.ts';
import type { Offer, OfferState } from './offer.ts';
import type { Matched } from './rule-match.ts';
import type { Rule } from './rules.ts';
import type { Availability, Billing, Jurisdiction } from './words.ts';

/** What one rule found under one flag in one crawl: becomes one message. */
export interface News {
  readonly rule: Rule;
  readonly flag: Flag;
  readonly matched: readonly Matched[];
  readonly crawl: { readonly id: number; readonly source: string; readonly at: number };
  /** From when on it piled up, where that is more than one interval; milliseconds UTC. */
  readonly since?: number | null;
  /** Names for people, from the catalogues. */
  readonly names: {
    readonly provider: (slug: string) => string;
    readonly accelerator: (id: string) => string;
  };
}

/** The body of every webhook. Amounts are decimal strings for the whole instance and hour. */
export interface Message {
  readonly type: Flag;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly data: {
    readonly rule: {
      readonly id: string;
      readonly spec: string | null;
      readonly minDropPercent: number | null;
      readonly ceiling: Amount | null;
    };
    readonly crawl: { readonly id: number; readonly source: string; readonly at: string };
    /** Where the news piled up while the source was not read or not believed: since when. */
    readonly since: string | null;
    readonly headline: string;
    readonly events: readonly MessageEvent[];
    /** Events that found no room. */
    readonly truncated: number;
  };
}

/** One change, slim. */
export interface MessageEvent {
  readonly kind: Change['kind'];
  readonly offer: {
    readonly id: string;
    readonly key: string;
    readonly provider: string;
    readonly providerName: string;
    readonly sku: string;
    readonly accelerator: string;
    readonly count: number;
    readonly region: string | null;
    readonly zone: string | null;
    readonly country: string | null;
    readonly jurisdiction: Jurisdiction;
    readonly billing: Billing;
    readonly tier: string;
  } | null;
  readonly subject: string | null;
  readonly detail: string | null;
  readonly before: MessageState | null;
  readonly after: MessageState | null;
  readonly changePercent: number | null;
  readonly why: string;
}

interface Amount {
  readonly amount: string;
  readonly currency: string;
}

interface MessageState {
  readonly amount: string | null;
  readonly currency: string | null;
  readonly availability: Availability;
  readonly quantity: number | null;
}

/** What a receiver can be asked to take. */
export const MAX_EVENTS = 50;
export const MAX_BYTES = 20_000;

/** The message for news, the biggest moves first, cut to what fits; `truncated` counts the rest. */
export function compose(news: News, now: number): Message {
  const { rule, flag, crawl, names, since = null } = news;
  const matched = news.matched.toSorted((a, b) => move(b.change) - move(a.change));
  const events = matched.map(({ change, why }) => event(change, why, names));
  const { spec, minDropPercent, ceiling } = rule;
  const empty: Message = {
    type: flag,
    timestamp: new Date(now).toISOString(),
    data: {
      rule: {
        id: rule.id,
        spec: spec?.text ?? null,
        minDropPercent: flag === 'price.drop' ? minDropPercent : null,
        ceiling: ceiling && { amount: decimal(ceiling), currency: ceiling.currency },
      },
      crawl: { id: crawl.id, source: crawl.source, at: new Date(crawl.at).toISOString() },
      since: since === null ? null : new Date(since).toISOString(),
      headline: `${sinceWords(since)}${headline(flag, events, names.accelerator)}`,
      events: [],
      truncated: events.length,
    },
  };
  const fitting = events.slice(0, roomFor(events, MAX_BYTES - bytes(empty)));
  const truncated = events.length - fitting.length;
  return { ...empty, data: { ...empty.data, events: fitting, truncated } };
}

/** The prices the message tells, truncated or not: what the rule compares with next time. */
export function toldPrices(
  matched: readonly Matched[],
): readonly { readonly offer: string; readonly price: Money }[] {
  return matched.flatMap(({ change: { offer, after } }) =>
    offer !== null && after?.price ? [{ offer: offer.key, price: after.price }] : [],
  );
}

const move = ({ changePercent }: Change): number => Math.abs(changePercent ?? 0);

/** Bytes of the value as JSON, in UTF-8. */
export function bytes(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}

/** How many of the events, with the commas between them, fit into the room. */
export function roomFor(events: readonly MessageEvent[], room: number): number {
  let left = room;
  let n = 0;
  for (const each of events.slice(0, MAX_EVENTS)) {
    left -= bytes(each) + 1;
    if (left < 0) break;
    n += 1;
  }
  return n;
}

function event(change: Change, why: string, names: News['names']): MessageEvent {
  const { kind, offer, subject, detail, before, after, changePercent } = change;
  return {
    kind,
    offer: offer && slim(offer, names),
    subject,
    detail,
    before: before && stateOf(before),
    after: after && stateOf(after),
    changePercent,
    why,
  };
}

function slim(offer: Offer, names: News['names']): MessageEvent['offer'] {
  const { key, provider, sku, accelerator, count, region, zone } = offer;
  const { country, jurisdiction, billing, tier } = offer;
  return {
    id: offerId(key),
    key,
    provider,
    providerName: names.provider(provider),
    sku,
    accelerator,
    count,
    region,
    zone,
    country,
    jurisdiction,
    billing,
    tier,
  };
}

function stateOf({ price, availability, quantity }: OfferState): MessageState {
  return {
    amount: price && decimal(price),
    currency: price?.currency ?? null,
    availability,
    quantity,
  };
}

/** What a flag is called in a sentence. */
export const LABELS: Readonly<Record<Flag, string>> = {
  'region.new': 'New region',
  'accelerator.new': 'New accelerator',
  'hardware.new': 'New hardware',
  'price.drop': 'Price drop',
  'price.rise': 'Price rise',
  'sold-out': 'Sold out',
  back: 'Back',
  withdrawn: 'Withdrawn',
  'target.gained': 'New in a target',
  'target.lost': 'Gone from a target',
  'breakeven.crossed': 'Break-even crossed',
  'token.drop': 'Tokens cheaper',
  'token.rise': 'Tokens dearer',
  'token.new': 'New model by API',
  'source.added': 'New source',
  'source.stale': 'Source stale',
  'source.recovered': 'Source recovered',
  'source.quarantined': 'Source quarantined',
};

function sinceWords(since: number | null): string {
  return since === null ? '' : `Since ${new Date(since).toISOString().slice(0, 10)}: `;
}

function headline(
  flag: Flag,
  events: readonly MessageEvent[],
  accelerator: News['names']['accelerator'],
): string {
  const [first, ...others] = events;
  if (first === undefined) return LABELS[flag];
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  return `${LABELS[flag]}: ${sentence(first, accelerator)}${more}`;
}

/** What a sentence about an event needs of it. */
export type Told = Pick<
  MessageEvent,
  'subject' | 'detail' | 'why' | 'before' | 'after' | 'changePercent'
> & {
  readonly offer: Pick<
    NonNullable<MessageEvent['offer']>,
    'providerName' | 'accelerator' | 'count' | 'region' | 'zone'
  > | null;
};

/** An event in a few words: what, where, and what became of its price. */
export function sentence(event: Told, accelerator: (id: string) => string): string {
  const { offer, subject, detail } = event;
  if (offer === null) return detail ?? subject ?? event.why;
  const place = [offer.providerName, offer.zone ?? offer.region].filter(Boolean).join(' ');
  return `${offer.count}× ${accelerator(offer.accelerator)} at ${place}${priced(event)}`;
}

function priced({ before, after, changePercent }: Told): string {
  if (after === null || after.amount === null) return '';
  if (before === null || before.amount === null || changePercent === null) {
    return `, ${after.amount} ${after.currency} an hour`;
  }
  const percent = `${changePercent > 0 ? '+' : '−'}${Math.abs(changePercent).toFixed(1)} %`;
  return `, ${before.amount} → ${after.amount} ${after.currency} an hour (${percent})`;
}
