import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt } from './attempt.ts';
import { type Decision, decide, OFF_AFTER_MS } from './schedule.ts';
import { type Slots, slots } from './slots.ts';

/** A message that is due, as the outbox stores it. */
export interface Delivery {
  /** The `webhook-id`. */
  readonly id: string;
  readonly channel: string;
  /** The exact text of the first try and of every other. */
  readonly body: string;
  /** Tries made before. */
  readonly attempts: number;
}

/** What the worker needs of the database. */
export interface Outbox {
  /**
   * Takes the deliveries of a channel that are due, the oldest first, and makes them due again
   * `CLAIM_MS` from now, so that a crash delays a message and never loses it.
   */
  claim(channel: string, now: number, limit: number): Promise<readonly Delivery[]>;
  /**
   * Stores the try, counts it, and moves the delivery to where the decision puts it. Gives the first
   * failure since the channel last took anything, milliseconds UTC, or null where it just did.
   */
  settle(
    delivery: Delivery,
    attempt: Attempt & { at: number },
    decision: Decision,
  ): Promise<number | null>;
  /** Turns a channel off and parks what waits for it; false where it was off already. */
  disable(channel: string, reason: string): Promise<boolean>;
}

/** Sends one delivery to its channel. */
export type Sender = (delivery: Pick<Delivery, 'id' | 'body'>) => Promise<Attempt>;

/** Senders by the name of their channel. */
export type Senders = ReadonlyMap<string, Sender>;

/** Where the worker has time and chance from. */
export interface Clock {
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
}

/** A channel was turned off: the operator is told, once. */
export interface TurnedOff {
  readonly channel: string;
  /** One sentence. */
  readonly reason: string;
}

/** What a round came to. */
export interface Summary {
  readonly delivered: number;
  readonly retrying: number;
  /** Given up, or refused for good by a receiver that is gone. */
  readonly dead: number;
  readonly off: readonly TurnedOff[];
}

/** How long a claimed delivery is nobody else's: well over the time a try may take. */
export const CLAIM_MS = 120_000;

const PER_CHANNEL = 2;
const IN_ALL = 20;

/** Tries everything that is due now, once; a slow channel holds up no other. */
export async function deliverDue(outbox: Outbox, senders: Senders, clock: Clock): Promise<Summary> {
  const inSlot = slots(IN_ALL);
  const off: TurnedOff[] = [];
  const onOff = (turned: TurnedOff) => off.push(turned);
  const rounds = [...senders].map(([channel, sender]) =>
    deliverChannel({ outbox, channel, sender, clock, inSlot, onOff }),
  );
  return { ...summary((await allOf(rounds)).flat()), off };
}

/** A worker that looks for due deliveries until it is stopped; `stop` waits for what is under way. */
export interface Worker {
  stop(): Promise<void>;
}

interface WorkerOptions {
  readonly outbox: Outbox;
  readonly senders: Senders;
  readonly clock: Clock;
  /** Milliseconds between two looks at a channel's outbox. */
  readonly everyMs?: number;
  readonly onError: (error: unknown, channel: string) => void;
  readonly onOff: (turned: TurnedOff) => void;
}

/** Starts a worker: each channel is looked after by a loop of its own. */
export function startWorker(options: WorkerOptions): Worker {
  const { outbox, senders, clock, everyMs = 1000, onError, onOff } = options;
  const inSlot = slots(IN_ALL);
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = async (channel: string, sender: Sender) => {
    while (!signal.aborted) {
      // A database that is busy now is asked again: the loop outlives what goes wrong in it.
      const lane = { outbox, channel, sender, clock, inSlot, onOff, signal };
      await deliverChannel(lane).catch((error) => onError(error, channel));
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const loops = [...senders].map(([channel, sender]) => look(channel, sender));
  return {
    async stop() {
      stopping.abort();
      await Promise.all(loops);
    },
  };
}

interface Lane {
  readonly outbox: Outbox;
  readonly channel: string;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly inSlot: Slots;
  readonly onOff: (turned: TurnedOff) => void;
  readonly signal?: AbortSignal;
}

async function deliverChannel(lane: Lane): Promise<readonly Decision['state'][]> {
  const lanes = Array.from({ length: PER_CHANNEL }, () => drain(lane));
  return (await allOf(lanes)).flat();
}

/** Waits for all of them even if one fails, so that nothing is under way when this is over. */
async function allOf<T>(under: readonly Promise<T>[]): Promise<readonly T[]> {
  const results = await Promise.allSettled(under);
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

/** One delivery after the other until none is due, or the channel is gone. */
async function drain(lane: Lane): Promise<readonly Decision['state'][]> {
  const states: Decision['state'][] = [];
  while (!lane.signal?.aborted) {
    const state = await lane.inSlot(() => deliverNext(lane));
    if (state === null) break;
    states.push(state);
    if (state === 'gone') break;
  }
  return states;
}

async function deliverNext(lane: Lane): Promise<Decision['state'] | null> {
  const { outbox, channel, sender, clock } = lane;
  const at = clock.now();
  const [delivery] = await outbox.claim(channel, at, 1);
  if (delivery === undefined) return null;
  const attempt = await sender(delivery);
  const decision = decide(delivery.attempts + 1, attempt, clock.now(), clock.random());
  const failingSince = await outbox.settle(delivery, { ...attempt, at }, decision);
  const reason = reasonToTurnOff(attempt, failingSince, at);
  if (reason !== null && (await outbox.disable(channel, reason))) lane.onOff({ channel, reason });
  return decision.state;
}

function reasonToTurnOff(
  { verdict, status }: Attempt,
  failingSince: number | null,
  at: number,
): string | null {
  if (verdict === 'gone') return `the receiver answered ${status}: gone for good`;
  if (failingSince === null || at - failingSince < OFF_AFTER_MS) return null;
  return `nothing was taken since ${new Date(failingSince).toISOString()}`;
}

function summary(states: readonly Decision['state'][]): Omit<Summary, 'off'> {
  const count = (...which: readonly Decision['state'][]) =>
    states.filter((state) => which.includes(state)).length;
  return {
    delivered: count('delivered'),
    retrying: count('retry'),
    dead: count('dead', 'gone'),
  };
}
