/** The process that documents are read in: it may be killed at any moment, and nobody else with it. */
import { Worker } from 'node:worker_threads';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import type { Normalised } from '../domain/normalise.ts';
import type { Failure } from '../domain/words.ts';
import { documentOf, type Served } from '../fetch/document.ts';
import { firstLine, read } from './read.ts';

/** What the process is asked to read. */
export interface Task {
  readonly source: string;
  readonly documents: readonly Served[];
}

/** What it says: that it begins, since its time runs from there, and what came of it. */
export type Answer =
  | { readonly kind: 'begun' }
  | { readonly kind: 'read'; readonly seen: Normalised }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly message: string }
  /** Something broke that nobody waited for: the process is not used again. */
  | { readonly kind: 'broken'; readonly message: string };

const [registry = '', parent = ''] = process.argv.slice(2);
const { scraperById }: { scraperById(id: string): Scraper | undefined } = await import(registry);

process.on('message', async (task: Task) => {
  tell({ kind: 'begun' });
  tell(await answerTo(task));
});
process.on('uncaughtException', (cause) => tell({ kind: 'broken', message: firstLine(cause) }));
// A terminal interrupts the whole group, a service manager ends it: the parent says when to go.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
outliveNobody();

function tell(answer: Answer): void {
  process.send?.(answer);
}

async function answerTo({ source, documents }: Task): Promise<Answer> {
  const scraper = scraperById(source);
  if (scraper === undefined) throw new Error(`${source} is not in ${registry}`);
  try {
    return { kind: 'read', seen: await read(scraper, documents.map(documentOf)) };
  } catch (cause) {
    if (!(cause instanceof SourceError)) throw cause;
    return { kind: 'failed', failure: cause.failure, message: cause.message };
  }
}

/**
 * A parent that was killed kills nobody, and what loops does not notice that it is gone; it may be so
 * before this process asks who it was.
 */
function outliveNobody(): void {
  const watch = `setInterval(() => process.ppid === ${Number(parent)} || process.kill(process.pid, 'SIGKILL'), 1000)`;
  new Worker(watch, { eval: true, execArgv: [] }).unref();
}
