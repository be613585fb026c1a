/** Crawls a source of so many offers into a file, some nights long, and prints what that took as JSON. */
import { join } from 'node:path';
import { openDatabase } from '../../db/open.ts';
import { loadState } from '../../db/state.ts';
import { ingest, madeOffers, moved, SOURCE } from './crawls.ts';
import type { Sample } from './figures.ts';
import { timing } from './timing.ts';

const NIGHTS = 3;
const START = Date.UTC(2026, 0, 1, 2);
const DAY = 86_400_000;

const [dir = '', count = ''] = process.argv.slice(2);
const db = openDatabase(join(dir, `${count}.db`));
const nights = [madeOffers(Number(count))];
const crawls: Sample[] = [];
for (let night = 0; night <= NIGHTS; night += 1) {
  const [offers = []] = nights.splice(0, 1);
  crawls.push(await timing(() => ingest(db, offers, START + night * DAY))());
  nights.push(moved(offers, 0.01));
}
globalThis.gc?.();
const before = process.memoryUsage().heapUsed;
const known = await loadState(db, SOURCE);
globalThis.gc?.();
const state = (process.memoryUsage().heapUsed - before) / known.offers.size;
db.close();
process.stdout.write(JSON.stringify({ offers: Number(count), crawls: crawls.slice(1), state }));
