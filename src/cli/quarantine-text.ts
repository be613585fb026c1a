import { type Quarantined, quarantined } from '../../db/quarantine.ts';
import type { Change } from '../domain/change.ts';
import { approve, discard, type Proposal, propose } from '../pipeline/approval.ts';
import type { Context } from './context.ts';
import { EXIT, UsageError } from './exit.ts';
import { newsTable } from './news.ts';
import { isData, writeRows } from './output.ts';
import { type CommonOptions, configOf, withDatabase, writeJson } from './reading.ts';
import { table } from './table.ts';
import { age, createPaint, plural, usesColour, widthOf } from './terminal.ts';
import { sourceById } from './workplace.ts';

/** Lists the readings that wait for a person. */
export async function listQuarantine(context: Context, options: CommonOptions): Promise<number> {
  const waiting = await withDatabase(context, options, (db) => quarantined(db, null));
  const { stdout, now } = context;
  if (isData(options)) {
    const answer = { schema: 'quarantine/1', quarantine: waiting.map(toJson) };
    writeRows(context, options, { answer, list: 'quarantine' });
  } else if (waiting.length === 0) {
    stdout.write('Nothing is in quarantine.\n');
  } else {
    const columns = [
      { header: 'crawl', value: ({ crawl }: Quarantined) => crawl, fixed: true },
      { header: 'source', value: ({ source }: Quarantined) => source, fixed: true },
      { header: 'read', value: ({ at }: Quarantined) => `${age(now() - at)} ago`, fixed: true },
      { header: 'offers', value: ({ seen }: Quarantined) => seen.offers.length },
      { header: 'in a row', value: ({ streak }: Quarantined) => streak },
      { header: 'why', value: ({ message }: Quarantined) => message ?? '' },
    ];
    stdout.write(table(columns, waiting, { width: widthOf(stdout) }));
  }
  return EXIT.ok;
}

/** Shows what would change if a crawl were believed. */
export async function showQuarantined(
  context: Context,
  crawl: number,
  options: CommonOptions,
): Promise<number> {
  const { reading, difference } = await withDatabase(context, options, (db) =>
    asked(propose(db, crawl, context.now(), sourceById)),
  );
  if (options.json) {
    writeJson(context, { ...toJson(reading), changes: difference.changes.map(slim) });
  } else {
    const { stdout } = context;
    stdout.write(`Crawl ${crawl} of ${reading.source} was not believed: ${reading.message}\n\n`);
    writeChanges(context, difference);
    stdout.write(`\nTo believe it: chipwatch quarantine approve ${crawl}\n`);
  }
  return EXIT.ok;
}

/** Believes a crawl. */
export async function approveOne(
  context: Context,
  crawl: number,
  options: CommonOptions,
): Promise<number> {
  const { rules, targets } = configOf(context, options);
  const { proposal, stored } = await withDatabase(context, options, async (db) => {
    const at = context.now();
    const proposed = await asked(propose(db, crawl, at, sourceById));
    const number = await asked(approve({ db, rules, targets }, proposed, at, sourceById));
    return { proposal: proposed, stored: number };
  });
  const { source } = proposal.reading;
  const changes = proposal.difference.changes.length;
  if (options.json) writeJson(context, { approved: crawl, source, crawl: stored, changes });
  else {
    context.stdout.write(
      `Crawl ${crawl} of ${source} is believed as crawl ${stored}: ${plural(changes, 'change')}. Messages wait for the service or the next crawl.\n`,
    );
  }
  return EXIT.ok;
}

/** Forgets a crawl that was not believed. */
export async function discardOne(
  context: Context,
  crawl: number,
  options: CommonOptions,
): Promise<number> {
  const source = await withDatabase(context, options, (db) => asked(discard(db, crawl)));
  if (options.json) writeJson(context, { discarded: crawl, source });
  else context.stdout.write(`Crawl ${crawl} of ${source} is forgotten.\n`);
  return EXIT.ok;
}

/** A crawl that cannot be asked about is a fault of the command line. */
async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof RangeError) throw new UsageError(cause.message, { cause });
    throw cause;
  }
}

function writeChanges({ stdout, env }: Context, { changes }: Proposal['difference']): void {
  const counts = new Map<string, number>();
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const words = [...counts].map(([kind, n]) => `${n} ${kind}`).join(', ');
  const paint = createPaint(usesColour(stdout, env));
  stdout.write(words === '' ? 'Nothing would change.\n' : `It would change: ${words}\n\n`);
  stdout.write(newsTable(changes, { width: widthOf(stdout), paint, perFlag: 20 }));
}

function toJson({ source, crawl, at, since, streak, message, seen }: Quarantined) {
  const times = { at: new Date(at).toISOString(), since: new Date(since).toISOString() };
  return { source, crawl, ...times, streak, message, offers: seen.offers.length };
}

function slim({ kind, flags, offer, subject, before, after, changePercent }: Change) {
  return { kind, flags, offer: offer?.key ?? null, subject, before, after, changePercent };
}
