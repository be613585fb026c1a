import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Loopback, type Seen, serve } from '../../fetch/loopback.ts';
import { json, line, page, type Row } from '../../hostile/base.ts';
import type { Chance } from './chance.ts';
import { FAULTS, type Fault, IN_THE_DOCUMENT, ON_THE_WAY } from './faults.ts';
import { PARTS } from './sources.ts';
import { createTruth } from './truth.ts';

/** What a host truly said in one document, or which fault was in it. */
export interface Said {
  readonly rows: readonly Row[] | null;
  readonly fault: Fault | null;
}

/** One source's host: what it serves, and what it served. */
export interface Host {
  readonly url: string;
  /** Everything that was ever served whole, by the digest of its bytes. */
  readonly said: ReadonlyMap<string, Said>;
  /** How often each fault struck. */
  readonly struck: ReadonlyMap<Fault, number>;
  /** What is true now. */
  truth(): readonly Row[];
}

/** How the world is now: nothing strikes while it is fair, and nothing moves while it stands still. */
export interface Weather {
  isFair: boolean;
  isStill: boolean;
}

/** An empty or halved part of a list is news a seller may have; so is half a stock feed. */
const PLAUSIBLE: Readonly<Record<string, readonly Fault[]>> = {
  parts: ['empty list', 'half list'],
  feed: ['half list'],
};
/**
 * At most so many answers in a row are struck: fewer than it takes to be believed all the same, and
 * than it would take for a storm of readers that are ended and begun to be about nothing else.
 */
const SPELL = 4;
const LONGEST: Partial<Record<Fault, number>> = { 'never ends': 1 };
const STRIKES = 0.35;
const MOVES = 0.25;

export async function aHost(id: string, chance: Chance, weather: Weather): Promise<Host> {
  const truth = createTruth(chance);
  const said = new Map<string, Said>();
  const struck = new Map<Fault, number>();
  const faults = FAULTS.filter((fault) => !PLAUSIBLE[id]?.includes(fault));
  const write = id === 'page' ? (rows: readonly Row[]) => page(rows.map((row) => line(row))) : json;
  // A page shows what is sold out as it shows all else.
  const shown = (rows: readonly Row[]) =>
    id === 'page' ? rows.map((row) => ({ ...row, available: true })) : rows;
  let spell: { readonly fault: Fault | null; left: number } = { fault: null, left: 0 };

  function faultNow(): Fault | null {
    if (weather.isFair) return null;
    if (spell.left === 0) {
      const fault = chance.next() < STRIKES ? chance.of(faults) : null;
      const most = (fault && LONGEST[fault]) ?? SPELL;
      spell = { fault, left: Math.ceil(chance.between(0, most)) };
    }
    spell.left -= 1;
    return spell.fault;
  }

  /** Serves it unless it is what the asker has; both are as good. */
  function give(body: string, what: Said, { headers }: Seen, response: ServerResponse): void {
    const digest = createHash('sha256').update(body).digest('hex');
    said.set(digest, what);
    const etag = `"${digest}"`;
    if (headers['if-none-match'] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { etag }).end(body);
  }

  function answer(asked: Seen, response: ServerResponse): void {
    const rows = shown(rowsOf(truth.rows(), asked.path));
    const fault = faultNow();
    if (fault === null) {
      give(write(rows), { rows, fault }, asked, response);
      if (!weather.isStill && chance.next() < MOVES) truth.move();
      return;
    }
    struck.set(fault, (struck.get(fault) ?? 0) + 1);
    if (isOnTheWay(fault)) ON_THE_WAY[fault](response, write(rows));
    else give(IN_THE_DOCUMENT[fault](rows, write), { rows: null, fault }, asked, response);
  }

  const { url }: Loopback = await serve(answer);
  return { url, said, struck, truth: truth.rows };
}

function isOnTheWay(fault: Fault): fault is keyof typeof ON_THE_WAY {
  return Object.hasOwn(ON_THE_WAY, fault);
}

/** All rows, or those of the part that is asked for. */
function rowsOf(rows: readonly Row[], path: string): readonly Row[] {
  const part = PARTS.find((each) => path === `/${each}`);
  return part === undefined ? rows : rows.filter(({ region }) => region.startsWith(`${part}-`));
}
