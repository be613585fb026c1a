import type { Flag } from './change.ts';
import {
  bytes,
  LABELS,
  MAX_BYTES,
  type Message,
  type MessageEvent,
  roomFor,
} from './rule-message.ts';

/** A message that was collected, as the outbox keeps it. */
export interface Collected {
  readonly rule: string;
  readonly crawl: number | null;
  /** The text of a `Message`. */
  readonly body: string;
  /** Milliseconds UTC. */
  readonly createdAt: number;
}

/** What a channel with a digest is sent in place of the messages that were collected for it. */
export interface Digest {
  readonly type: 'digest';
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly data: {
    /** When the first of the messages was written. */
    readonly since: string;
    readonly messages: number;
    readonly headline: string;
    readonly events: readonly DigestEvent[];
    /** Events that found no room, here or in the message they were collected from. */
    readonly truncated: number;
  };
}

/** An event, and the message it was collected from. */
export interface DigestEvent extends MessageEvent {
  readonly type: Flag;
  readonly rule: string;
  readonly crawl: number | null;
}

/**
 * One message for all that was collected, in the order it was written. Where not every event has
 * room, the first ones of each message go before the second ones of any.
 */
export function composeDigest(collected: readonly Collected[], now: number): Digest {
  const messages = collected.map(read);
  const ranked = messages
    .flatMap(({ events }) => events.map((event, rank) => ({ event, rank })))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ event }) => event);
  const all = messages.reduce((sum, { events, truncated }) => sum + events.length + truncated, 0);
  const since = new Date(Math.min(...collected.map(({ createdAt }) => createdAt))).toISOString();
  const empty: Digest = {
    type: 'digest',
    timestamp: new Date(now).toISOString(),
    data: {
      since,
      messages: messages.length,
      headline: `${plural(all)} since ${since.slice(0, 16)}Z: ${countsOf(messages)}`,
      events: [],
      truncated: all,
    },
  };
  const room = roomFor(ranked, MAX_BYTES - bytes(empty));
  const chosen = new Set(ranked.slice(0, room));
  const events = messages.flatMap((message) => message.events.filter((each) => chosen.has(each)));
  return { ...empty, data: { ...empty.data, events, truncated: all - events.length } };
}

interface Part {
  readonly type: Flag;
  readonly events: readonly DigestEvent[];
  readonly truncated: number;
}

function read({ rule, crawl, body }: Collected): Part {
  const { type, data } = JSON.parse(body) as Message;
  const events = data.events.map((event) => ({ type, rule, crawl, ...event }));
  return { type, events, truncated: data.truncated };
}

const plural = (n: number): string => `${n} ${n === 1 ? 'event' : 'events'}`;

/** How many events of each flag, in the order the flags first came. */
function countsOf(parts: readonly Part[]): string {
  const counts = new Map<Flag, number>();
  for (const { type, events, truncated } of parts) {
    counts.set(type, (counts.get(type) ?? 0) + events.length + truncated);
  }
  return [...counts].map(([type, n]) => `${LABELS[type]} ${n}`).join(', ');
}
