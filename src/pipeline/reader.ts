import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { SourceError } from '../domain/errors.ts';
import type { Normalised } from '../domain/normalise.ts';
import { withSharedWords } from '../domain/shared-words.ts';
import type { Answer, Task } from './reader-process.ts';

const HEAP_MB = 512;

/** A process that reads one source after the other. A thread could not be let run out of memory. */
export interface Reader {
  /** Throws a `SourceError` for what cannot be read, or not in time. */
  read(task: Task, seconds: number): Promise<Normalised>;
  /** False once it was stopped. */
  isAlive(): boolean;
  end(): void;
}

/** Who waits for the process now. What it says to nobody is of a source that is done with. */
interface Waiting {
  hears(answer: Answer): void;
  loses(why: SourceError): void;
}

/** Starts a process that knows the sources of this registry module. */
export function startReader(registry: URL): Reader {
  const child = started(registry);
  let waiting: Waiting | null = null;
  let isAlive = true;

  function end(why: SourceError): void {
    isAlive = false;
    waiting?.loses(why);
    child.kill('SIGKILL');
  }
  child.on('message', (answer: Answer) => {
    if (answer.kind === 'broken') end(changed(`cannot be read: ${answer.message}`));
    else waiting?.hears(answer);
  });
  child.on('error', (cause) => end(changed(`cannot be read: ${cause.message}`)));
  child.on('exit', (code, signal) => end(changed(endedBy(code, signal))));

  return {
    isAlive: () => isAlive,
    end: () => end(new SourceError('unreachable', 'the program ended before it was read')),
    async read(task, seconds) {
      let timer: NodeJS.Timeout | undefined;
      const tooLong = changed(`were not read after ${seconds} s`);
      // An answer that came while this process was busy goes before a timer that ran out meanwhile.
      const late = () => setImmediate(() => waiting && end(tooLong));
      const answer = new Promise<Normalised>((resolve, reject) => {
        waiting = {
          hears(said) {
            if (said.kind === 'begun') timer = setTimeout(late, seconds * 1000);
            else if (said.kind === 'read') resolve(withSharedWords(said.seen));
            else if (said.kind === 'failed') reject(new SourceError(said.failure, said.message));
          },
          loses: reject,
        };
        child.send(task);
      });
      try {
        const seen = await answer;
        // Node holds the message, all of it a second time, until this turn of the loop is over.
        await turn();
        return seen;
      } finally {
        clearTimeout(timer);
        waiting = null;
      }
    },
  };
}

/** From the sources, as in development, it needs the loader of TypeScript first. */
function started(registry: URL): ChildProcess {
  const extension = extname(import.meta.url);
  const loader = extension === '.ts' ? ['--import', import.meta.resolve('tsx')] : [];
  const module = new URL(`./reader-process${extension}`, import.meta.url);
  return fork(fileURLToPath(module), [registry.href, String(process.pid)], {
    execArgv: [`--max-old-space-size=${HEAP_MB}`, ...loader],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** V8 aborts where there is no more memory to be had. */
function endedBy(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGABRT') return `take more than ${HEAP_MB} MB to read`;
  return `ended the process that read them (${signal ?? code})`;
}

/** All of these are the doing of the documents, or of a parser they took by surprise. */
function changed(what: string): SourceError {
  return new SourceError('changed', `its documents ${what}`);
}
