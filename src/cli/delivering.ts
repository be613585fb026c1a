import { type DeliveryRow, enqueue, listDeliveries, retryDelivery } from '../../db/deliveries.ts';
import { openDatabase } from '../../db/open.ts';
import { newMessageId } from '../notify/index.ts';
import { openDelivery } from '../pipeline/delivery.ts';
import type { Context } from './context.ts';
import type { ListOptions } from './deliveries.ts';
import { EXIT, UsageError } from './exit.ts';
import { type CommonOptions, configOf, withDatabase, writeJson } from './reading.ts';
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
  const rows = await withDatabase(context, options, (db) => listDeliveries(db, options));
  const { stdout, env, now } = context;
  if (options.json) {
    writeJson(context, { schema: 'deliveries/1', deliveries: rows.map(toJson) });
    return EXIT.ok;
  }
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

function lastAnswer({ lastStatus, lastError, state, nextAt }: DeliveryRow): string {
  const next = state === 'waiting' ? `next try ${new Date(nextAt).toISOString()}` : '';
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

/** Makes one message due again; the next crawl, or a running service, sends it. */
export async function retry(context: Context, id: string, options: CommonOptions): Promise<number> {
  const found = await withDatabase(context, options, (db) => retryDelivery(db, id, context.now()));
  if (!found) {
    throw new UsageError(
      `expected the id of a dead or parked delivery, found "${id}"; "chipwatch deliveries --state dead" lists them`,
    );
  }
  context.stdout.write(`${id} is due again: the next crawl, or a running service, sends it.\n`);
  return EXIT.ok;
}

/** Sends a test message to the channels, through the outbox as an alert would go. */
export async function sendTest(
  context: Context,
  names: readonly string[],
  options: CommonOptions,
): Promise<number> {
  const config = configOf(context, options);
  const unknown = names.find((name) => !config.channels.has(name));
  const wanted = names.length > 0 ? names : [...config.channels.keys()];
  if (unknown !== undefined || wanted.length === 0) {
    const known = [...config.channels.keys()].join(', ') || 'none';
    throw new UsageError(
      `expected a channel, found ${unknown ?? 'none'}; configured: ${known}; set CHIPWATCH_WEBHOOK_URL, or name channels in chipwatch.yaml`,
    );
  }
  const db = openDatabase(options.db ?? config.database, config.store);
  const clock = { now: context.now, random: () => Math.random() };
  const channels = new Map([...config.channels].filter(([name]) => wanted.includes(name)));
  const delivery = await openDelivery(db, { channels, ...config.webhooks, clock });
  try {
    const ids = await Promise.all(wanted.map((channel) => enqueueTest(context, db, channel)));
    await delivery.due();
    const rows = await listDeliveries(db);
    const sent = rows.filter(({ id }) => ids.includes(id));
    for (const row of sent) {
      const answer = lastAnswer(row);
      context.stdout.write(`${row.channel}: ${row.state}${answer === '' ? '' : ` (${answer})`}\n`);
    }
    return sent.every(({ state }) => state === 'delivered') ? EXIT.ok : EXIT.someFailed;
  } finally {
    await delivery.close();
    db.close();
  }
}

async function enqueueTest(
  { now }: Context,
  db: ReturnType<typeof openDatabase>,
  channel: string,
): Promise<string> {
  const id = newMessageId();
  const body = JSON.stringify({
    type: 'test',
    timestamp: new Date(now()).toISOString(),
    data: { headline: 'A test of chipwatch: alerts will look like this.', events: [] },
  });
  await enqueue(db, { id, rule: 'test', channel, flag: 'test', body, told: [] }, now());
  return id;
}
