import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openGate, type Resolve } from '../../src/gate/index.ts';
import { aSession } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';

const REPEATS = 200;
const JUDGED = '127.0.0.2';

it(`connects ${REPEATS} times to where a moving name was judged, and never to this machine`, async () => {
  const host = await serve((_, response) => void response.end('{}'), JUDGED);
  const { port } = new URL(host.url);
  let visits = 0;
  const trap = createServer((socket) => {
    visits += 1;
    socket.destroy();
  });
  await new Promise<void>((done) => trap.listen(Number(port), '127.0.0.1', done));
  onTestFinished(() => void trap.close());
  let lookups = 0;
  const resolve: Resolve = async () => {
    lookups += 1;
    return [{ address: lookups % 2 === 1 ? JUDGED : '127.0.0.1', family: 4 }];
  };
  const outcomes = new Map<string, number>();

  for (let i = 0; i < REPEATS; i += 1) {
    const gate = openGate({ allowed: [`${JUDGED}/32`], advice: null, resolve });
    const { tools } = aSession({ settings: { gate } });
    const outcome = await tools.http.get('offers', `http://rebind.test:${port}/`).then(
      () => 'answered',
      ({ message }) => message,
    );
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }

  expect([...outcomes]).toEqual([
    ['answered', REPEATS / 2],
    ['expected a public address, found 127.0.0.1 for rebind.test', REPEATS / 2],
  ]);
  expect([host.seen.length, lookups, visits]).toEqual([REPEATS / 2, REPEATS, 0]);
});
