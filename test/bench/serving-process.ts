/** A service that answers over HTTP, and notes how late its loop is and what questions of its own take. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openDatabase } from '../../db/open.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import { openDoor } from '../../src/server/door.ts';
import { startServer } from '../../src/server/index.ts';
import { QUESTION } from './serving.ts';

/** Milliseconds between two looks at the clock, and between two questions. */
const RESOLUTION = 5;
const PAUSE = 20;

const [path = '', at = ''] = process.argv.slice(2);
const db = openDatabase(path);
const now = () => Number(at);
const unasked = () => Promise.reject(new Error('not asked for here'));
const server = await startServer(
  {
    ...{ db, now, sources: [], tolerance: 2, rules: [], channels: [], targets: [] },
    approvals: { propose: unasked, approve: unasked, discard: unasked },
    retry: unasked,
    onError: (cause) => {
      throw cause;
    },
  },
  openDoor({ host: '127.0.0.1', port: 0 }),
);
const late = monitorEventLoopDelay({ resolution: RESOLUTION });
let questions: number[] = [];
let asking: NodeJS.Timeout | undefined;

async function ask(): Promise<void> {
  const began = performance.now();
  await findOffers(db, offerQuestion(QUESTION, now()), now());
  questions.push(performance.now() - began);
}

process.on('message', async (order: 'processor' | 'watch' | 'tell' | 'end') => {
  if (order === 'processor') process.send?.(process.cpuUsage().user + process.cpuUsage().system);
  else if (order === 'watch') {
    questions = [];
    late.reset();
    late.enable();
    asking = setInterval(ask, PAUSE);
  } else if (order === 'tell') {
    clearInterval(asking);
    late.disable();
    process.send?.({ questions, late: late.max / 1e6 - RESOLUTION });
  } else {
    await server.close();
    db.close();
    process.disconnect();
  }
});
process.send?.(server.url);
