import { describe, expect, it } from 'vitest';
import { choosing } from '../support/cuts.ts';
import { faultsOf } from '../support/losses.ts';
import { CASES, replayed } from '../support/replaying.ts';

describe.each(CASES)('$name', ({ scraper, dir }) => {
  it('less a row or a fact, a hundred seeds of it, is refused or loses that row alone', async () => {
    const [, documents] = await replayed(scraper, dir);
    const faults: string[] = [];
    for (let seed = 1; seed <= 100; seed += 1) {
      faults.push(...(await faultsOf(scraper, documents, { cuts: 8, choose: choosing(seed) })));
    }

    expect(faults).toEqual([]);
  });
});
