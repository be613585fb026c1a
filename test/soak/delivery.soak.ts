import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { serve } from '../fetch/loopback.ts';
import { aDatabase, aProcess, recover } from '../support/killing.ts';

const KILLS = 50;
/** Longest life of a process that crawls and delivers, in milliseconds. */
const LIFE_MS = 1000;
const DAY = 24 * 3_600_000;

it(`loses no message in ${KILLS} kills at random moments`, async () => {
  let isPatient = false;
  const receiver = await serve(async (_, response) => {
    await sleep(Math.random() * 20);
    response.writeHead(isPatient || Math.random() < 0.8 ? 204 : 500).end();
  });
  const path = aDatabase();
  const committed: string[] = [];
  for (let kills = 0; kills < KILLS; kills += 1) {
    const { child, said, begin, end } = await aProcess(path, receiver.url, 'crawl and deliver');
    begin();
    await sleep(Math.random() * LIFE_MS);
    child.kill('SIGKILL');
    expect(await end).toBe('SIGKILL');
    committed.push(...said.filter((each): each is string => typeof each === 'string'));
  }
  isPatient = true;
  const rows = await recover(path, receiver.url, DAY);
  const told = new Map<string, Set<string>>();
  for (const { headers, body } of receiver.seen) {
    const id = String(headers['webhook-id']);
    told.set(id, (told.get(id) ?? new Set()).add(body));
  }
  const ids = rows.map(({ id }) => id);
  const tries = receiver.seen.length;
  process.stdout.write(`${ids.length} messages, ${tries} tries, ${KILLS} kills\n`);

  expect(committed.length).toBeGreaterThan(0);
  expect(committed.filter((id) => !ids.includes(id))).toEqual([]);
  expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['delivered']));
  expect([...told.keys()].toSorted()).toEqual(ids.toSorted());
  expect([...told.values()].every((bodies) => bodies.size === 1)).toBe(true);
});
