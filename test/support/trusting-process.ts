/**
 * A process of its own that reads one address as a source does, and prints what came of it: `URL`.
 * What a process trusts is settled where it starts.
 */
import { createFetcher } from '../../src/fetch/index.ts';
import { openGate } from '../../src/gate/index.ts';
import { sourceAt } from '../hostile/sources.ts';

const [url = ''] = process.argv.slice(2);
const fetcher = createFetcher({
  ...{ version: '0', env: process.env, archiveDir: null, minDelayMs: 0 },
  gate: openGate({ allowed: ['127.0.0.1/32'], advice: null }),
  clock: { now: Date.now, sleep: async () => undefined, random: () => 0 },
});
const session = fetcher.session(sourceAt('as-json', url), {
  mode: { kind: 'live' },
  now: Date.now,
});
const came = await session.tools.http.get('offers', url).then(
  (served) => ({ read: served.text() }),
  ({ failure, message }) => ({ failure, message }),
);
process.stdout.write(JSON.stringify(came));
await fetcher.close();
