/** `npm run bench`: measures everything, or what is named, beside its yardsticks. Not a test: machines differ. */
import { writeFileSync } from 'node:fs';
import { type Figure, tableOf } from './figures.ts';

const BENCHES: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  bulk: async () => (await import('./bulk.ts')).bulk(),
  ingest: async () => (await import('./ingest.ts')).ingesting(),
  query: async () => (await import('./query.ts')).query(),
};

const names = process.argv.slice(2);
const unknown = names.find((name) => BENCHES[name] === undefined);
if (unknown === undefined) {
  const wanted = names.length > 0 ? names : Object.keys(BENCHES);
  const figures: Figure[] = [];
  for (const name of wanted) figures.push(...((await BENCHES[name]?.()) ?? []));
  console.table(tableOf(figures));
  const peakMiB = process.resourceUsage().maxRSS / 1024;
  const report = { at: new Date().toISOString(), node: process.version, peakMiB, figures };
  writeFileSync('bench.json', `${JSON.stringify(report, null, 2)}\n`);
} else {
  console.error(`usage: npm run bench -- [NAME...], of: ${Object.keys(BENCHES).join(', ')}`);
  process.exitCode = 2;
}
