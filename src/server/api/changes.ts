import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { CHANGE_COLUMNS, changeRecord } from '../../query/change-fields.ts';
import { ChangeParams, type ChangeQuestion, changesQuestion } from '../../query/change-question.ts';
import { findChanges } from '../../query/changes.ts';
import { csvRow } from '../../query/csv.ts';
import { changeJson } from '../../query/json.ts';
import { changesAfter, lastChange } from '../../query/new-changes.ts';
import { MOST_ROWS } from '../../query/question.ts';
import { rowsText } from '../../query/rows-text.ts';
import { ProblemError } from '../problem.ts';
import { atom, type Feed, jsonFeed } from './feed.ts';
import { linkNext, publicUrl } from './paging.ts';
import { API, type Asked, answered, answerOf, get, type Route } from './route.ts';
import { fileHeaders, TEXT_TYPES } from './rows.ts';

const Change = z.looseObject({
  id: z.number(),
  at: z.iso.datetime(),
  source: z.string(),
  kind: z.string(),
  flags: z.array(z.string()),
  changePercent: z.number().nullable(),
  crawl: z.number(),
});

const StreamParams = ChangeParams.omit({ net: true, limit: true, cursor: true });

/** Rows of a page, and entries of a feed, where nobody says how many. */
const PAGE = String(MOST_ROWS);
const ENTRIES = '100';
/** Between two looks for news, and events sent at a time. */
const LOOK_MS = 500;
const BATCH = 100;

export const CHANGE_ROUTES: readonly Route[] = [
  get({
    path: `${API}/changes`,
    summary: 'What changed, newest first',
    params: ChangeParams,
    answer: answerOf('changes/1', {
      shown: z.number(),
      total: z.number(),
      next: z.string().nullable(),
      changes: z.array(Change),
    }),
    handle: listed,
  }),
  get({
    path: `${API}/changes.csv`,
    summary: 'The same as a table',
    params: ChangeParams,
    type: 'text/csv',
    handle: table,
  }),
  get({
    path: `${API}/changes.ndjson`,
    summary: 'The same, a change a line',
    params: ChangeParams,
    type: TEXT_TYPES.ndjson,
    handle: async (asked) => {
      const text = rowsText(await found(asked, PAGE), 'ndjson');
      return asked.c.body(text, 200, fileHeaders('changes', 'ndjson'));
    },
  }),
  get({
    path: `${API}/changes.atom`,
    summary: 'The same as a feed, for any filter',
    params: ChangeParams,
    type: 'application/atom+xml',
    handle: async (asked) => {
      const text = atom(await feedOf(asked));
      return asked.c.body(text, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8' });
    },
  }),
  get({
    path: `${API}/changes.json-feed`,
    summary: 'The same as a JSON Feed, for any filter',
    params: ChangeParams,
    type: 'application/feed+json',
    handle: async (asked) => {
      const text = JSON.stringify(jsonFeed(await feedOf(asked)));
      return asked.c.body(text, 200, { 'Content-Type': 'application/feed+json; charset=utf-8' });
    },
  }),
  get({
    path: `${API}/changes/stream`,
    summary: 'Changes as they come, as server-sent events; Last-Event-ID resumes',
    params: StreamParams,
    type: 'text/event-stream',
    isStream: true,
    handle: stream,
  }),
];

async function found({ desk, params, now }: Asked, limit: string) {
  const question = changesQuestion({ limit, ...params }, now);
  return (await findChanges(desk.db, question)).changes.map(changeJson);
}

async function feedOf({ desk, c, params, now }: Asked): Promise<Feed> {
  const question = changesQuestion({ limit: ENTRIES, ...params }, now);
  const { changes, next } = await findChanges(desk.db, question);
  return {
    ...{ params, now, changes: changes.map(changeJson) },
    self: publicUrl(c).href,
    page: publicUrl(c, {}, '/changes').href,
    next: next === null ? null : publicUrl(c, { cursor: next }).href,
  };
}

async function listed(asked: Asked): Promise<Response> {
  const { desk, params, now, c } = asked;
  const question = changesQuestion({ limit: PAGE, ...params }, now);
  const { changes, ...facts } = await findChanges(desk.db, question);
  linkNext(c, facts.next);
  return answered(asked, 'changes/1', {
    ...{ shown: changes.length, ...facts },
    changes: changes.map(changeJson),
  });
}

async function table(asked: Asked): Promise<Response> {
  const changes = (await found(asked, PAGE)).map(changeRecord);
  const rows = changes.map((row) => csvRow(CHANGE_COLUMNS.map((name) => row[name])));
  const text = [csvRow(CHANGE_COLUMNS), ...rows].join('');
  return asked.c.body(text, 200, fileHeaders('changes', 'csv'));
}

async function stream({ c, desk, params, now, stop }: Asked): Promise<Response> {
  const question = changesQuestion(params, now);
  const from = resumeAfter(c.req.header('Last-Event-ID')) ?? (await lastChange(desk.db)) ?? 0;
  // Nobody would read it, nor say when it is enough.
  if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
  const response = streamSSE(c, async (events) => {
    const ended = AbortSignal.any([stop, c.req.raw.signal]);
    for (let last = from; !ended.aborted && !events.aborted; ) {
      const { changes, end } = await newChanges(desk.db, last, question);
      for (const change of changes) {
        const data = JSON.stringify(changeJson(change));
        await events.writeSSE({ id: String(change.id), event: 'change', data });
      }
      last = end;
      if (changes.length === 0) await events.sleep(LOOK_MS);
    }
  });
  // A server that stops does not wait for what else might be asked on it.
  response.headers.set('Connection', 'close');
  return response;
}

/** What came after a change, and up to where: what is not asked for is not looked through again. */
async function newChanges(db: Asked['desk']['db'], last: number, question: ChangeQuestion) {
  const newest = (await lastChange(db)) ?? last;
  if (newest <= last) return { changes: [], end: last };
  const changes = await changesAfter(db, last, question, BATCH);
  const told = changes.at(-1)?.id ?? last;
  return { changes, end: changes.length < BATCH ? Math.max(newest, told) : told };
}

/** Where a reader left off; null where it begins now. */
function resumeAfter(id: string | undefined): number | null {
  if (id === undefined) return null;
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw new ProblemError('bad-parameter', 'expected the id of an event of this stream', {
    parameter: 'Last-Event-ID',
  });
}
