import { z } from 'zod';
import { staleness } from '../domain/staleness.ts';
import { changesQuestion } from '../query/change-question.ts';
import { findChanges } from '../query/changes.ts';
import { chipHistory } from '../query/chip-history.ts';
import { compareOffers, compareQuestion, comparisonJson } from '../query/compare.ts';
import { findAccelerators } from '../query/groups.ts';
import { acceleratorJson } from '../query/groups-json.ts';
import { chipDayJson, offerHistoryJson } from '../query/history-json.ts';
import { historyQuestion } from '../query/history-question.ts';
import { changeJson, offerJson, sightingJson } from '../query/json.ts';
import { groupQuestion } from '../query/offer-groups.ts';
import { offerHistory } from '../query/offer-history.ts';
import { offerCalled } from '../query/offer-name.ts';
import { type FoundOffer, findOffers } from '../query/offers.ts';
import { Limit, offerQuestion, read } from '../query/question.ts';
import type { Params } from '../query/question-error.ts';
import { findSightings } from '../query/sightings.ts';
import { sourceStandings } from '../query/source-standings.ts';
import { sourceJson } from '../server/api/watching.ts';
import { homepageOf, intervalOf } from '../server/desk.ts';
import { CHANGE_OPTIONS } from './changes.ts';
import { FILTER_OPTIONS } from './filter-options.ts';
import { MODEL_TOOLS } from './mcp-model-tools.ts';
import { type Asking, CURRENCY, SPEC, sentence, type Tool } from './mcp-tool.ts';
import { OFFER_OPTIONS } from './offers.ts';
import type { QuestionOption } from './params.ts';
import { age, plural } from './terminal.ts';

/** Rows of an answer, where nobody says how many: an assistant reads every word of it. */
const SHOWN = '20';

const LIMIT: QuestionOption = ['--limit <number>', `at most so many (${SHOWN})`];

export const TOOLS: readonly Tool[] = [
  {
    name: 'find_offers',
    title: 'Find offers',
    description:
      'What can be rented now: where, at what price, how that is known and how old it is.',
    options: [SPEC, ...OFFER_OPTIONS],
    answer: offers,
  },
  {
    name: 'price_history',
    title: 'Price history',
    description:
      'How the price of hardware (spec; by day) or price and stock of one offer (id) came to be; thirty days unless since says more.',
    options: [
      ['--id <id>', 'an offer, instead of hardware'],
      SPEC,
      ['--since <time>', 'an age such as 30d, or a time such as 2026-08-04'],
      ['--until <time>', 'up to then'],
      ...FILTER_OPTIONS,
      CURRENCY,
    ],
    answer: history,
  },
  {
    name: 'recent_changes',
    title: 'Recent changes',
    description: 'What changed: new regions, prices, stock, newest first.',
    options: [SPEC, ...CHANGE_OPTIONS],
    answer: changes,
  },
  {
    name: 'compare_offers',
    title: 'Compare offers',
    description: 'Offers side by side, by their ids, and in what they differ.',
    options: [['--id <ids>', 'from 2 to 20 ids, with commas between them'], CURRENCY],
    answer: comparison,
  },
  {
    name: 'list_accelerators',
    title: 'List accelerators',
    description: 'Every chip that is offered: cheapest where, how many, how its price moved.',
    options: [SPEC, ...FILTER_OPTIONS, CURRENCY, LIMIT],
    answer: accelerators,
  },
  {
    name: 'source_health',
    title: 'Health of the sources',
    description: 'How every source of the data is doing: when it was read last, and what is wrong.',
    options: [],
    answer: health,
  },
  ...MODEL_TOOLS,
];

async function offers(asking: Asking, params: Params, now: number) {
  const question = offerQuestion({ limit: SHOWN, ...params }, now);
  const { rates, ...answer } = await findOffers(asking.db, question, now);
  const sightings = await findSightings(asking.db, question, now);
  const shown = answer.offers.length;
  const parts = [
    `${shown} of ${plural(answer.total, 'offer')} of chipwatch`,
    ...ageWords(asking, answer.offers, now),
    answer.next === null ? '' : 'ask again with cursor for more',
  ];
  return {
    ...{ summary: sentence(parts), truncated: answer.next !== null, ...answer },
    ...{ shown, ratesOf: rates?.date ?? null },
    offers: answer.offers.map((offer) => ({
      ...offerJson(offer, { rates, url: homepageOf(asking, offer.row.source) }),
      age: offer.seenAt === null ? null : age(now - offer.seenAt),
    })),
    sightings: sightings.slice(0, Number(SHOWN)).map(sightingJson),
  };
}

