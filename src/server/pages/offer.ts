import { html } from 'hono/html';
import { freshness } from '../../query/freshness.ts';
import { historyQuestion } from '../../query/history-question.ts';
import { changesOf, witnessesOf } from '../../query/offer-beside.ts';
import { offerHistory } from '../../query/offer-history.ts';
import { offerNamed } from '../../query/offer-name.ts';
import { type FoundOffer, nameOf } from '../../query/offers.ts';
import { oneOffer } from '../../query/one-offer.ts';
import type { Params } from '../../query/question-error.ts';
import { homepageOf, intervalOf, type ServerDesk } from '../desk.ts';
import { changeTable } from './changes.ts';
import type { Visit } from './layout.ts';
import { Missing } from './missing.ts';
import { offerChart } from './offer-chart.ts';
import { offerFacts, offerHead, offerLinks, witnessTable } from './offer-facts.ts';
import { type Html, plural } from './text.ts';
import { refuseOthers, windowLinks } from './window.ts';

type OfferRow = FoundOffer['row'];

const CHANGES_SHOWN = 50;
const YEAR_MS = 365 * 86_400_000;

/** One offer: how its price and stock came to be, and how each figure is known. Throws a `QuestionError` or `Missing`. */
export async function offerPage(
  desk: ServerDesk,
  params: Params,
  id: string,
  { standings }: Visit,
): Promise<Html> {
  const row = rowOf(desk, id);
  const homepage = homepageOf(desk, row.source);
  const told = await oneOffer(desk.db, row.hash, desk.now(), () => homepage);
  if (told === null) throw new Error('expected the offer that was found before');
  const { changes, total } = await changesOf(desk.db, row, CHANGES_SHOWN);
  return html`${offerHead(desk, row, told)}
${offerLinks(row, homepage)}
<section><h2>Price and stock</h2>${await pastOf(desk, row, params)}</section>
<section><h2>How it is known</h2>${offerFacts(standings, row)}</section>
<section><h2>What other sources say</h2>${await witnesses(desk, row)}</section>
<section><h2>What changed</h2>${changes.length < total ? html`<p>The last ${changes.length} of ${plural(total, 'change')}</p>` : ''}${changeTable(changes, '../')}</section>`;
}

/** `8× H100 SXM, Nebius`, for the tab of the browser. */
export function offerTitle(desk: ServerDesk, id: string): string {
  const { accelerator, count, provider } = rowOf(desk, id);
  return `${count}× ${nameOf(accelerator)}, ${provider}`;
}

function rowOf({ db }: ServerDesk, id: string): OfferRow {
  const row = offerNamed(db, id);
  if (row === null)
    throw new Missing('expected the id of an offer, as the page of offers links it');
  return row;
}

/** From its first sight on, a year at most, where nobody asks for another time. */
async function pastOf(desk: ServerDesk, row: OfferRow, params: Params): Promise<Html> {
  refuseOthers(params);
  const { since, until } = historyQuestion(params, desk.now());
  const first = Math.max(row.firstSeenAt, until - YEAR_MS);
  const window = { from: params.since === undefined ? first : since, to: until };
  const past = await offerHistory(
    desk.db,
    row,
    { since: window.from, until },
    intervalOf(desk, row.source),
  );
  return html`${windowLinks(row.hash, params, null)}${offerChart(past, window)}`;
}

async function witnesses(desk: ServerDesk, row: OfferRow): Promise<Html> {
  const seen = freshness(desk.db);
  const found = await witnessesOf(desk.db, row);
  return witnessTable(
    desk,
    found.map((each) => ({ ...each, seenAt: seen.seenAt(each.source, each.scope) })),
  );
}
