import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type DeliveryRow, listDeliveries } from '../../db/deliveries.ts';
import { openDatabase } from '../../db/open.ts';
import { CLAIM_MS } from '../../src/notify/index.ts';
import { openDelivery } from '../../src/pipeline/delivery.ts';

const PROGRAM = fileURLToPath(new URL('outbox-process.ts', import.meta.url));

/** A database in a folder that goes when the test is over. */
export function aDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chipwatch-kill-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'chipwatch.db');
  openDatabase(path).close();
  return path;
}

/** A process that is there and waits for the word to begin. */
export async function aProcess(path: string, url: string, deed: string) {
  const execArgv = ['--import', import.meta.resolve('tsx')];
  const child = fork(PROGRAM, [path, url, deed], {
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child, 'message');
  const said: unknown[] = [];
  child.on('message', (message) => said.push(message));
  return { child, said, begin: () => child.send('begin'), end: endOf(child) };
}

/** The signal that ended a process, or null where it ended itself. */
async function endOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
  await once(child, 'close');
  return child.signalCode;
}

/** What an undisturbed process makes of the outbox later, once the claims of a dead one ran out. */
export async function recover(
  path: string,
  url: string,
  laterMs = CLAIM_MS,
): Promise<readonly DeliveryRow[]> {
  const db = openDatabase(path);
  const delivery = await openDelivery(db, {
    channels: new Map([['me', { type: 'webhook', url, secret: [] }]]),
    allowPrivate: ['127.0.0.1/32'],
    clock: { now: () => Date.now() + laterMs, random: Math.random },
  });
  await delivery.due();
  await delivery.close();
  const rows = await listDeliveries(db, { limit: 100_000 });
  db.close();
  return rows;
}
