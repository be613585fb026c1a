import { sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { remembered } from '../../db/remembered.ts';
import { GOOD } from '../../db/state.ts';

/** When each source was last read well, at or before a time if one is given. Milliseconds UTC. */
export function lastReads(db: Database, asOf?: number): ReadonlyMap<string, number> {
  return asOf === undefined ? lastReadsNow(db) : readsUpTo(db, asOf);
}

const lastReadsNow = remembered((db) => readsUpTo(db));

function readsUpTo({ orm }: Database, asOf?: number): ReadonlyMap<string, number> {
  const inTime =
    asOf === undefined ? sql`` : sql`and coalesce(c.approved_at, c.finished_at) <= ${asOf}`;
  const good = sql.join(
    GOOD.map((outcome) => sql`${outcome}`),
    sql`, `,
  );
  // From name to name through the index, then the newest good crawl of each: not every crawl there ever was.
  const rows = orm.all<{ source: string; at: number | null }>(sql`
    with recursive names(source) as (
      select min(source) from crawls
      union all
      select (select min(source) from crawls where source > names.source)
      from names where names.source is not null
    )
    select source, (
      select c.finished_at from crawls c
      where c.source = names.source and c.outcome in (${good}) ${inTime}
      order by c.id desc limit 1
    ) as at from names where source is not null`);
  return new Map(rows.flatMap(({ source, at }) => (at === null ? [] : [[source, at]])));
}
