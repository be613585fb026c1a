import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openDatabase } from '../../db/open.ts';
import { counted, type Figure } from './figures.ts';
import { fillMarket, WORLD } from './market.ts';
import { inFolder } from './processes.ts';
import type { Size } from './sizes.ts';

export const QUESTION = {
  ...{ spec: 'H100:8', billing: 'on-demand', 'outside-china': '1', sort: 'price', limit: '10' },
};
const PATH = `/api/v1/offers?${new URLSearchParams(QUESTION)}`;
const REST = 5000;
const DAY = 86_400_000;

const Watched = z.object({ questions: z.array(z.number()).min(1), late: z.number() });

/** Asks a service over HTTP while it rests, and while another process crawls a large source into its file. */
export async function serving({ offers, days }: Size): Promise<readonly Figure[]> {
  return inFolder(async (dir) => {
    const path = join(dir, 'market.db');
    const db = openDatabase(path);
    fillMarket(db, { ...WORLD, offers, days });
    db.close();
    const crawl = (night: number) => {
      const at = WORLD.now + night * DAY;
      return ended(begun('crawling-process', path, `made-up-${offers}-offers`, String(at)));
    };
    await crawl(1);
    const service = begun('serving-process', path, String(WORLD.now + 2 * DAY));
    const url = z.string().parse(await answerOf(service));
    const alone = await answeredAlone(service, url);
    const rest = await asked(service, url, () => wait(REST));
    const busy = await asked(service, url, () => crawl(2));
    service.send('end');
    await ended(service);
    return [...alone, ...figuresOf(rest, busy, offers)];
  });
}

interface Phase extends z.infer<typeof Watched> {
  /** Milliseconds of each answer over HTTP. */
  readonly answers: readonly number[];
}

function figuresOf(rest: Phase, busy: Phase, offers: number): readonly Figure[] {
  const meanwhile = `while ${offers} others are crawled`;
  const ms = { unit: 'ms' } as const;
  return [
    counted('P15', `a question in the process, ${meanwhile}`, busy.questions, {
      ...{ ...ms, target: { p99: 1 }, beside: ['at rest', rest.questions] },
    }),
    counted('P15', `the same over HTTP, ${meanwhile}`, busy.answers, {
      ...{ ...ms, target: {}, beside: ['at rest', rest.answers] },
    }),
    counted('P15', `how late the loop is, ${meanwhile}`, [busy.late], {
      ...{ ...ms, target: { median: 25 }, beside: ['at rest', [rest.late]] },
    }),
  ];
}

const ALONE = 200;

/** Asks so often, and nobody else does: what an answer takes, and what of it is the service's work. */
async function answeredAlone(service: ChildProcess, url: string): Promise<readonly Figure[]> {
  const processor = async () => {
    service.send('processor');
    return z.number().parse(await answerOf(service)) / 1000;
  };
  await answered(url);
  const [before, answers]: [number, number[]] = [await processor(), []];
  for (let n = 0; n < ALONE; n += 1) answers.push(await answered(url));
  const each = ((await processor()) - before) / ALONE;
  const [what, unit] = ['the 10 cheapest H100:8 over HTTP', 'ms'] as const;
  return [
    counted('P9', what, answers, { unit, target: { p99: 5 } }),
    counted('P9', 'the same, processor time of the service', [each], { unit, target: {} }),
  ];
}

/** Milliseconds of an answer. */
async function answered(url: string): Promise<number> {
  const began = performance.now();
  const answer = await fetch(url + PATH);
  if (!answer.ok) throw new Error(`expected an answer, found ${answer.status}`);
  await answer.json();
  return performance.now() - began;
}

/** Asks over and over for as long as something else is at work. */
async function asked(
  service: ChildProcess,
  url: string,
  work: () => Promise<unknown>,
): Promise<Phase> {
  service.send('watch');
  const answers: number[] = [];
  let isOver = false;
  const working = work().finally(() => {
    isOver = true;
  });
  while (!isOver) answers.push(await answered(url));
  await working;
  service.send('tell');
  return { ...Watched.parse(await answerOf(service)), answers };
}

function begun(name: string, ...args: readonly string[]): ChildProcess {
  const module = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  return fork(module, args, { execArgv: ['--import', 'tsx'] });
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`expected a process to end well, found ${code}`);
}

/** What it says next; it says nothing any more where it broke. */
async function answerOf(service: ChildProcess): Promise<unknown> {
  const gone = new AbortController();
  const leave = () => gone.abort(new Error('the service ended before it answered'));
  service.once('exit', leave);
  const [answer] = await once(service, 'message', { signal: gone.signal });
  service.off('exit', leave);
  return answer;
}
