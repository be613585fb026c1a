/** Crawls a made-up source of so many offers into a database, as a service has it done beside itself. */
import { openDatabase } from '../../db/open.ts';
import { createFetcher } from '../../src/fetch/index.ts';
import { openParser } from '../../src/pipeline/parsing.ts';
import { run } from '../../src/pipeline/run.ts';
import { scraperById } from './crawling-registry.ts';

const [path = '', id = '', at = ''] = process.argv.slice(2);
const source = scraperById(id);
if (source === undefined) throw new Error(`expected a source, found ${id}`);
const db = openDatabase(path);
const fetcher = createFetcher({ version: '0', env: {}, archiveDir: null, minDelayMs: 0 });
const parser = openParser(new URL('./crawling-registry.ts', import.meta.url));
const [result] = await run(
  {
    ...{ db, fetcher, read: parser.read, env: {}, rules: [], dryRun: false },
    ...{ mode: { kind: 'live' }, now: () => Number(at), owner: 'bench:2', isGone: () => false },
  },
  {
    ...{ sources: [source], confirming: null },
    watcher: { started: () => undefined, finished: () => undefined },
  },
);
await fetcher.close();
parser.close();
db.close();
if (result?.outcome !== 'ok') throw new Error(`expected ${id} crawled, found ${result?.message}`);
