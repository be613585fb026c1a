import { describe, expect, it } from 'vitest';
import { quarantined } from '../../db/quarantine.ts';
import { loadState } from '../../db/state.ts';
import { approve, discard, propose } from '../../src/pipeline/approval.ts';
import { freshness } from '../../src/query/freshness.ts';
import { lastReads } from '../../src/query/last-read.ts';
import { recentCrawls, sourceHealth } from '../../src/query/sources.ts';
import { BASE, HOUR, market, northlight, priced, START } from '../support/market.ts';

const FOUR = BASE.slice(0, 4);
const QUIET = { flags: [], pending: 0, told: [] };
const scraperOf = () => northlight(() => []);

/** A source whose list collapsed in its last crawls. */
async function collapsed(times: number) {
  const { crawl, crawls, ...rest } = market();
  await crawl(BASE);
  await crawls(times, FOUR);
  const waiting = await quarantined(rest.db, null);
  return { crawl, crawls, ...rest, last: waiting[0]?.crawl ?? 0, waiting };
}

describe('a crawl that was not believed', () => {
  it('is kept whole, the newest five of them, with how long they told the same', async () => {
    const { waiting } = await collapsed(7);

    expect(waiting.map(({ streak }) => streak)).toEqual([7, 6, 5, 4, 3]);
    expect(waiting[0]?.seen.offers.map(({ sku }) => sku)).toEqual(FOUR.map(({ sku }) => sku));
    expect(waiting[0]?.message).toContain('4 offers where 40 are usual');
  });

  it('can be looked at, and that changes nothing', async () => {
    const { db, last, now, view } = await collapsed(1);

    const { difference } = await propose(db, last, now(), scraperOf);

    expect(difference.changes.map(({ kind }) => kind)).toEqual(Array(36).fill('withdrawn'));
    expect(await view()).toHaveLength(40);
  });

  it('becomes a crawl of its own when it is approved, told as one message', async () => {
    const { db, last, now, view, desk, crawl } = await collapsed(2);
    const at = now() + HOUR;

    await approve(desk(), await propose(db, last, at, scraperOf), at, scraperOf);

    const bodies = db.sqlite.prepare('select body from deliveries').all() as { body: string }[];
    expect(bodies.map(({ body }) => JSON.parse(body).data.headline)).toEqual([
      expect.stringMatching(/^Since 2026-01-01: Withdrawn: .* and 35 more$/),
    ]);
    expect(await view()).toHaveLength(4);
    expect(await quarantined(db, null)).toEqual([]);
    expect(await crawl(FOUR)).toMatchObject({ outcome: 'ok', source: [], ...QUIET });
    expect(await crawl(FOUR)).toMatchObject({ outcome: 'unchanged', source: [], ...QUIET });
  });

  it('is as old as its reading when it is approved, and what it changed as new as that', async () => {
    const { db, last, now, desk } = await collapsed(2);
    const [readAt, at] = [now(), now() + 9 * HOUR];
    const seenAt = (asOf?: number) => freshness(db, asOf).seenAt('northlight', null);

    await approve(desk(), await propose(db, last, at, scraperOf), at, scraperOf);

    expect(seenAt()).toBe(readAt);
    expect((await sourceHealth(db)).get('northlight')?.lastGoodAt).toBe(readAt);
    expect(lastReads(db).get('northlight')).toBe(readAt);
    expect((await recentCrawls(db, 'northlight', 1))[0]).toMatchObject({ approvedAt: at });
    const since = db.sqlite.prepare('select min(at) from changes where crawl > ?').pluck();
    expect(since.get(last)).toBe(at);
    // Before a person believed it, what was known is older.
    expect(seenAt(at - 1)).toBe(START);
    expect(lastReads(db, at - 1).get('northlight')).toBe(START);
    // The next crawl comes after the approval, whatever the clock says.
    const source = { id: 'northlight', provider: 'northlight', keyVersion: 1 };
    expect((await loadState(db, source)).lastAt).toBe(at);
  });

  it('is not approved when another crawl came between', async () => {
    const { db, last, now, desk, crawl, view } = await collapsed(1);
    const proposal = await propose(db, last, now(), scraperOf);
    await crawl(BASE);

    await expect(approve(desk(), proposal, now(), scraperOf)).rejects.toThrow('expected crawl');
    expect(await view()).toHaveLength(40);
  });

  it('is asked for by its number, and only the last of its source', async () => {
    const { db, last, now } = await collapsed(2);

    await expect(propose(db, last - 1, now(), scraperOf)).rejects.toThrow(
      `crawl ${last} of northlight came after crawl ${last - 1}; look at that one`,
    );
    await expect(propose(db, 999, now(), scraperOf)).rejects.toThrow(
      'expected a crawl in quarantine, found 999',
    );
  });

  it('is forgotten when it is discarded, and the next begins to count anew', async () => {
    const { db, last, crawl } = await collapsed(3);

    expect(await discard(db, last)).toBe('northlight');

    expect(await quarantined(db, null)).toEqual([]);
    await crawl(FOUR);
    expect((await quarantined(db, null)).map(({ streak }) => streak)).toEqual([1]);
  });

  it('counts anew where it told another thing', async () => {
    const { db, crawl } = await collapsed(2);

    await crawl(priced(BASE, () => 100));

    expect((await quarantined(db, null)).map(({ streak }) => streak)).toEqual([1, 2, 1]);
  });
});
