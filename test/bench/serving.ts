import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
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

const Watched = z.object({ questions: z.array(z.number()).min(1), late: z.number() });
type Order = 'begin' | 'rest' | 'crawl';

/** Asks a service over HTTP while it rests, and while it crawls a large source. */
export async function serving({ offers, days }: Size): Promise<readonly Figure[]> {
  return inFolder(async (dir) => {
    const path = join(dir, 'market.db');
    const db = openDatabase(path);
    fillMarket(db, { ...WORLD, offers, days });
    db.close();
    const service = fork(
      fileURLToPath(new URL('./serving-process.ts', import.meta.url)),
      [path, String(offers), String(WORLD.now)],
      { execArgv: ['--import', 'tsx'] },
    );
    const url = z.string().parse(await answerOf(service));
    await told(service, 'begin');
    const rest = await asked(service, url, 'rest');
    const crawl = await asked(service, url, 'crawl');
    service.send('end');
    await once(service, 'exit');
    return figuresOf(rest, crawl, offers);
  });
}

interface Phase extends z.infer<typeof Watched> {
  /** Milliseconds of each answer over HTTP. */
  readonly answers: readonly number[];
}

function figuresOf(rest: Phase, crawl: Phase, offers: number): readonly Figure[] {
  const meanwhile = `while ${offers} others are crawled`;
  const ms = { unit: 'ms' } as const;
  return [
    counted('P9', 'the 10 cheapest H100:8 over HTTP', rest.answers, { ...ms, target: { p99: 5 } }),
    counted('P15', `a question in the process, ${meanwhile}`, crawl.questions, {
      ...{ ...ms, target: { p99: 1 }, beside: ['at rest', rest.questions] },
    }),
    counted('P15', `the same over HTTP, ${meanwhile}`, crawl.answers, {
      ...{ ...ms, target: {}, beside: ['at rest', rest.answers] },
    }),
    counted('P15', `how late the loop is, ${meanwhile}`, [crawl.late], {
      ...{ ...ms, target: { median: 25 }, beside: ['at rest', [rest.late]] },
    }),
  ];
}

/** Asks over and over for as long as the service is at it. */
async function asked(service: ChildProcess, url: string, order: Order): Promise<Phase> {
  const answers: number[] = [];
  const work = told(service, order);
  let isOver = false;
  const watched = work.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    const began = performance.now();
    const answer = await fetch(url + PATH);
    if (!answer.ok) throw new Error(`expected an answer, found ${answer.status}`);
    await answer.json();
    answers.push(performance.now() - began);
  }
  return { ...Watched.parse(await watched), answers };
}

function told(service: ChildProcess, order: Order): Promise<unknown> {
  service.send(order);
  return answerOf(service);
}

/** What it says next; it says nothing any more where it broke. */
async function answerOf(service: ChildProcess): Promise<unknown> {
  const gone = new AbortController();
  service.once('exit', () => gone.abort(new Error('the service ended before it answered')));
  const [answer] = await once(service, 'message', { signal: gone.signal });
  return answer;
}
