import { disabledChannels, enableChannel } from '../../db/channels.ts';
import { givenUpCounts } from '../../db/deliveries.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { rotateSecret, signingSecrets } from '../../db/secrets.ts';
import type { Config } from '../config.ts';
import { type Attempt, firstBytes, newSecret, rendered } from '../notify/index.ts';
import { openDelivery } from '../pipeline/delivery.ts';
import type { Context } from './context.ts';
import { offSentence } from './delivering.ts';
import { EXIT, UsageError } from './exit.ts';
import { type CommonOptions, configOf, withDatabase, writeJson } from './reading.ts';
import { testMessage } from './test-message.ts';

/** Bytes of an answer that are shown. */
const SHOWN_BYTES = 200;

/** Options of `chipwatch notify test`. */
export interface TestOptions extends CommonOptions {
  /** The number of the change to tell. */
  readonly change?: number;
  /** Shown instead of sent. */
  readonly print?: boolean;
}

/**
 * Sends each channel a change of the past, once and past the outbox, and tells what it answered; or
 * shows what would be sent.
 */
export async function sendTest(
  context: Context,
  names: readonly string[],
  options: TestOptions,
): Promise<number> {
  const config = configOf(context, options);
  const wanted = names.length > 0 ? names.map((name) => known(config, name)) : all(config);
  const db = openDatabase(options.db ?? config.database, config.store);
  try {
    const body = await testMessage(db, options.change ?? null, context.now());
    if (!options.print) return await sendAll(context, { db, config, wanted, body }, options);
    const printed = wanted.map((channel) => ({ channel, ...shown(config, channel, body) }));
    if (options.json) {
      writeJson(context, { schema: 'notify-print/1', channels: printed });
      return EXIT.ok;
    }
    for (const { channel, url, request } of printed) {
      context.stdout.write(`${channel}: POST ${url}\n${JSON.stringify(request, null, 2)}\n`);
    }
    return EXIT.ok;
  } finally {
    db.close();
  }
}

/** What is posted, without what only its receiver may know. */
function shown({ channels }: Config, name: string, body: string) {
  const config = channels.get(name);
  if (config === undefined) throw new Error(`expected a channel, found ${name}`);
  const { request } = rendered(config, body);
  const { url, confidential } = request;
  const text = confidential.reduce((all, each) => all.replaceAll(each, '…'), request.body);
  return { url: `${url.origin}/…`, request: JSON.parse(text) };
}

interface Test {
  readonly db: Database;
  readonly config: Config;
  readonly wanted: readonly string[];
  readonly body: string;
}

async function sendAll(
  context: Context,
  { db, config, wanted, body }: Test,
  options: CommonOptions,
): Promise<number> {
  const clock = { now: context.now, random: () => Math.random() };
  const { channels, webhooks } = config;
  const delivery = await openDelivery(db, { channels, ...webhooks, clock });
  try {
    const send = async (channel: string) => ({ channel, ...(await delivery.test(channel, body)) });
    const sent = await Promise.all(wanted.map(send));
    if (options.json) writeJson(context, { schema: 'notify-test/1', channels: sent.map(toJson) });
    else for (const each of sent) context.stdout.write(told(each));
    for (const off of await disabledChannels(db)) context.stderr.write(`${offSentence(off)}\n`);
    return sent.every(({ verdict }) => verdict === 'taken') ? EXIT.ok : EXIT.someFailed;
  } finally {
    await delivery.close();
  }
}

/** The name of a channel of the configuration. Throws a `UsageError` for another. */
function known({ channels }: Config, name: string): string {
  if (channels.has(name)) return name;
  const names = [...channels.keys()].join(', ') || 'none';
  throw new UsageError(
    `expected a channel, found ${name}; configured: ${names}; set CHIPWATCH_WEBHOOK_URL, or name channels in chipwatch.yaml`,
  );
}

function all(config: Config): readonly string[] {
  const names = [...config.channels.keys()];
  return names.length > 0 ? names : [known(config, 'none')];
}

interface Sent extends Attempt {
  readonly channel: string;
}

function told({ channel, verdict, status, error, excerpt, durationMs }: Sent): string {
  const what = verdict === 'taken' ? `delivered, HTTP ${status}` : `failed: ${error}`;
  const answer = excerpt === '' ? '' : `  ${firstBytes(excerpt, SHOWN_BYTES)}\n`;
  return `${channel}: ${what} (${durationMs} ms)\n${answer}`;
}

function toJson({ channel, verdict, status, error, excerpt, durationMs }: Sent) {
  const answer = firstBytes(excerpt, SHOWN_BYTES);
  return { channel, delivered: verdict === 'taken', status, error, durationMs, answer };
}

/** Turns a channel on that was turned off; what is parked for it waits to be retried. */
export async function turnOn(
  context: Context,
  name: string,
  options: CommonOptions,
): Promise<number> {
  const channel = known(configOf(context, options), name);
  const { wasOff, parked } = await withDatabase(context, options, async (db) => ({
    wasOff: await enableChannel(db, channel),
    parked: (await givenUpCounts(db)).get(channel),
  }));
  context.stdout.write(`${channel} ${wasOff ? 'is on again' : 'was on'}.\n`);
  if (parked !== undefined) {
    context.stdout.write(
      `Not delivered so far: ${parked}; "chipwatch deliveries retry --channel ${channel}" sends them.\n`,
    );
  }
  return EXIT.ok;
}

/** Prints the secrets that sign what a webhook is sent, the newest first, one a line. */
export async function showSecrets(
  context: Context,
  name: string,
  options: CommonOptions,
): Promise<number> {
  const secrets = await withKeptSecret(context, name, options, (db) =>
    signingSecrets(db, name, newSecret, context.now()),
  );
  context.stdout.write(`${secrets.join('\n')}\n`);
  return EXIT.ok;
}

/** Makes a new secret for a webhook and prints it; the old one signs beside it for a day. */
export async function rotate(
  context: Context,
  name: string,
  options: CommonOptions,
): Promise<number> {
  const made = await withKeptSecret(context, name, options, (db) =>
    rotateSecret(db, name, newSecret, context.now()),
  );
  if (made === null) {
    throw new UsageError(
      `expected at most 10 replaced secrets of ${name} that still sign, found 10: wait a day`,
    );
  }
  const until = new Date(made.until).toISOString();
  context.stdout.write(`${made.secret}\n`);
  context.stderr.write(`The secret before signs beside it until ${until}.\n`);
  return EXIT.ok;
}

/** Asks the database about a webhook whose secret we made. Throws a `UsageError` for any other channel. */
async function withKeptSecret<T>(
  context: Context,
  name: string,
  options: CommonOptions,
  ask: (db: Database) => Promise<T>,
): Promise<T> {
  const config = configOf(context, options);
  const channel = config.channels.get(known(config, name));
  if (channel?.type !== 'webhook') {
    throw new UsageError(`expected a webhook, found ${name}, which knows no signatures`);
  }
  if (channel.secret.length > 0) {
    throw new UsageError(
      `the secret of ${name} stands in the configuration: put a new one before the old one there, and both sign`,
    );
  }
  const db = openDatabase(options.db ?? config.database, config.store);
  try {
    return await ask(db);
  } finally {
    db.close();
  }
}
