import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { claimKind } from '../../db/meta.ts';
import { openDatabase } from '../../db/open.ts';
import { LIMITS } from '../../scrapers/kit/scraper.ts';
import { importSchema } from '../domain/imports.ts';
import { type Brought, importOffers } from '../pipeline/importing.ts';
import type { CrawlResult } from '../pipeline/run.ts';
import type { Context } from './context.ts';
import { EXIT, UsageError } from './exit.ts';
import type { ImportOptions } from './import.ts';
import { readLines } from './import-lines.ts';
import { newsTable } from './news.ts';
import { configOf, databaseOf, writeJson } from './reading.ts';
import { exitOf, resultJson, resultLine } from './results.ts';
import { sendDue, tellSent } from './sending.ts';
import { refuseShortage } from './shortage.ts';
import { createPaint, usesColour, widthOf } from './terminal.ts';

/** Prints the JSON Schema of a line. */
export function printSchema(context: Context): number {
  writeJson(context, importSchema());
  return EXIT.ok;
}

/** Takes in a file of listings and tells what it changed. Gives the exit code of a crawl. */
export async function importFile(
  context: Context,
  file: string | undefined,
  options: ImportOptions,
): Promise<number> {
  const brought = await bring(context, file, options);
  const config = configOf(context, options);
  const { rules, targets, guards, aliases, channels } = config;
  const { path, store } = databaseOf(context, options);
  refuseShortage(path, store);
  const db = openDatabase(path, store);
  try {
    await claimKind(db, 'live', path);
    const desk = { db, rules, targets, guards, aliases };
    const result = await importOffers(desk, brought, context.now());
    tell(context, options, result);
    if (channels.size > 0) tellSent(context, await sendDue(db, config, context.now));
    return exitOf([result]);
  } finally {
    db.close();
  }
}

const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

async function bring(
  context: Context,
  file: string | undefined,
  { provider, partial = false, accept = false }: ImportOptions,
): Promise<Brought> {
  if (file === undefined) throw new UsageError('expected a file of JSON lines, or - for a pipe');
  if (provider === undefined) throw new UsageError('expected --provider NAME: who sells it?');
  if (!SLUG.test(provider) || provider.length > 64) {
    throw new UsageError(
      `expected a provider in small letters, digits and hyphens, found "${provider}"`,
    );
  }
  const bytes = await contentOf(context, file);
  const lines = readLines(textOf(bytes, file));
  if (lines.length > LIMITS.rows) {
    throw new UsageError(`expected at most ${LIMITS.rows} lines, found ${lines.length}`);
  }
  const document = {
    ...{ name: 'lines', scope: null, path: null, headers: null, bytes: bytes.length },
    url: file === '-' ? 'stdin:' : pathToFileURL(resolve(context.cwd, file)).href,
    fetchedAt: context.now(),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  return { provider, lines, document, isPart: partial, isAccepted: accept };
}

async function contentOf({ cwd, stdin }: Context, file: string): Promise<Buffer> {
  const stream = file === '-' ? stdin : createReadStream(resolve(cwd, file));
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > LIMITS.bytes) {
        throw new UsageError(`expected at most ${LIMITS.bytes / 2 ** 20} MiB, found more`);
      }
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`expected a file that can be read: ${why}`, { cause });
  }
  return Buffer.concat(chunks);
}

function textOf(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`expected text in UTF-8 in ${file}`, { cause });
  }
}

function tell(context: Context, { json }: ImportOptions, result: CrawlResult): void {
  const { stdout, stderr, env } = context;
  const { rejects } = result;
  if (json) {
    const lines = rejects.map(({ reason, detail }) => ({ reason, detail }));
    writeJson(context, { schema: 'import/1', ...resultJson(result), rejected: lines });
    return;
  }
  for (const { detail } of rejects) stderr.write(`not taken in: ${detail}\n`);
  const paint = createPaint(usesColour(stdout, env));
  stdout.write(`${resultLine(result, paint)}\n`);
  const news = newsTable(result.changes, { width: widthOf(stdout), paint, perFlag: 20 });
  if (news !== '') stdout.write(`\n${news}`);
  if (result.outcome === 'quarantined') {
    stderr.write(
      `It is stored and not believed. Look at it: chipwatch quarantine show ${result.crawl}; if it is right: --accept\n`,
    );
  }
}
