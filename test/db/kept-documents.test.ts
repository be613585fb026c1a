import { describe, expect, it } from 'vitest';
import { commitCrawl } from '../../db/commit.ts';
import { forgetDocuments, keptDocuments } from '../../db/kept-documents.ts';
import type { Database } from '../../db/open.ts';
import { anOffer, seen } from '../support/offers.ts';
import { AT, aCommit, aCrawl, DAY, memory, SOURCE, storeNight } from './stage.ts';

/** A crawl with a document in the archive, named after it. */
async function aCrawlWith(
  db: Database,
  name: string,
  more: Parameters<typeof aCrawl>[0] = {},
): Promise<number> {
  const document = {
    ...{ name, url: 'https://northlight.example/', scope: null, headers: null, bytes: 3 },
    ...{ fetchedAt: AT, sha256: name, path: `/data/archive/northlight/2026-01-01/${name}.gz` },
  };
  const last = db.sqlite.prepare('select max(id) from crawls where source = ?').pluck();
  const against = last.get(more.source ?? SOURCE.id) as number | null;
  const crawl = aCrawl({ documents: [document], ...more });
  return commitCrawl(db, aCommit({ crawl, against, difference: null }));
}

const mark = (name: string) => `northlight/2026-01-01/${name}.gz`;

describe('a document in the archive', () => {
  it('is kept behind a change, behind a quarantine and as the last of its source', async () => {
    const db = memory();
    await storeNight(db, AT, { seen: seen([anOffer()]) });
    const changed = await aCrawlWith(db, 'changed', { finishedAt: AT + DAY });
    const folded = await aCrawlWith(db, 'folded', { finishedAt: AT + 2 * DAY });
    await aCrawlWith(db, 'quarantined', { outcome: 'quarantined', finishedAt: AT + 3 * DAY });
    await aCrawlWith(db, 'same', { outcome: 'unchanged', finishedAt: AT + 4 * DAY });
    await aCrawlWith(db, 'last', { outcome: 'unchanged', finishedAt: AT + 5 * DAY });
    const count = db.sqlite.prepare('update crawls set changes = 2, folded = ? where id = ?');
    count.run(1, changed);
    count.run(2, folded);

    const kept = await keptDocuments(db);

    expect([...kept].sort()).toEqual(['changed', 'last', 'quarantined'].map(mark));
  });

  it('is named no more once it was removed', async () => {
    const db = memory();
    await aCrawlWith(db, 'gone', { outcome: 'unchanged' });
    await aCrawlWith(db, 'kept', { outcome: 'unchanged', finishedAt: AT + DAY });

    await forgetDocuments(db, new Set([mark('gone')]));

    const rows = db.sqlite.prepare('select name from documents where path is null').pluck().all();
    expect(rows).toEqual(['gone']);
  });
});
