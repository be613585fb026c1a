import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { backupDatabase, restoreDatabase } from '../../db/backup.ts';
import { dailyBackupPath, namelessBackupPath, pruneBackups } from '../../db/backups.ts';
import { faultsOf, type Stats, statsOf } from '../../db/check.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { type CommonOptions, databaseOf, withDatabase, writeJson } from './reading.ts';
import { type Column, table } from './table.ts';
import { age } from './terminal.ts';

/** Options of `chipwatch db backup`. */
export interface BackupChoices extends CommonOptions {
  readonly daily?: boolean;
  readonly withSecrets?: boolean;
}

/** Copies the database and says where to. */
export async function backUp(
  context: Context,
  file: string | undefined,
  options: BackupChoices,
): Promise<number> {
  const { path } = databaseOf(context, options);
  const { daily = false, withSecrets = false } = options;
  const target = targetOf(context, path, file, daily);
  if (daily && existsSync(target)) return EXIT.ok;
  await withDatabase(context, options, (db) => backupDatabase(db, { target, withSecrets }));
  if (daily) pruneBackups(path, context.now());
  if (options.json) writeJson(context, { schema: 'backup/1', path: target, withSecrets });
  else context.stdout.write(`${path} is copied to ${target}, opened there and found whole.\n`);
  return EXIT.ok;
}

function targetOf(
  { cwd, now }: Context,
  path: string,
  file: string | undefined,
  daily: boolean,
): string {
  if (file !== undefined) return resolve(cwd, file);
  return daily ? dailyBackupPath(path, now()) : namelessBackupPath(path, now());
}

/** Puts a backup in place and says where the former file is. */
export async function restore(
  context: Context,
  file: string,
  options: CommonOptions,
): Promise<number> {
  const { path } = databaseOf(context, options);
  const { former } = await restoreDatabase(path, resolve(context.cwd, file), context.now());
  if (options.json) {
    writeJson(context, { schema: 'restore/1', path, former });
    return EXIT.ok;
  }
  context.stdout.write(`${path} is now what ${file} held.\n`);
  if (former !== null) context.stdout.write(`What stood there before lies in ${former}.\n`);
  context.stdout.write(
    'A backup made without --with-secrets holds no signing secrets: channels without one of their own sign with a new one.\n',
  );
  return EXIT.ok;
}

/** Says what is wrong with the database; exit code 78 where anything is. */
export async function check(context: Context, options: CommonOptions): Promise<number> {
  const { path } = databaseOf(context, options);
  const faults = await withDatabase(context, options, faultsOf);
  if (options.json) writeJson(context, { schema: 'check/1', path, faults });
  else if (faults.length === 0) context.stdout.write(`${path} is whole.\n`);
  else for (const fault of faults) context.stdout.write(`${fault}\n`);
  return faults.length === 0 ? EXIT.ok : EXIT.config;
}

/** Prints sizes, counts and ages. */
export async function stats(context: Context, options: CommonOptions): Promise<number> {
  const { path } = databaseOf(context, options);
  const archive = join(dirname(path), 'archive');
  const found = await withDatabase(context, options, (db) => statsOf(db, path, archive));
  if (options.json) writeJson(context, toJson(found));
  else context.stdout.write(table(COLUMNS, lines(context, found)));
  return EXIT.ok;
}

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function toJson({ crawls, lastBackup, ...sizes }: Stats) {
  return {
    schema: 'stats/1',
    ...sizes,
    crawls: { oldest: time(crawls.oldest), newest: time(crawls.newest) },
    lastBackup: lastBackup && { path: lastBackup.path, at: time(lastBackup.at) },
  };
}

type Line = readonly [string, string];

const COLUMNS: readonly Column<Line>[] = [
  { header: 'what', value: ([what]) => what, fixed: true },
  { header: 'found', value: ([, found]) => found, fixed: true },
];

function lines({ now }: Context, found: Stats): readonly Line[] {
  const { archive, crawls, lastBackup, rows } = found;
  const backup = lastBackup && `${lastBackup.path}, ${age(now() - lastBackup.at)} ago`;
  return [
    ['database', `${found.path}, ${megabytes(found.bytes)}, its log ${megabytes(found.log)}`],
    ['free', megabytes(found.free)],
    ['archive', `${megabytes(archive.bytes)} in ${archive.files} files`],
    [
      'crawls',
      `${rows.crawls}, from ${time(crawls.oldest) ?? '–'} to ${time(crawls.newest) ?? '–'}`,
    ],
    [
      'rows',
      Object.entries(rows)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
    ],
    ['last backup', backup ?? 'none: "chipwatch db backup" makes one, the service one a day'],
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