/** How old what is shown is, and what of it is too old to go by. */
function ageWords(asking: Asking, found: readonly FoundOffer[], now: number): readonly string[] {
  const ages = found.flatMap(({ seenAt }) => (seenAt === null ? [] : [now - seenAt]));
  const old = found.filter(({ row, seenAt }) => {
    const interval = intervalOf(asking, row.source);
    return seenAt === null || staleness(now - seenAt, interval) === 'stale';
  });
  const stale = [...new Set(old.map(({ row }) => row.source))].sort();
  return [
    ages.length === 0 ? '' : `read ${age(Math.min(...ages))} to ${age(Math.max(...ages))} ago`,
    stale.length === 0 ? '' : `stale: ${stale.join(', ')}`,
  ];
}

async function history(asking: Asking, { id, ...params }: Params, now: number) {
  const { db } = asking;
  const question = historyQuestion(params, now);
  const days = `from ${day(question.since)} to ${day(question.until)}`;
  if (id !== undefined) {
    const offer = offerCalled(db, id);
    const past = await offerHistory(db, offer, question, intervalOf(asking, offer.source));
    const gaps = past.gaps.length === 0 ? '' : `${plural(past.gaps.length, 'gap')} in the reading`;
    const summary = sentence([
      `${plural(past.steps.length, 'step')} of ${offer.key} ${days}`,
      gaps,
    ]);
    return { summary, truncated: false, ...offerHistoryJson(past) };
  }
  const past = await chipHistory(db, question, (source) => intervalOf(asking, source));
  const what = question.spec?.text ?? 'all hardware';
  return {
    summary: sentence([`floor and median of one ${what} an hour on demand by day ${days}`]),
    truncated: false,
    currency: question.currency,
    days: past.map(chipDayJson),
  };
}

const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

async function changes({ db }: Asking, params: Params, now: number) {
  const question = changesQuestion({ limit: SHOWN, ...params }, now);
  const { changes: found, ...answer } = await findChanges(db, question);
  const parts = [
    `${found.length} of ${plural(answer.total, 'change')}, newest first`,
    answer.next === null ? '' : 'ask again with cursor for more',
  ];
  return {
    ...{ summary: sentence(parts), truncated: answer.next !== null, ...answer },
    ...{ shown: found.length, changes: found.map(changeJson) },
  };
}

async function comparison(asking: Asking, params: Params, now: number) {
  const found = await compareOffers(asking.db, compareQuestion(params), now);
  const json = comparisonJson(found, now, (source) => homepageOf(asking, source));
  const parts = [
    `${plural(json.offers.length, 'offer')} side by side`,
    `they differ in ${json.differing.join(', ')}`,
    ...ageWords(asking, found.offers, now),
  ];
  // Each offer says what the fields say again.
  const { fields: _, ...facts } = json;
  return { summary: sentence(parts), truncated: false, ...facts };
}

const Shown = z.strictObject({ limit: Limit });

async function accelerators({ db }: Asking, { limit, ...params }: Params, now: number) {
  const { limit: most } = read(Shown, { limit: limit ?? SHOWN });
  const found = await findAccelerators(db, groupQuestion(params, now), now);
  const shown = found.slice(0, most).map(acceleratorJson);
  const isPart = shown.length < found.length;
  const parts = [
    `${shown.length} of ${plural(found.length, 'accelerator')} that are offered`,
    isPart ? 'a higher limit or a narrower spec shows the others' : '',
  ];
  const facts = { shown: shown.length, total: found.length, accelerators: shown };
  return { summary: sentence(parts), truncated: isPart, ...facts };
}

async function health({ db, sources }: Asking, _: Params, now: number) {
  const all = (await sourceStandings(db, sources, now)).map(sourceJson);
  const crawled = all.filter(({ crawledAt }) => crawledAt !== null);
  const stale = all.filter((source) => source.stale).map(({ id }) => id);
  const parts = [
    `${crawled.length} of ${plural(all.length, 'source')} were crawled`,
    stale.length === 0 ? 'none is stale' : `stale: ${stale.join(', ')}`,
  ];
  return { summary: sentence(parts), truncated: false, sources: all };
}
