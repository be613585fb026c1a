import { openDatabase } from '../../db/open.ts';
import type { Config } from '../config.ts';
import type { Mode } from '../fetch/index.ts';
import type { Desk } from '../pipeline/run.ts';
import type { Context } from './context.ts';
import {
  hostsIn,
  isGone,
  leaseOwner,
  openFetcher,
  openForCrawling,
  openReading,
} from './workplace.ts';

/** A desk at which sources are visited as if never before: nothing is stored and nobody is told. */
export interface Visiting {
  readonly desk: Desk;
  close(): Promise<void>;
}

interface VisitingOptions {
  readonly db?: string;
  readonly mode: Mode;
  readonly now: () => number;
  readonly stop: AbortSignal;
}

/** Opens one. Hosts are asked in turn with the crawls of the configured database, if there is one. */
export function openVisiting(
  { env, stderr }: Context,
  config: Config,
  { db: file, mode, now, stop }: VisitingOptions,
): Visiting {
  const path = file ?? config.database;
  const shared = openForCrawling(path, true, config.store);
  const db = openDatabase(':memory:');
  const fetcher = openFetcher(env, path, {
    keep: false,
    hosts: hostsIn(shared),
    warn: (sentence) => stderr.write(`${sentence}\n`),
  });
  const parser = openReading();
  const { guards, aliases } = config;
  return {
    desk: {
      ...{ db, fetcher, read: parser.read, mode, now, env, guards, aliases, stop },
      ...{ rules: [], owner: leaseOwner(), isGone, dryRun: true },
    },
    async close() {
      await fetcher.close();
      parser.close();
      db.close();
      shared.close();
    },
  };
}
