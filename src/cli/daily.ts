import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import cron from 'node-cron';
import type { Context } from './context.ts';

/** Something that is done once a day by a command of this program. */
export interface Chore {
  /** What it is called where it goes wrong. */
  readonly what: string;
  readonly args: readonly string[];
  readonly isDone: () => Promise<boolean>;
}

interface Household {
  /** In this order: the copy of a day holds what was pruned on it. */
  readonly chores: readonly Chore[];
  readonly database: string;
  /** The configuration file, where there is one. */
  readonly config: string | null;
  readonly onError: (what: string, says: string) => void;
}

/**
 * Does each chore once a day, at the first full hour that finds it not done. In a process of its own,
 * because copying and checking a large file would keep everybody else waiting.
 */
export function startChores(context: Context, household: Household): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const look = () => {
    running = doAll(context, household, stopping.signal);
    return running;
  };
  const task = cron.schedule('0 * * * *', look, { timezone: 'Etc/UTC', noOverlap: true });
  running = look();
  return {
    async stop() {
      stopping.abort();
      await task.stop();
      await running;
    },
  };
}

async function doAll(context: Context, household: Household, signal: AbortSignal): Promise<void> {
  for (const chore of household.chores) {
    if (signal.aborted) return;
    try {
      if (!(await chore.isDone())) await inProcess(context, household, chore, signal);
    } catch (cause) {
      household.onError(chore.what, cause instanceof Error ? cause.message : String(cause));
    }
  }
}

/** The command line of this very program, from its sources or built. */
const PROGRAM = fileURLToPath(new URL(`index${extname(import.meta.url)}`, import.meta.url));

function inProcess(
  { env, cwd }: Context,
  { database, config, onError }: Household,
  { what, args }: Chore,
  signal: AbortSignal,
): Promise<void> {
  const options = ['--db', database, ...(config === null ? [] : ['--config', config])];
  const command = [...process.execArgv, PROGRAM, ...args, ...options];
  return new Promise((resolve) => {
    const stdio = ['ignore', 'ignore', 'pipe'] as const;
    const child = spawn(process.execPath, command, {
      env: { ...env },
      cwd,
      signal,
      stdio: [...stdio],
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text;
    });
    child.on('error', (cause) => {
      said += cause.message;
    });
    child.on('close', (code) => {
      if (code !== 0 && !signal.aborted) onError(what, said.trim());
      resolve();
    });
  });
}
