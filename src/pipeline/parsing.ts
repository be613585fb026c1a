import PQueue from 'p-queue';
import { type Documents, LIMITS, type Scraper } from '../../scrapers/kit/scraper.ts';
import type { Normalised } from '../domain/normalise.ts';
import { servedAs } from '../fetch/index.ts';
import type { Read } from './read.ts';
import { type Reader, startReader } from './reader.ts';

/** Reads documents beside the program, which goes on meanwhile. */
export interface Parser {
  /**
   * As `read`, in a process of its own. A source that takes too long or too much memory, or takes
   * the process down, has `changed`; no other is touched.
   */
  readonly read: Read;
  close(): void;
}

/** To read is to compute, and a small machine has two cores. */
const AT_ONCE = 2;
/** After so long without work a process is ended. */
const IDLE_MS = 30_000;

/** Starts processes when there is something to read; they know the sources of this registry module. */
export function openParser(registry: URL): Parser {
  const queue = new PQueue({ concurrency: AT_ONCE });
  const readers = new Set<Reader>();
  const idle: Reader[] = [];
  let rest: NodeJS.Timeout | undefined;

  async function elsewhere(scraper: Scraper, documents: Documents): Promise<Normalised> {
    clearTimeout(rest);
    const task = { source: scraper.id, documents: documents.map(servedAs) };
    const reader = freeReader();
    try {
      return await reader.read(task, scraper.limits?.parseSeconds ?? LIMITS.parseSeconds);
    } finally {
      if (reader.isAlive()) idle.push(reader);
      else readers.delete(reader);
      rest = setTimeout(endIdle, IDLE_MS).unref();
    }
  }

  /** One that ended while it had nothing to do is no good. */
  function freeReader(): Reader {
    for (let reader = idle.pop(); reader !== undefined; reader = idle.pop()) {
      if (reader.isAlive()) return reader;
      readers.delete(reader);
    }
    const started = startReader(registry);
    readers.add(started);
    return started;
  }

  function endIdle(): void {
    for (const reader of idle.splice(0)) {
      readers.delete(reader);
      reader.end();
    }
  }

  return {
    read: (scraper, documents) => queue.add(() => elsewhere(scraper, documents)),
    close() {
      clearTimeout(rest);
      for (const reader of readers) reader.end();
    },
  };
}
