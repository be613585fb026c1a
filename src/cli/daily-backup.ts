import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import cron from 'node-cron';
import { dailyBackupPath } from '../../db/backups.ts';
import type { Context } from './context.ts';

/** What is backed up, and who is told when it cannot be. */
interface BackupPlan {
  readonly database: string;
  /** The configuration file, where there is one. */
  readonly config: string | null;
  readonly onError: (message: string) => void;
}

/**
 * Backs up once a day, at the first full hour that finds no backup of it. In a process of its own,
 * because copying and checking a large file would keep everybody else waiting.
 */
export function startBackups(context: Context, plan: BackupPlan): { stop(): Promise<void> } {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();
  const look = () => {
    if (!existsSync(dailyBackupPath(plan.database, context.now()))) {
      running = backUp(context, plan, stopping.signal);
    }
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

/** The command line of this very program, from its sources or built. */
const PROGRAM = fileURLToPath(new URL(`index${extname(import.meta.url)}`, import.meta.url));

function backUp(
  { env, cwd }: Context,
  { database, config, onError }: BackupPlan,
  signal: AbortSignal,
): Promise<void> {
  const options = ['--db', database, ...(config === null ? [] : ['--config', config])];
  const args = [...process.execArgv, PROGRAM, 'db', 'backup', '--daily', ...options];
  return new Promise((resolve) => {
    const stdio = ['ignore', 'ignore', 'pipe'] as const;
    const child = spawn(process.execPath, args, {
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
      if (code !== 0 && !signal.aborted) onError(said.trim());
      resolve();
    });
  });
}
