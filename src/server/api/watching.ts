import { z } from 'zod';
import { providerName } from '../../domain/catalogue/providers.ts';
import { importById } from '../../domain/imports.ts';
import { deliveriesJson } from '../../query/deliveries.ts';
import { disagreementJson, findDisagreements } from '../../query/disagreements.ts';
import { time } from '../../query/json.ts';
import { quarantineJson } from '../../query/quarantine.ts';
import { Limit, read } from '../../query/question.ts';
import { ruleJson } from '../../query/rule-trial-json.ts';
import { type SourceStanding, sourceStandings } from '../../query/source-standings.ts';
import { recentCrawls } from '../../query/sources.ts';
import { ProblemError } from '../problem.ts';
import { API, type Asked, answered, answerOf, get, NO_PARAMS, type Route } from './route.ts';

const CrawlParams = z.strictObject({ limit: Limit }).partial();
const DeliveryParams = z
  .strictObject({
    state: z.enum(['waiting', 'delivered', 'dead', 'parked']),
    channel: z.string().max(100),
    limit: Limit,
  })
  .partial();

export const WATCHING_ROUTES: readonly Route[] = [
  get({
    path: `${API}/sources`,
    summary: 'How every source is doing',
    answer: answerOf('sources/1', {
      sources: z.array(z.looseObject({ id: z.string(), stale: z.boolean() })),
      disagreements: z.array(z.looseObject({ market: z.string(), percent: z.number() })),
    }),
    handle: sources,
  }),
  get({
    path: `${API}/sources/{id}/crawls`,
    summary: 'The last crawls of a source, newest first',
    params: CrawlParams,
    answer: answerOf('crawls/1', {
      source: z.string(),
      crawls: z.array(z.looseObject({ id: z.number(), outcome: z.string() })),
    }),
    handle: crawls,
  }),
  get({
    path: `${API}/rules`,
    summary: 'What is watched, and who is told',
    answer: answerOf('rules/1', { rules: z.array(z.looseObject({ id: z.string() })) }),
    handle: async (asked) =>
      answered(asked, 'rules/1', {
        rules: asked.desk.rules.map(ruleJson),
      }),
  }),
  get({
    path: `${API}/deliveries`,
    summary: 'Alerts and what became of them, newest first',
    params: DeliveryParams,
    answer: answerOf('deliveries/1', {
      deliveries: z.array(z.looseObject({ id: z.string(), state: z.string() })),
    }),
    handle: deliveries,
  }),
  {
    method: 'post',
    path: `${API}/deliveries/{id}/retry`,
    summary: 'Sends a message again, under its own id, that was given up or parked',
    params: NO_PARAMS,
    type: 'application/json',
    answer: answerOf('retry/1', { due: z.array(z.string()) }),
    needsToken: true,
    handle: retry,
  },
  get({
    path: `${API}/quarantine`,
    summary: 'Crawls that were not believed, and why',
    answer: answerOf('quarantine/1', {
      quarantine: z.array(z.looseObject({ source: z.string(), crawl: z.number() })),
    }),
    handle: async (asked) =>
      answered(asked, 'quarantine/1', { quarantine: await quarantineJson(asked.desk.db) }),
  }),
];

async function sources(asked: Asked): Promise<Response> {
  const { desk, now } = asked;
  const all = await sourceStandings(desk.db, desk.sources, now);
  const found = await findDisagreements(desk.db, desk.tolerance);
  return answered(asked, 'sources/1', {
    sources: all.map(sourceJson),
    disagreements: found.map(disagreementJson),
  });
}

/** How a source is doing, as the API gives it. */
export function sourceJson({ facts, health, freshness }: SourceStanding) {
  const { id, provider, homepage, reads, every, absentMeans, evidence, verified } = facts;
  return {
    ...{ id, provider, providerName: providerName(provider), homepage, reads },
    ...{ every, absentMeans, evidence, verified },
    stale: freshness === 'stale',
    outcome: health?.last.outcome ?? null,
    failure: health?.last.failure ?? null,
    message: health?.last.message ?? null,
    offers: health?.offers ?? null,
    rejects: health?.last.rejects ?? null,
    pending: health?.last.pending ?? null,
    crawledAt: time(health?.last.finishedAt ?? null),
    readAt: time(health?.lastGoodAt ?? null),
  };
}

async function crawls(asked: Asked): Promise<Response> {
  const { desk, params, c } = asked;
  const id = String(c.req.param('id'));
  const { limit = 10 } = read(CrawlParams, params);
  const found = await recentCrawls(desk.db, id, limit);
  const isKnown = desk.sources.some((source) => source.id === id);
  if (!isKnown && (importById(id) === null || found.length === 0)) {
    throw new ProblemError('not-found', 'expected the id of a source, as /api/v1/sources gives it');
  }
  return answered(asked, 'crawls/1', {
    source: id,
    crawls: found.map(({ digest: _, missing, startedAt, finishedAt, approvedAt, ...crawl }) => ({
      ...crawl,
      ...{ startedAt: time(startedAt), finishedAt: time(finishedAt), approvedAt: time(approvedAt) },
      missing: JSON.parse(missing),
    })),
  });
}

async function deliveries(asked: Asked): Promise<Response> {
  const { state, channel, limit = 50 } = read(DeliveryParams, asked.params);
  const question = { limit, ...(state && { state }), ...(channel && { channel }) };
  return answered(asked, 'deliveries/1', await deliveriesJson(asked.desk.db, question));
}

async function retry(asked: Asked): Promise<Response> {
  const due = await asked.desk.retry(String(asked.c.req.param('id')));
  if (due.length > 0) return answered(asked, 'retry/1', { due });
  throw new ProblemError(
    'not-possible',
    'expected a delivery that is dead or parked, of a channel that is on',
  );
}
