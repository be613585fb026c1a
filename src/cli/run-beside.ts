import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import type { Quarrel } from '../query/disagreements.ts';

/** A run that a service has done beside it. */
export interface RunTask {
  readonly database: string;
  /** Ids of sources. */
  readonly sources: readonly string[];
  readonly config: Pick<
    Config,
    'rules' | 'targets' | 'guards' | 'aliases' | 'schedule' | 'sources' | 'store'
  >;
}

/** What the process is told: what to do, and that it is to end. */
export type Order = { readonly kind: 'run'; readonly task: RunTask } | { readonly kind: 'stop' };

/** What a run came to, as far as the service goes on with it; the rest was told to people. */
export interface RunReport {
  /** In words that the disk is full; else null. */
  readonly disk: string | null;
  /** Sources of one provider that disagree on prices, now. */
  readonly quarrels: readonly Quarrel[];
}

/**
 * Runs in a process of its own, so that this one answers meanwhile: to compare and to commit a large
 * source takes seconds without a pause. What it holds of the sources goes with it. Throws where the
 * process ended before it was done; `stop` has it give up what is under way.
 */
export function runBeside(
  { database, sources, config }: RunTask,
  stop: AbortSignal,
): Promise<RunReport> {
  // From the sources, as in development, the loader of TypeScript comes with this process's own arguments.
  const module = new URL(`./run-process${extname(import.meta.url)}`, import.meta.url);
  const child = fork(fileURLToPath(module), [], { serialization: 'advanced' });
  const tell = (order: Order) => child.connected && child.send(order);
  const { rules, targets, guards, aliases, schedule, store } = config;
  const settled = { rules, targets, guards, aliases, schedule, sources: config.sources, store };
  tell({ kind: 'run', task: { database, sources, config: settled } });
  const giveUp = () => tell({ kind: 'stop' });
  stop.addEventListener('abort', giveUp, { once: true });
  return new Promise<RunReport>((resolve, reject) => {
    let report: RunReport | null = null;
    child.on('message', (told: RunReport) => {
      report = told;
    });
    child.on('error', reject);
    // Not its exit, which may be heard of before what it said last.
    child.on('close', (code, signal) => {
      stop.removeEventListener('abort', giveUp);
      if (report === null)
        reject(new Error(`the process that crawled ended before it was done (${signal ?? code})`));
      else resolve(report);
    });
  });
}
