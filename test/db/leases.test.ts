import { describe, expect, it } from 'vitest';
import { commitCrawl } from '../../db/commit.ts';
import { releaseLease, takeLease } from '../../db/leases.ts';
import { openDatabase } from '../../db/open.ts';
import { aCommit, aPath, closing, memory } from './stage.ts';

const lease = (owner: string, expiresAt = 100) => ({ source: 'northlight', owner, expiresAt });

describe('a lease', () => {
  it('is held by one process at a time, whichever connection asks', async () => {
    const path = aPath();
    const [here, there] = [closing(openDatabase(path)), closing(openDatabase(path))];

    expect(await takeLease(here, lease('here:1'), 0)).toBeNull();
    expect(await takeLease(there, lease('there:2'), 99)).toEqual(lease('here:1'));
    expect(await takeLease(there, { ...lease('there:2'), source: 'southlight' }, 99)).toBeNull();
  });

  it('can be taken again by its owner, which makes it last', async () => {
    const db = memory();
    await takeLease(db, lease('here:1'), 0);

    expect(await takeLease(db, lease('here:1', 200), 50)).toBeNull();
    expect(await takeLease(db, lease('there:2'), 150)).toEqual(lease('here:1', 200));
  });

  it('is free once it ran out', async () => {
    const db = memory();
    await takeLease(db, lease('here:1'), 0);

    expect(await takeLease(db, lease('there:2', 300), 100)).toBeNull();
    expect(await takeLease(db, lease('here:1'), 150)).toEqual(lease('there:2', 300));
  });

  it('is free when its owner is gone', async () => {
    const db = memory();
    await takeLease(db, lease('here:1'), 0);
    const asked: string[] = [];
    const isGone = (owner: string) => {
      asked.push(owner);
      return true;
    };

    expect(await takeLease(db, lease('there:2'), 1, () => false)).toEqual(lease('here:1'));
    expect(await takeLease(db, lease('there:2'), 1, isGone)).toBeNull();
    expect(asked).toEqual(['here:1']);
  });

  it('is given back by its owner alone', async () => {
    const db = memory();
    await takeLease(db, lease('here:1'), 0);

    await releaseLease(db, lease('there:2'));
    expect(await takeLease(db, lease('there:2'), 1)).toEqual(lease('here:1'));
    await releaseLease(db, lease('here:1'));
    expect(await takeLease(db, lease('there:2'), 1)).toBeNull();
  });
});

describe('a commit', () => {
  it('is refused when its lease ran out and went to another, though no crawl came between', async () => {
    const db = memory();
    await takeLease(db, lease('here:1'), 0);
    await takeLease(db, lease('there:2', 300), 100);

    await expect(commitCrawl(db, aCommit({ lease: lease('here:1') }))).rejects.toThrow(
      'northlight: expected to hold the right to crawl it, found it with there:2',
    );
    expect(await commitCrawl(db, aCommit({ lease: lease('there:2') }))).toBe(1);
  });

  it('is refused when its lease was given back', async () => {
    const db = memory();
    await takeLease(db, lease('here:1'), 0);
    await releaseLease(db, lease('here:1'));

    await expect(commitCrawl(db, aCommit({ lease: lease('here:1') }))).rejects.toThrow(
      'found it with nobody; this crawl came too late',
    );
    expect(db.sqlite.prepare('select count(*) from crawls').pluck().get()).toBe(0);
  });
});
