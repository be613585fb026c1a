import { resolve } from 'node:path';
import { type Database, openForReading } from '../../db/open.ts';
import { type Config, loadConfig } from '../config.ts';
import type { Context } from './context.ts';
import type { Output } from './output.ts';

/** Options every command has. */
export interface CommonOptions {
  readonly db?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly output?: Output;
}

/** The configuration a command was started with. */
export function configOf({ env, cwd }: Context, { config: file }: CommonOptions): Config {
  return loadConfig({ ...(file !== undefined && { file }), env, cwd });
}

/** Where the database is, the one named or else the configured one, and what it is allowed. */
export function databaseOf(
  context: Context,
  options: CommonOptions,
): { readonly path: string; readonly store: Config['store'] } {
  const { database, store } = configOf(context, options);
  return { path: resolve(context.cwd, options.db ?? database), store };
}

/** Answers a question from the database: the one named, else the configured one. */
export async function withDatabase<T>(
  context: Context,
  options: CommonOptions,
  ask: (db: Database) => Promise<T>,
): Promise<T> {
  const { path, store } = databaseOf(context, options);
  const db = openForReading(path, store);
  try {
    return await ask(db);
  } finally {
    db.close();
  }
}

/** Writes an answer as one JSON object. */
export function writeJson({ stdout }: Context, answer: unknown): void {
  stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
}
