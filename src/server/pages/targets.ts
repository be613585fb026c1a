import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import { acceleratorById } from '../../domain/catalogue/recognise.ts';
import { freshness } from '../../query/freshness.ts';
import { whereText } from '../../query/in-words.ts';
import type { Nearest } from '../../query/nearest.ts';
import { groupQuestion } from '../../query/offer-groups.ts';
import type { Params } from '../../query/question-error.ts';
import {
  type FoundTarget,
  findTargets,
  hasAlternative,
  type TargetStack,
} from '../../query/targets.ts';
import type { ServerDesk } from '../desk.ts';
import { address } from './links.ts';
import { floorOf, type Reading } from './price.ts';
import { sightingLists } from './sightings.ts';
import { type Head, tableOf } from './table.ts';
import { ageOf, type Html, plural } from './text.ts';

/** What the user's targets can get, and where Ascend is nearest where they cannot. Throws a `QuestionError`. */
export async function targetsPage(desk: ServerDesk, params: Params): Promise<Html> {
  const now = desk.now();
  const found = await findTargets(desk.db, desk.targets, groupQuestion(params, now), now);
  const reading: Reading = { desk, seen: freshness(desk.db), root: './' };
  const free = found.filter(hasAlternative).length;
  return html`<h1>Targets</h1>
${
  found.length === 0
    ? none()
    : html`<p><b>${free} of ${plural(found.length, 'target')}</b> could run without NVIDIA today.</p>
${found.map((each) => section(each, reading))}`
}
<nav class="links" aria-label="This question elsewhere">
<button type="button" data-copy hidden>Copy link</button>
<a href="${address('api/v1/targets', params)}">JSON</a>
<a href="stacks">Stacks</a>
</nav>`;
}

function none(): Html {
  return html`<p><b>No targets are set.</b> A target is where you could deploy. In chipwatch.yaml:</p>
<pre>targets:
  europe:
    countries: [DE, FI, FR]
  one-cloud:
    provider: scaleway
    regions: fr-*</pre>`;
}

function section(found: FoundTarget, reading: Reading): Html {
  const { target, stacks, sightings } = found;
  return html`<section><h2>${target.id} <small>${whereText(target)}</small></h2>
${ascendText(found, reading.desk.now())}
${stacks.length === 0 ? '' : tableOf(`What ${target.id} has`, HEADS, html`${stacks.map((each) => row(each, reading))}`)}
${sightingLists(sightings)}</section>`;
}

const HEADS: readonly Head[] = [
  ['Stack'],
  ['From', 'number'],
  ['Offers', 'number wide-only'],
  ['Can be had', 'number'],
  ['Said in stock', 'number wide-only'],
  ['Providers', 'number wide-only'],
  ['Regions', 'number wide-only'],
];

function row(found: TargetStack, reading: Reading): Html {
  const { stack, prices, offers, canBeHad, inStock, providers, regions } = found;
  return html`<tr><th scope="row">${stack}</th><td class="number">${floorOf(prices, reading)}</td>
<td class="number wide-only">${offers}</td><td class="number">${canBeHad}</td><td class="number wide-only">${inStock}</td>
<td class="number wide-only">${providers.length}</td><td class="number wide-only">${regions}</td></tr>`;
}

/** The answer to the question that targets are for: is there Ascend. */
function ascendText({ stacks, nearest, readers }: FoundTarget, now: number): Html {
  if (stacks.some(({ stack, canBeHad }) => stack === 'cann' && canBeHad > 0)) {
    return html`<p><b class="good">Ascend can be had here.</b></p>`;
  }
  const said =
    readers.length === 0
      ? html`<b>Nobody measures this:</b> no source that was read lists anything here.`
      : html`<b>No Ascend here</b>, as far as is read: ${readers.map(({ provider, readAt }, index) => html`${index > 0 ? ', ' : ''}${providerName(provider)} ${ageOf(readAt, now)}`)}.`;
  return html`<p>${said} ${nearest === null ? 'No Ascend is measured anywhere yet.' : nearestText(nearest)}</p>`;
}

function nearestText({ offer, km, isSameLaw }: Nearest): Html {
  const { accelerator, provider, region, country, jurisdiction, firstSeenAt, hash } = offer;
  const name = acceleratorById(accelerator)?.name ?? accelerator;
  const away = km === null ? 'at a distance that is not known' : `${km} km away`;
  const since = new Date(firstSeenAt).toISOString().slice(0, 10);
  return html`Nearest: <a href="offers/${hash}">${name} at ${providerName(provider)} ${region ?? ''}</a> (${country ?? 'country not known'}, ${isSameLaw ? 'under the same law' : jurisdiction}), ${away}, since ${since}.`;
}
