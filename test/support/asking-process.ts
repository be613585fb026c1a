/**
 * A process of its own that asks a host again and again, in turn with those on the same database:
 * `DATABASE URL TIMES DELAY`.
 */
import { openDatabase } from '../../db/open.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { hostsIn } from '../../src/cli/workplace.ts';
import { createFetcher } from '../../src/fetch/index.ts';
import { openGate } from '../../src/gate/index.ts';

const [path = '', url = '', times = '', delay = ''] = process.argv.slice(2);

const source: Scraper = {
  id: 'northlight',
  provider: 'northlight',
  homepage: 'https://northlight.example/',
  reads: 'made-up offers',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'page',
  robots: 'documented-api',
  verified: 'documented',
  fetch: async () => [],
  parse: () => [],
};

const db = openDatabase(path);
const fetcher = createFetcher({
  ...{ version: '0', env: {}, archiveDir: null, minDelayMs: Number(delay) },
  gate: openGate({ allowed: ['127.0.0.1/32'], advice: null }),
  hosts: hostsIn(db),
});
const { tools } = fetcher.session(source, { mode: { kind: 'live' }, now: Date.now });
for (let i = 0; i < Number(times); i += 1) await tools.http.get(`${i}`, `${url}/${i}`);
await fetcher.close();
db.close();
