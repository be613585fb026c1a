import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Order, Word } from './process.ts';

const PLACE = 'test/support/storm';

/** What every process of a storm is told at its start. */
export interface Setting {
  /** The folder it was compiled into: its processes, and their readers, are known by it. */
  readonly program: string;
  readonly path: string;
  readonly receiver: string;
  readonly origins: readonly string[];
  /** How much faster crawls and receivers see time go by, from when on. */
  readonly speed: number;
  readonly begun: number;
}

/** A process of the storm, from its start to its end. */
export interface Life {
  readonly said: readonly Word[];
  order(order: Order): void;
  /** Resolves with the code it ended with, null where it was killed. */
  readonly end: Promise<number | null>;
  kill(): Promise<void>;
}

/** Starts a process that goes round its sources so often, its clock so many milliseconds off. */
export function aLife(setting: Setting, { shift = 0, rounds = 1e9 } = {}): Life {
  const { program, path, receiver, speed, begun, origins } = setting;
  const registry = pathToFileURL(join(program, PLACE, 'sources.js')).href;
  const args = [path, receiver, registry, speed, begun, shift, rounds, ...origins].map(String);
  const child = fork(join(program, PLACE, 'process.js'), args, {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: Word[] = [];
  child.on('message', (word: Word) => said.push(word));
  const end = once(child, 'close').then(([code]) => code as number | null);
  return {
    said,
    end,
    order: (order) => {
      if (child.connected) child.send(order);
    },
    async kill() {
      child.kill('SIGKILL');
      await end;
    },
  };
}
