import { type DisabledChannel, disabledChannels } from '../../db/channels.ts';
import {
  type Again,
  type DeliveryRow,
  listDeliveries,
  retryDeliveries,
} from '../../db/deliveries.ts';
import type { Context } from './context.ts';
import type { ListOptions, RetryOptions } from './deliveries.ts';
import { EXIT, UsageError } from './exit.ts';
import { sinceTime } from './filters.ts';
import { isData, writeRows } from './output.ts';
import { withDatabase } from './reading.ts';
import { table } from './table.ts';
import { age, createPaint, type Style, usesColour, widthOf } from './terminal.ts';

const STYLES: Readonly<Record<DeliveryRow['state'], Style>> = {
  waiting: 'yellow',
  delivered: 'green',
  dead: 'red',
  parked: 'red',
};

/** Prints the deliveries, newest first. */
export async function showDeliveries(context: Context, options: ListOptions): Promise<number> {
  const { rows, off } = await withDatabase(context, options, async (db) => ({
    rows: await listDeliveries(db, options),
    off: await disabledChannels(db),
  }));
  const { stdout, env, now } = context;
  if (isData(options)) {
    const channelsOff = off.map((each) => ({ ...each, since: new Date(each.since).toISOString() }));
    const answer = { schema: 'deliveries/1', deliveries: rows.map(toJson), channelsOff };
    writeRows(context, options, { answer, list: 'deliveries' });
    return EXIT.ok;
  }
  for (const each of off) context.stderr.write(`${offSentence(each)}\n`);
  if (rows.length === 0) {
    stdout.write('No deliveries. Rules and channels decide who is told: see "chipwatch rules".\n');
    return EXIT.ok;
  }
  const paint = createPaint(usesColour(stdout, env));
  const columns = [
    { header: 'id', value: ({ id }: DeliveryRow) => id, fixed: true },
    {
      header: 'state',
      value: ({ state }: DeliveryRow) => state,
      fixed: true,
      paint: (text: string, { state }: DeliveryRow) => paint(STYLES[state], text),
    },
    { header: 'flag', value: ({ flag }: DeliveryRow) => flag },
    { header: 'channel', value: ({ channel }: DeliveryRow) => channel },
    { header: 'tries', value: ({ attempts }: DeliveryRow) => attempts },
    { header: 'age', value: (row: DeliveryRow) => age(now() - row.createdAt) },
    { header: 'last answer', value: lastAnswer },
  ];
  stdout.write(table(columns, rows, { width: widthOf(stdout) }));
  return EXIT.ok;
}

function lastAnswer({ lastStatus, lastError, state, attempts, nextAt }: DeliveryRow): string {
  const at = new Date(nextAt).toISOString();
  const planned = attempts === 0 ? `waits until ${at}` : `next try ${at}`;
  const next = state === 'waiting' ? planned : '';
  const answer = lastError ?? (lastStatus === null ? '' : `HTTP ${lastStatus}`);
  return [answer, next].filter((part) => part !== '').join('; ');
}

function toJson(row: DeliveryRow) {
  const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    id: row.id,
    crawl: row.crawl,
    rule: row.rule,
    channel: row.channel,
    flag: row.flag,
    state: row.state,
    attempts: row.attempts,
    createdAt: time(row.createdAt),
    nextAt: row.state === 'waiting' ? time(row.nextAt) : null,
    deliveredAt: time(row.deliveredAt),
    lastStatus: row.lastStatus,
    lastError: row.lastError,
    body: row.body,
  };
}

/** Makes messages due again; the next crawl, or a running service, sends them. */
export async function retry(
  context: Context,
  ids: readonly string[],
  options: RetryOptions,
): Promise<number> {
  const { stdout, stderr, now } = context;
  const { channel, since, force } = options;
  if (ids.length === 0 && channel === undefined && since === undefined) {
    throw new UsageError('expected the ids of deliveries, --channel or --since');
  }
  const again: Again = {
    ...(ids.length > 0 && { ids }),
    ...(channel !== undefined && { channel }),
    ...(since !== undefined && { since: sinceTime(since, now()) }),
    ...(force && { force }),
  };
  const { due, off } = await withDatabase(context, options, async (db) => ({
    due: await retryDeliveries(db, again, now()),
    off: await disabledChannels(db),
  }));
  for (const each of off) stderr.write(`${offSentence(each)}\n`);
  if (due.length === 0 || due.length < ids.length) {
    const missing = ids.find((id) => !due.includes(id));
    throw new UsageError(
      `expected dead or parked deliveries of a channel that is on, found ${missing ?? 'none'}; "chipwatch deliveries --state dead" lists them, --force takes delivered ones too`,
    );
  }
  const what = due.length === 1 ? `${due[0]} is` : `${due.length} messages are`;
  stdout.write(`${what} due again, for the next crawl or a running service to send.\n`);
  return EXIT.ok;
}

/** Why a channel is off, and what turns it on. */
export function offSentence({ channel, since, reason }: DisabledChannel): string {
  const at = new Date(since).toISOString();
  return `The channel ${channel} is off since ${at}: ${reason}. "chipwatch notify on ${channel}" turns it on.`;
}
