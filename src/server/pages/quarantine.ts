import { html } from 'hono/html';
import { z } from 'zod';
import { type WaitingCrawl, waitingCrawls } from '../../query/quarantine.ts';
import { read } from '../../query/question.ts';
import type { Params } from '../../query/question-error.ts';
import { crawlNumbered } from '../../query/sources.ts';
import { homepageOf, type ServerDesk } from '../desk.ts';
import { ProblemError } from '../problem.ts';
import type { Visit } from './layout.ts';
import { address } from './links.ts';
import { proposedChanges } from './proposed.ts';
import { type Head, tableOf } from './table.ts';
import { ageOf, type Html, outwards, plural, READ_ONLY, timeOf } from './text.ts';

const CrawlNumber = z.string().regex(/^\d{1,15}$/, 'expected the number of a crawl');
const ListParams = z.strictObject({ approved: CrawlNumber, discarded: CrawlNumber }).partial();

/** The crawls that were not believed, and why. Throws a `QuestionError`. */
export async function quarantinePage(desk: ServerDesk, params: Params): Promise<Html> {
  const { approved, discarded } = read(ListParams, params);
  const waiting = await waitingCrawls(desk.db);
  return html`<h1>Quarantine</h1>
${approved === undefined ? '' : await approvedText(desk, Number(approved))}
${discarded === undefined ? '' : await discardedText(desk, Number(discarded), waiting)}
<p class="quiet">A crawl that is not plausible beside the last good ones is kept here: it alerts nobody and changes no answer until a person approves it, or six crawls over a day or more tell the same. A unit that slipped, an empty list and rows that cannot be read wait for a person however often they come.</p>
${waiting.length === 0 ? html`<p><b>Nothing waits for a person.</b></p>` : listOf(waiting, desk.now())}`;
}

function listOf(waiting: readonly WaitingCrawl[], now: number): Html {
  const newest = (each: WaitingCrawl) =>
    waiting.find(({ source }) => source === each.source) === each;
  const rows = html`${waiting.map(
    (each) => html`<tr><th scope="row" class="short">${
      newest(each) ? html`<a href="quarantine/${each.crawl}">${each.crawl}</a>` : each.crawl
    }</th>
<td class="short">${each.source}<span class="sub narrow">${plural(each.offers, 'offer')}</span></td>
<td class="number">${ageOf(each.at, now)}</td><td class="number wide-only">${each.offers}</td>
<td class="number wide-only">${each.streak}</td>
<td>${each.message}${newest(each) ? '' : html`<span class="sub">a later one of ${each.source} waits: that one decides</span>`}</td></tr>`,
  )}`;
  return tableOf('Crawls in quarantine', HEADS, rows);
}

const HEADS: readonly Head[] = [
  ['Crawl'],
  ['Source'],
  ['Read', 'number'],
  ['Offers', 'number wide-only'],
  ['In a row', 'number wide-only'],
  ['Why it is not believed'],
];

/** An answer only of what truly happened: a link cannot make one up. */
async function approvedText({ db }: ServerDesk, crawl: number): Promise<Html> {
  const row = await crawlNumbered(db, crawl);
  if (!row?.message?.startsWith('a person approved')) return html``;
  const { source, message, changes } = row;
  const to = address('changes', { source });
  return html`<p class="panel" role="status"><b>${source}, crawl ${crawl}: ${message}.</b> ${plural(changes, 'change')} stored; what your rules match of them is due now. <a href="${to}">What changed</a></p>`;
}

async function discardedText(
  { db }: ServerDesk,
  crawl: number,
  waiting: readonly WaitingCrawl[],
): Promise<Html> {
  const row = await crawlNumbered(db, crawl);
  if (row?.outcome !== 'quarantined' || waiting.some((each) => each.crawl === crawl)) return html``;
  return html`<p class="panel" role="status"><b>Crawl ${crawl} of ${row.source} is forgotten.</b> Its next crawl begins to count anew.</p>`;
}

/** One crawl that was not believed, what would change if it were, and the two ways on. */
export async function quarantinedPage(
  desk: ServerDesk,
  params: Params,
  id: string,
  { mayChange }: Visit,
): Promise<Html> {
  read(z.strictObject({}), params);
  const crawl = numberOf(id);
  const changes = await decided(desk.approvals.propose(crawl), 'not-found');
  const waiting = (await waitingCrawls(desk.db)).find((each) => each.crawl === crawl);
  if (waiting === undefined) throw new ProblemError('not-found', `crawl ${crawl} waits no more`);
  const { source, at, since, streak, offers, message } = waiting;
  const homepage = homepageOf(desk, source);
  return html`<nav class="crumbs" aria-label="Where this is"><a href="../quarantine">Quarantine</a> › ${crawl}</nav>
<h1>Crawl ${crawl} of ${source}</h1>
<p class="panel"><b>Not believed:</b> ${message}
<small class="sub">read ${timeOf(at)}, ${plural(offers, 'offer')}; ${streak === 1 ? 'the first crawl to tell this' : html`${streak} crawls in a row tell this, since ${timeOf(since)}`}</small></p>
${homepage === null ? '' : html`<p>What the provider shows itself: ${outwards(homepage, homepage)}</p>`}
<h2>If it were believed</h2>
${proposedChanges(changes)}
<h2>Decide</h2>
${mayChange ? decision(crawl, source, changes.length) : readOnly(crawl)}`;
}

function decision(crawl: number, source: string, changes: number): Html {
  return html`<div class="choices">
<form method="post" class="panel">
<p><b>Approve:</b> ${plural(changes, 'change')} ${changes === 1 ? 'is' : 'are'} stored, and told in one message for each rule and flag that match.</p>
<label><input type="checkbox" name="sure" value="1" required> I looked at what would change</label>
<button name="decision" value="approve" class="main-action">Approve crawl ${crawl}</button>
</form>
<form method="post" class="panel">
<p><b>Discard:</b> what ${source} read while it was not believed is forgotten. Nothing changes.</p>
<label><input type="checkbox" name="sure" value="1" required> It was read wrongly</label>
<button name="decision" value="discard">Discard crawl ${crawl}</button>
</form>
</div>`;
}

function readOnly(crawl: number): Html {
  return html`<p>${READ_ONLY}</p>
<pre tabindex="0">chipwatch quarantine approve ${crawl}
chipwatch quarantine discard ${crawl}</pre>`;
}

const Decision = z.strictObject({
  decision: z.enum(['approve', 'discard'], 'expected approve or discard'),
  sure: z.literal('1', 'expected the box to be ticked: nothing is done by accident'),
});

/** Approves or discards, as the form says. */
export async function settleQuarantined(
  { approvals }: ServerDesk,
  fields: Params,
  id: string,
): Promise<string> {
  const crawl = numberOf(id);
  const { decision } = read(Decision, fields);
  if (decision === 'approve') {
    const stored = await decided(approvals.approve(crawl), 'not-possible');
    return address('../quarantine', { approved: String(stored) });
  }
  await decided(approvals.discard(crawl), 'not-possible');
  return address('../quarantine', { discarded: String(crawl) });
}

function numberOf(id: string): number {
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw new ProblemError('not-found', 'expected the number of a crawl');
}

/** A crawl that does not wait for a person is a fault of who asks, or somebody was faster. */
async function decided<T>(answer: Promise<T>, code: 'not-found' | 'not-possible'): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (cause instanceof RangeError) throw new ProblemError(code, cause.message);
    throw cause;
  }
}
