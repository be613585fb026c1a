import { html } from 'hono/html';
import type { Staleness } from '../../domain/staleness.ts';
import { isImport, type SourceStanding } from '../../query/source-standings.ts';
import { age, type Html, plural } from './text.ts';

/** In a few words, whether the data is alive. */
export function healthLine(standings: readonly SourceStanding[], now: number): Html {
  const all = standings.filter(({ facts }) => !isImport(facts));
  const count = (freshness: Staleness) => all.filter((each) => each.freshness === freshness).length;
  const read = all.flatMap(({ health }) => health?.lastGoodAt ?? []);
  if (read.length === 0) return html`nothing was read yet`;
  const parts = [
    `${plural(count('fresh'), 'source')} fresh`,
    ...(count('late') > 0 ? [`${count('late')} late`] : []),
    ...(count('stale') > 0 ? [`${count('stale')} stale`] : []),
  ];
  const newest = age(now - Math.max(...read));
  return html`${parts.join(', ')}; last read ${newest === 'now' ? 'just now' : `${newest} ago`}`;
}
