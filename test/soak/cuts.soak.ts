import { describe, expect, it } from 'vitest';
import { choosing } from '../support/cuts.ts';
import { faultsOf } from '../support/losses.ts';
import { CASES, replayed } from '../support/replaying.ts';

describe.each(CASES)('$name', ({ scraper, dir }) => {
  it('less a row or a fact, eight hundred times, is refused or loses that row alone', async () => {
    const [, documents] = await replayed(scraper, dir);

    expect(await faultsOf(scraper, documents, { cuts: 800, choose: choosing(1) })).toEqual([]);
  });
});
