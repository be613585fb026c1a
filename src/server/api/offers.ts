import { z } from 'zod';
import { acceleratorById } from '../../domain/catalogue/recognise.ts';
import { chipHistory } from '../../query/chip-history.ts';
import { csvRow } from '../../query/csv.ts';
import { CHIP_DAY_ROWS, chipDayJson, offerHistoryJson } from '../../query/history-json.ts';
import { HistoryParams, historyQuestion } from '../../query/history-question.ts';
import { notesOn, offerJson, sightingJson, watchedJson } from '../../query/json.ts';
import { OFFER_COLUMNS, offerFacts, offerRecord } from '../../query/offer-fields.ts';
import { offerHistory } from '../../query/offer-history.ts';
import { offerNamed } from '../../query/offer-name.ts';
import { findOffers } from '../../query/offers.ts';
import { oneOffer } from '../../query/one-offer.ts';
import { MOST_ROWS, OfferParams, offerQuestion } from '../../query/question.ts';
import { findSightings } from '../../query/sightings.ts';
import { findWatched } from '../../query/watched.ts';
import { homepageOf, intervalOf } from '../desk.ts';
import { ProblemError } from '../problem.ts';
import { linkNext } from './paging.ts';
import { API, type Asked, answered, answerOf, get, type Route } from './route.ts';
import { fileHeaders, withRows } from './rows.ts';

const Time = z.iso.datetime().nullable();
const Offer = z.looseObject({
  id: z.string(),
  key: z.string(),
  provider: z.string(),
  region: z.string().nullable(),
  accelerator: z.string(),
  count: z.number(),
  billing: z.string(),
  hourlyUsd: z.number().nullable(),
  hourlyUsdPerAccelerator: z.number().nullable(),
  availability: z.string(),
  seenAt: Time,
  source: z.string(),
});

export const OFFER_ROUTES: readonly Route[] = [
  get({
    path: `${API}/offers`,
    summary: 'What can be rented, where and at what price',
    params: OfferParams,
    answer: answerOf('offers/1', {
      shown: z.number(),
      total: z.number(),
      next: z.string().nullable(),
      offers: z.array(Offer),
    }),
    handle: listed,
  }),
  get({
    path: `${API}/offers.csv`,
    summary: 'The same as a table',
    params: OfferParams,
    type: 'text/csv',
    handle: table,
  }),
  get({
    path: `${API}/offers.ndjson`,
    summary: 'The same, an offer a line',
    params: OfferParams,
    type: 'application/x-ndjson',
    handle: lines,
  }),
  get({
    path: `${API}/offers/{id}`,
    summary: 'One offer, by its id or its key, listed or not',
    answer: answerOf('offer/1', { listed: z.boolean(), offer: Offer }),
    handle: one,
  }),
  get({
    path: `${API}/offers/{id}/history`,
    summary: 'Price and stock of one offer over time, with its gaps',
    params: HistoryParams.pick({ since: true, until: true }),
    answer: answerOf('history/1', {
      offer: z.looseObject({ id: z.string() }),
      points: z.array(z.looseObject({ from: Time, to: Time })),
      gaps: z.array(z.object({ from: Time, to: Time })),
    }),
    handle: history,
  }),
  ...withRows(
    get({
      path: `${API}/accelerators/{id}/history`,
      summary: 'Floor, median and number of the offers of an accelerator, by day',
      params: HistoryParams.omit({ spec: true }),
      answer: answerOf('history/1', {
        accelerator: z.string(),
        days: z.array(z.looseObject({ day: z.iso.date() })),
      }),
      handle: chipDays,
    }),
    'days',
    CHIP_DAY_ROWS,
  ),
];

async function found({ desk, c, params, now }: Asked) {
  const question = offerQuestion({ limit: String(MOST_ROWS), ...params }, now);
  const answer = await findOffers(desk.db, question, now);
  linkNext(c, answer.next);
  // A table has no other place to say that it is a part.
  c.header('X-Total-Count', String(answer.total));
  const { rates } = answer;
  const offers = answer.offers.map((offer) =>
    offerJson(offer, { rates, url: homepageOf(desk, offer.row.source) }),
  );
  return { question, answer, offers };
}

async function listed(asked: Asked): Promise<Response> {
  const { db } = asked.desk;
  const { question, answer, offers } = await found(asked);
  const { rates, offers: rows, ...facts } = answer;
  const sightings = await findSightings(db, question, asked.now);
  const watched = await findWatched(db, question);
  return answered(asked, 'offers/1', {
    ...{ shown: offers.length, ...facts, ratesOf: rates?.date ?? null },
    offers: offers.map((offer) => offerFacts(offer, question.columns)),
    sightings: sightings.map(sightingJson),
    watched: watched.map(watchedJson),
    notes: notesOn(rows, sightings),
  });
}

async function table(asked: Asked): Promise<Response> {
  const { question, offers } = await found(asked);
  const { columns = OFFER_COLUMNS } = question;
  const rows = offers.map(offerRecord).map((row) => csvRow(columns.map((name) => row[name])));
  const text = [csvRow(columns), ...rows].join('');
  return asked.c.body(text, 200, fileHeaders('offers', 'csv'));
}

async function lines(asked: Asked): Promise<Response> {
  const { offers, question } = await found(asked);
  const facts = offers.map((offer) => offerFacts(offer, question.columns));
  const text = facts.map((offer) => `${JSON.stringify(offer)}\n`).join('');
  return asked.c.body(text, 200, { 'Content-Type': 'application/x-ndjson' });
}

async function one(asked: Asked): Promise<Response> {
  const { desk, now, c } = asked;
  const homepage = (source: string) => homepageOf(desk, source);
  const found = await oneOffer(desk.db, String(c.req.param('id')), now, homepage);
  if (found === null) throw noSuchOffer();
  return answered(asked, 'offer/1', found);
}

function noSuchOffer(): ProblemError {
  return new ProblemError('not-found', 'expected the id of an offer, as /api/v1/offers gives it');
}

async function history(asked: Asked): Promise<Response> {
  const { desk, params, now, c } = asked;
  const id = String(c.req.param('id'));
  const offer = offerNamed(desk.db, id);
  if (offer === null) throw noSuchOffer();
  const past = await offerHistory(
    desk.db,
    offer,
    historyQuestion(params, now),
    intervalOf(desk, offer.source),
  );
  return answered(asked, 'history/1', offerHistoryJson(past));
}

async function chipDays(asked: Asked): Promise<Response> {
  const { desk, params, now, c } = asked;
  const chip = acceleratorById(String(c.req.param('id')));
  if (chip === null) {
    throw new ProblemError('not-found', 'expected the acceleratorId of an offer, such as h100-sxm');
  }
  const question = { ...historyQuestion(params, now), accelerator: chip.id };
  const days = await chipHistory(desk.db, question, (source) => intervalOf(desk, source));
  return answered(asked, 'history/1', {
    accelerator: chip.id,
    days: days.map(chipDayJson),
  });
}
