import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Loopback, serve } from '../../fetch/loopback.ts';
import { processesWith } from '../../fetch/processes.ts';
import { aDatabase } from '../killing.ts';
import type { Chance } from './chance.ts';
import { createChance } from './chance.ts';
import { compiled } from './compiled.ts';
import { type Hosts, type Ledger, openLedger } from './ledger.ts';
import { aLife, type Life, type Setting } from './life.ts';
import type { Order, Word } from './process.ts';
import { IDS } from './sources.ts';
import { aHost, type Weather } from './world.ts';

/** Hosts, a receiver and a database for processes that come and go, and what they said. */
export interface Storm {
  readonly setting: Setting;
  readonly hosts: Hosts;
  readonly receiver: Loopback;
  readonly weather: Weather;
  readonly ledger: Ledger;
  readonly chance: Chance;
  readonly said: Word[];
  /** The clock of the machine, in milliseconds off the true time. */
  shift: number;
  /** The largest log that a process left, in bytes. */
  log: number;
}

/** Crawls and receivers see time go by so much faster. */
const SPEED = 100;
const SLOW_MS = 1500;

export async function aStorm(seed: number): Promise<Storm> {
  const chance = createChance(seed);
  const weather: Weather = { isFair: true, isStill: false };
  const path = aDatabase();
  const hosts = new Map(
    await Promise.all(
      IDS.map(async (id, i) => [id, await aHost(id, createChance(seed + i + 1), weather)] as const),
    ),
  );
  const receiver = await aReceiver(createChance(seed - 1), weather);
  const origins = [...hosts.values()].map(({ url }) => url);
  return {
    setting: {
      ...{ program: compiled(), path, receiver: receiver.url, origins },
      ...{ speed: SPEED, begun: Date.now() },
    },
    ...{ hosts, receiver, weather, chance, said: [], shift: 0, log: 0 },
    ledger: openLedger(path, hosts),
  };
}

/** Takes most messages; some it refuses, some it hangs up on, some it takes its time for. */
function aReceiver(chance: Chance, weather: Weather): Promise<Loopback> {
  return serve(async (_, response) => {
    const luck = weather.isFair ? 1 : chance.next();
    if (luck < 0.15) response.writeHead(500).end('no');
    else if (luck < 0.25) response.socket?.resetAndDestroy();
    else {
      if (luck < 0.35) await sleep(SLOW_MS);
      response.writeHead(204).end();
    }
  });
}

/** A process that goes round its sources so often and ends by itself; gives the code it ended with. */
export async function undisturbed(storm: Storm, rounds: number): Promise<number | null> {
  const life = aLife(storm.setting, { shift: storm.shift, rounds });
  const code = await life.end;
  storm.said.push(...life.said);
  return code;
}

/** One process, or two on one database, with faults around it until it is killed. */
export async function shaken(storm: Storm, lives: 1 | 2, ms: number): Promise<readonly Word[]> {
  const { setting, shift } = storm;
  const living = Array.from({ length: lives }, () => aLife(setting, { shift }));
  const until = Date.now() + ms;
  while (Date.now() < until) {
    const pause = Math.min(storm.chance.between(200, 2000), until - Date.now());
    await Promise.race([sleep(pause), ...living.map(neverByItself)]);
    const order = nextOrder(storm);
    for (const life of living) life.order(order);
  }
  await Promise.all(living.map((life) => life.kill()));
  const words = living.flatMap(({ said }) => said);
  storm.said.push(...words);
  storm.log = Math.max(
    storm.log,
    statSync(`${setting.path}-wal`, { throwIfNoEntry: false })?.size ?? 0,
  );
  return words;
}

async function neverByItself({ end }: Life): Promise<never> {
  throw new Error(
    `expected a process to live until it is killed, found it ended with ${await end}`,
  );
}

const HOUR = 3_600_000;
/** Set back and forth, and more than long enough for leases, gaps and claims to run out. */
const SHIFTS = [0, -2 * HOUR, 2 * HOUR, -26 * HOUR, 96 * HOUR] as const;

function nextOrder(storm: Storm): Order {
  const luck = storm.chance.next();
  if (luck < 0.15) return { disk: 'full' };
  if (luck < 0.6) return { disk: 'free' };
  storm.shift = storm.chance.of(SHIFTS);
  return { shift: storm.shift };
}

/** Processes of the storm that still run. */
export function stragglers({ setting }: Storm): Promise<number> {
  return processesWith(setting.program);
}

const EXPECTED =
  /the disk is full|this crawl came too late|another process crawled it meanwhile|database or disk is full/;

/** What its processes said to be broken, and no fault around them explains. */
export function surprises({ said }: Storm): readonly string[] {
  return said.flatMap((word) => {
    if (word.kind === 'fault') return EXPECTED.test(word.message) ? [] : [word.message];
    if (word.kind !== 'crawl' || word.outcome !== 'broken') return [];
    return EXPECTED.test(word.message ?? '') ? [] : [`${word.source}: ${word.message}`];
  });
}
