import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { BASE, market } from '../support/market.ts';
import { aServer } from '../support/server.ts';

const CLIENTS = 200;
const SLOW = 1000;
/** The server cuts off who takes longer for its headers; it looks every two seconds. */
const CUT_OFF_MS = 20_000;

it(`answers ${CLIENTS} clients beside ${SLOW} that send a byte a second, and cuts those off`, async () => {
  const { db, crawl, now } = market();
  await crawl(BASE);
  const { url, port } = await aServer({ db, now });
  const before = process.memoryUsage.rss();
  const slow = await Promise.all(Array.from({ length: SLOW }, () => dribble(port)));
  const cut = Promise.all(slow.map((socket) => socket.closed || once(socket, 'close')));
  const dribbling = setInterval(() => {
    for (const socket of slow) if (socket.writable) socket.write('x');
  }, 1000);

  let slowest = 0;
  const health = (async () => {
    for (let n = 0; n < 20; n += 1) {
      const start = performance.now();
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      slowest = Math.max(slowest, performance.now() - start);
      await sleep(100);
    }
  })();
  const answers = await Promise.all(
    Array.from({ length: CLIENTS }, async () => (await fetch(`${url}/api/v1/offers`)).status),
  );
  await health;
  const isCut = await Promise.race([cut.then(() => true), sleep(CUT_OFF_MS, false)]);
  clearInterval(dribbling);
  for (const socket of slow) socket.destroy();

  expect(answers).toEqual(Array.from({ length: CLIENTS }, () => 200));
  expect(isCut).toBe(true);
  process.stdout.write(`slowest health ${Math.round(slowest)} ms\n`);
  // Both ends of every connection live in this process.
  expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 1024 * 1024);
});

/** A connection that begins a request and never ends it. */
async function dribble(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  // It is cut off in the middle of a write: that is what it is for.
  socket.on('error', () => socket.destroy());
  socket.resume();
  await once(socket, 'connect');
  socket.write('GET /api/v1/offers HTTP/1.1\r\nX-Slow: ');
  return socket;
}
