import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import { Flag } from '../../domain/change.ts';
import type { FoundChange } from '../../query/change-rows.ts';
import { findChanges } from '../../query/changes.ts';
import { flagCounts } from '../../query/flag-counts.ts';
import { grouped } from '../../query/offer-groups.ts';
import type { ServerDesk } from '../desk.ts';
import { changeTable } from './changes.ts';
import { healthLine } from './health.ts';
import type { Root, Visit } from './layout.ts';
import { address } from './links.ts';
import { flagTag, type Html, plural, timeOf } from './text.ts';

const DAY_MS = 86_400_000;
const CHANGES_SHOWN = 8;
const REGIONS_SHOWN = 6;
const TROUBLES_SHOWN = 8;

/** What changed since last night by flag, and the latest news whenever it was. */
export async function latestChanges(desk: ServerDesk, root: Root): Promise<Html> {
  const counts = await flagCounts(desk.db, desk.now() - DAY_MS);
  const { changes, total } = await findChanges(desk.db, {
    flag: Flag.options,
    limit: CHANGES_SHOWN,
  });
  const link = (flag: Flag) => `${root}${address('changes', { flag, since: '24h' })}`;
  return html`<section><h2>Changed since last night</h2>
${counts.length === 0 ? html`<p>No flagged change in 24 hours.</p>` : html`<ul class="chips" aria-label="Flags of 24 hours">${counts.map(({ flag, changes: n }) => html`<li>${flagTag(flag)}<a href="${link(flag)}">${plural(n, 'change')}<span class="unseen"> with ${flag}</span></a></li>`)}</ul>`}
${changes.length === 0 ? '' : html`<h3>The latest</h3>${changeTable(changes, root)}<p>${changes.length} of ${plural(total, 'flagged change')}: <a href="${root}changes">all changes</a></p>`}</section>`;
}

/** Regions where a stack was first seen, newest first. */
export async function newRegions(desk: ServerDesk, root: Root): Promise<Html> {
  const { changes, total } = await findChanges(desk.db, {
    flag: ['region.new'],
    limit: REGIONS_SHOWN,
  });
  const byRegion = grouped(changes, regionOf);
  const rows = [...byRegion].map(([region, news]) => {
    const [first] = news;
    const what = news.map(
      ({ offer, detail, acceleratorName }, index) =>
        html`${index > 0 ? ', ' : ''}${offer === null ? detail : html`<a href="${root}offers/${offer.hash}">${acceleratorName}</a>`}`,
    );
    return html`<li>${timeOf(first.at)} <b>${region}</b>: ${what}</li>`;
  });
  const all = `${root}${address('changes', { flag: 'region.new' })}`;
  const shown = changes.length < total ? `The last ${changes.length} of ` : '';
  return html`<section><h2>New regions</h2>
${changes.length === 0 ? html`<p>None since the first crawls.</p>` : html`<ul class="entries">${rows}</ul><p>${shown}<a href="${all}">${plural(total, 'change')} flagged region.new</a></p>`}</section>`;
}

function regionOf({ offer, subject }: FoundChange): string {
  return offer === null ? String(subject) : `${providerName(offer.provider)} ${offer.region}`;
}

/** Whether the data is alive, and which sources are in trouble. */
export function sourceLines({ standings, root }: Visit, now: number): Html {
  const troubled = standings.filter(
    ({ health, freshness }) =>
      freshness === 'stale' || ['failed', 'quarantined'].includes(health?.last.outcome ?? ''),
  );
  const rows = troubled.slice(0, TROUBLES_SHOWN).map(({ facts, health, freshness }) => {
    const words = [
      health?.last.outcome,
      freshness === 'stale' ? 'stale' : null,
      health?.last.message,
    ];
    return html`<li><b>${facts.id}</b>: <span class="warn">${words.filter(Boolean).join(', ')}</span></li>`;
  });
  const more = troubled.length - rows.length;
  return html`<section><h2>Sources</h2><p>${healthLine(standings, now)}</p>
${rows.length === 0 ? '' : html`<ul class="entries">${rows}</ul>`}
<p>${more > 0 ? `and ${more} more; ` : ''}<a href="${root}sources">all sources</a></p></section>`;
}
