import { expect, it } from 'vitest';
import { serve } from '../fetch/loopback.ts';
import { askInProcess } from '../support/asking.ts';
import { aDatabase } from '../support/killing.ts';

const DELAY_MS = 1000;
/** What a request may take from this machine to this machine. */
const ON_THE_WAY_MS = 100;

it('has two processes ask one host 30 times a second apart, as the host sees it', async () => {
  const starts: number[] = [];
  const host = await serve((_, response) => {
    starts.push(performance.now());
    response.end('{}');
  });
  const path = aDatabase();
  const pace = { times: 15, delayMs: DELAY_MS };

  await Promise.all([1, 2].map(() => askInProcess(path, host.url, pace)));

  const gaps = starts.slice(1).map((start, i) => start - (starts[i] ?? start));
  process.stdout.write(`30 requests, the closest ${Math.min(...gaps).toFixed(0)} ms apart\n`);
  expect(gaps).toHaveLength(29);
  expect(host.mostInFlight()).toBe(1);
  expect(Math.min(...gaps)).toBeGreaterThan(DELAY_MS - ON_THE_WAY_MS);
});
