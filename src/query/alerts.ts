import { countDistinct, eq, gte, max, sql } from 'drizzle-orm';
import { z } from 'zod';
import { disabledChannels } from '../../db/channels.ts';
import { type DeliveryQuestion, type DeliveryRow, listDeliveries } from '../../db/deliveries.ts';
import type { Database } from '../../db/open.ts';
import { deliveries } from '../../db/schema.ts';
import { tallies } from './deliveries.ts';

/** How often a rule told something: a message to several channels is one. */
export async function ruleTallies(
  { orm }: Database,
  since: number,
): Promise<ReadonlyMap<string, { readonly messages: number; readonly lastAt: number }>> {
  const message = sql`coalesce(${deliveries.crawl} || ${deliveries.flag}, ${deliveries.id})`;
  const rows = orm
    .select({
      rule: deliveries.rule,
      messages: countDistinct(message),
      lastAt: max(deliveries.createdAt),
    })
    .from(deliveries)
    .where(gte(deliveries.createdAt, since))
    .groupBy(deliveries.rule)
    .all();
  return new Map(
    rows.flatMap(({ rule, messages, lastAt }) =>
      lastAt === null ? [] : [[rule, { messages, lastAt }] as const],
    ),
  );
}

/** What stands in a message, as far as a person asks for it. */
const Body = z.object({
  data: z.object({
    headline: z.string(),
    events: z.array(z.object({ why: z.string() })).default([]),
    truncated: z.number().default(0),
  }),
});

/** Reasons shown of a message. */
const WHYS = 2;

/** A message with what it tells and why, the first reasons of it. */
export interface ToldMessage extends Omit<DeliveryRow, 'body'> {
  readonly headline: string;
  readonly whys: readonly string[];
  /** Reasons that are not among them. */
  readonly more: number;
}

/** Whether nobody tries any more to send it. */
export function isGivenUp({ state }: Pick<ToldMessage, 'state'>): boolean {
  return state === 'dead' || state === 'parked';
}

/** Messages, newest first. */
export async function toldMessages(
  db: Database,
  question: DeliveryQuestion,
): Promise<readonly ToldMessage[]> {
  return (await listDeliveries(db, question)).map(({ body, ...row }) => {
    // We wrote it, in the transaction of its crawl; a body of another shape is a fault of ours.
    const { headline, events, truncated } = Body.parse(JSON.parse(body)).data;
    const whys = events.slice(0, WHYS).map(({ why }) => why);
    return { ...row, headline, whys, more: events.length - whys.length + truncated };
  });
}

/** How a message stands, or null where there is none of that id. */
export async function messageNumbered({ orm }: Database, id: string) {
  const { rule, channel, state } = deliveries;
  return (
    orm.select({ rule, channel, state }).from(deliveries).where(eq(deliveries.id, id)).get() ?? null
  );
}

/** Whether each channel is off, since when and why, and how many of its messages stand how. */
export async function channelStates(db: Database) {
  const off = await disabledChannels(db);
  const counts = (await tallies(db)).deliveries;
  return (name: string) => {
    const of = (state: DeliveryRow['state']) =>
      // No row of that state is none of them.
      counts.find((row) => row.channel === name && row.state === state)?.n ?? NONE;
    return {
      off: off.find(({ channel }) => channel === name) ?? null,
      delivered: of('delivered'),
      waiting: of('waiting'),
      dead: of('dead'),
      parked: of('parked'),
    };
  };
}

/** Where no message of a channel is in a state. */
const NONE = 0;
