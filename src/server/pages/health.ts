import { html } from 'hono/html';
import type { Staleness } from '../../domain/staleness.ts';
import { isImport, type SourceStanding, sourceStandings } from '../../query/source-standings.ts';
import type { ServerDesk } from '../desk.ts';
import { age, type Html, plural } from './text.ts';

/** Every source, and what persons brought, as it is now. */
export async function standings({
  db,
  sources,
  now,
}: ServerDesk): Promise<readonly SourceStanding[]> {
  return sourceStandings(db, sources, now());
}

/** In a few words, whether the data is alive. */
export async function healthLine(desk: ServerDesk): Promise<Html> {
  const all = (await standings(desk)).filter(({ facts }) => !isImport(facts));
  const count = (freshness: Staleness) => all.filter((each) => each.freshness === freshness).length;
  const read = all.flatMap(({ health }) => health?.lastGoodAt ?? []);
  if (read.length === 0) return html`nothing was read yet`;
  const parts = [
    `${plural(count('fresh'), 'source')} fresh`,
    ...(count('late') > 0 ? [`${count('late')} late`] : []),
    ...(count('stale') > 0 ? [`${count('stale')} stale`] : []),
  ];
  const newest = age(desk.now() - Math.max(...read));
  return html`${parts.join(', ')}; last read ${newest === 'now' ? 'just now' : `${newest} ago`}`;
}
