import { type Database, openForReading } from '../../db/open.ts';
import { type Config, loadConfig } from '../config.ts';
import type { Context } from './context.ts';

/** Options every command has. */
export interface CommonOptions {
  readonly db?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** The configuration a command was started with. */
export function configOf({ env, cwd }: Context, { config: file }: CommonOptions): Config {
  return loadConfig({ ...(file !== undefined && { file }), env, cwd });
}

/** Answers a question from the database: the one named, else the configured one. */
export async function withDatabase<T>(
  context: Context,
  options: CommonOptions,
  ask: (db: Database) => Promise<T>,
): Promise<T> {
  const db = openForReading(options.db ?? configOf(context, options).database);
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
