import { randomInt } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { recover } from '../support/killing.ts';
import type { Word } from '../support/storm/process.ts';
import {
  aStorm,
  type Storm,
  shaken,
  stragglers,
  surprises,
  undisturbed,
} from '../support/storm/storm.ts';
import { served, stored } from '../support/storm/view.ts';

/** How long it storms; `CHIPWATCH_SOAK_SECONDS` makes it shorter. */
const SECONDS = Number(process.env.CHIPWATCH_SOAK_SECONDS ?? 600);
/** A storm that found something may be called again: `CHIPWATCH_SOAK_SEED`. */
const SEED = Number(process.env.CHIPWATCH_SOAK_SEED ?? randomInt(2 ** 31));
/** The longest life of a process before it is killed, in milliseconds. */
const LIFE_MS = 15_000;
const LATER_MS = 5 * 24 * 3_600_000;
const LARGEST_LOG = 64 * 2 ** 20;

it(`ends ${SECONDS} s of every fault with nothing lost, nothing invented and nothing left behind`, async () => {
  process.stdout.write(`storm ${SEED}\n`);
  const storm = await aStorm(SEED);
  // A first crawl has nothing to be compared with: it is believed, so it has to be true.
  expect(await undisturbed(storm, 2)).toBe(0);
  storm.weather.isFair = false;

  const kills = await killings(storm, Date.now() + (SECONDS * 1000 * 2) / 3);
  const lasting = await shaken(storm, 1, (SECONDS * 1000) / 3);
  await expectNothingWrong(storm);
  storm.weather.isFair = true;
  storm.weather.isStill = true;
  expect(await undisturbed(storm, 5)).toBe(0);
  await expectAllTold(storm);
  await expectNothingWrong(storm);

  for (const [id, host] of storm.hosts) {
    expect([id, ...stored(storm.setting.path, id)]).toEqual([id, ...served(id, host.truth())]);
  }
  report(storm, kills, lasting);
  expectFlat(lasting);
});

/** Kills processes at random moments until it is time; gives how many. */
async function killings(storm: Storm, until: number): Promise<number> {
  let kills = 0;
  while (Date.now() < until) {
    const lives = storm.chance.next() < 0.3 ? 2 : 1;
    await shaken(storm, lives, storm.chance.between(1000, LIFE_MS));
    await expectNothingWrong(storm);
    kills += lives;
  }
  return kills;
}

async function expectNothingWrong(storm: Storm): Promise<void> {
  await vi.waitFor(async () => expect(await stragglers(storm)).toBe(0), { timeout: 30_000 });
  expect(await storm.ledger.faults(storm.said)).toEqual([]);
  expect(surprises(storm)).toEqual([]);
  expect(storm.log).toBeLessThan(LARGEST_LOG);
}

/** Every message arrived in the end, under one id and as one text. */
async function expectAllTold({ setting, receiver }: Storm): Promise<void> {
  const rows = await recover(setting.path, receiver.url, LATER_MS);
  const told = new Map<string, Set<string>>();
  for (const { headers, body } of receiver.seen) {
    const id = String(headers['webhook-id']);
    told.set(id, (told.get(id) ?? new Set()).add(body));
  }
  expect(rows.filter(({ state }) => state !== 'delivered')).toEqual([]);
  expect([...told.keys()].toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  expect([...told.values()].filter((bodies) => bodies.size > 1)).toEqual([]);
}

type Round = Extract<Word, { kind: 'round' }>;
const roundsIn = (words: readonly Word[]) =>
  words.filter((word): word is Round => word.kind === 'round');

function median(numbers: readonly number[]): number {
  const found = numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
  if (found === undefined) throw new Error('expected rounds, found none: the storm was too short');
  return found;
}

/** The second and the last quarter of the rounds of one process: the first one warms it up. */
function quarters(words: readonly Word[], what: 'heap' | 'rss' | 'handles') {
  const all = roundsIn(words).map((round) => round[what]);
  const n = Math.floor(all.length / 4);
  return [median(all.slice(n, 2 * n + 1)), median(all.slice(3 * n))] as const;
}

/** A short storm is over before the process is warm. */
const GROWTH = SECONDS < 300 ? 1.5 : 1.1;
const HANDLES = 8;

function expectFlat(lasting: readonly Word[]): void {
  const [heap, lastHeap] = quarters(lasting, 'heap');
  expect(lastHeap).toBeLessThan(heap * GROWTH);
  const [handles, lastHandles] = quarters(lasting, 'handles');
  expect(lastHandles).toBeLessThanOrEqual(handles + HANDLES);
}

function report({ ledger, hosts, receiver, log }: Storm, kills: number, lasting: readonly Word[]) {
  const struck: Record<string, number> = {};
  for (const host of hosts.values()) {
    for (const [fault, n] of host.struck) struck[fault] = (struck[fault] ?? 0) + n;
  }
  const told = {
    ...{ seed: SEED, seconds: SECONDS, kills, crawls: ledger.counts(), struck },
    tries: receiver.seen.length,
    rounds: roundsIn(lasting).length,
    ...{ heap: quarters(lasting, 'heap'), rss: quarters(lasting, 'rss') },
    ...{ handles: quarters(lasting, 'handles'), log },
  };
  process.stdout.write(`${JSON.stringify(told, null, 1)}\n`);
}
