import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { backupDatabase, restoreDatabase } from '../../db/backup.ts';
import { dailyBackupPath, namelessBackupPath, pruneBackups } from '../../db/backups.ts';
import { faultsOf } from '../../db/check.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { type CommonOptions, databaseOf, withDatabase, writeJson } from './reading.ts';

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
