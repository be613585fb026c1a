import { describe, expect, it } from 'vitest';
import { commitCrawl } from '../../db/commit.ts';
import { DatabaseError } from '../../db/failure.ts';
import { claimKind, databaseKind } from '../../db/meta.ts';
import { isEmpty } from '../../db/state.ts';
import { aCommit, aCrawl, memory } from './stage.ts';

describe('claimKind', () => {
  it.each(['live', 'replay'] as const)('makes a new database a %s one, for good', async (kind) => {
    const db = memory();
    expect(await databaseKind(db)).toBeNull();

    await claimKind(db, kind, 'chips.db');
    await claimKind(db, kind, 'chips.db');
    expect(await databaseKind(db)).toBe(kind);
  });

  it('refuses a replay where live crawls are', async () => {
    const db = memory();
    await claimKind(db, 'live', 'chips.db');

    const claim = claimKind(db, 'replay', 'chips.db');
    await expect(claim).rejects.toThrow(
      'chips.db holds live crawls; a replay crawl needs another file: give one with --db FILE',
    );
    await expect(claim).rejects.toBeInstanceOf(DatabaseError);
  });

  it('refuses a live crawl where a replay is', async () => {
    const db = memory();
    await claimKind(db, 'replay', 'chips.db');

    await expect(claimKind(db, 'live', 'chips.db')).rejects.toThrow('chips.db holds a replay');
  });

  it('takes crawls of no stated kind for live ones', async () => {
    const db = memory();
    await commitCrawl(db, aCommit());

    await expect(claimKind(db, 'replay', 'chips.db')).rejects.toThrow('live crawls');
    await claimKind(db, 'live', 'chips.db');
  });

  it('finds nothing in crawls that were skipped', async () => {
    const db = memory();
    await commitCrawl(db, aCommit({ crawl: aCrawl({ outcome: 'skipped' }), difference: null }));

    expect(await isEmpty(db)).toBe(true);
    await claimKind(db, 'replay', 'chips.db');
  });
});
