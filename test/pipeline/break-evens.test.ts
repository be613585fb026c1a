import { describe, expect, it } from 'vitest';
import { Rule } from '../../src/domain/rules.ts';
import { HOUR, listing, market, START } from '../support/market.ts';

/** A made-up offer of eight H200, at so much an hour for one of them. */
const h200 = (each: number, more: Parameters<typeof listing>[2] = {}) =>
  listing('nl-h200', each * 8, { accelerator: 'NVIDIA H200 SXM', count: 8, ...more });

const DROPS = Rule.parse({
  ...{ id: 'drops', flags: ['price.drop', 'breakeven.crossed'], minDropPercent: 0 },
  channels: ['ear'],
});
/** The market's clock in November 2026: V4-Flash is 0.15, 0.003 and 0.60 dollars off-peak then. */
const november = () => {
  const found = market({ rules: [DROPS] });
  found.pass(Date.UTC(2026, 10, 25) - START + HOUR);
  return found;
};

describe('break-even', () => {
  // 4x H200, 64000/400, 90 % cached, 145.4 tokens a second each: 0.7186 dollars at 40 % use.
  it('that a price falls below is flagged, and the drop says what it means', async () => {
    const { crawl, db } = november();
    await crawl([h200(0.9)]);

    const seen = await crawl([h200(0.7)]);

    expect(seen.flags).toEqual(['price.drop', 'breakeven.crossed']);
    const bodies = db.sqlite.prepare('select body from deliveries order by rowid').pluck().all();
    const whys = bodies.flatMap((body) =>
      JSON.parse(String(body)).data.events.map(({ why }: { why: string }) => why),
    );
    const meaning =
      'now below break-even for DeepSeek V4-Flash at 40 % use (64000/400 tokens, 90 % cached): 0.70 of 0.72 USD an accelerator-hour against deepseek';
    expect(whys).toHaveLength(2);
    for (const why of whys) expect(why).toContain(meaning);
  });

  it('is crossed the other way too, and by nothing that stays on its side', async () => {
    const { crawl } = november();
    await crawl([h200(0.7)]);

    expect((await crawl([h200(0.71)])).flags).toEqual(['price.rise']);
    expect((await crawl([h200(0.8)])).flags).toEqual(['price.rise', 'breakeven.crossed']);
    expect((await crawl([h200(0.9)])).flags).toEqual(['price.rise']);
  });

  it.each([
    ['spot', { billing: 'spot' as const }],
    ['too few of them', { count: 2 }],
    ['a chip without a rate', { accelerator: 'NVIDIA A10' }],
  ])('is not asked of %s', async (_, more) => {
    const { crawl } = november();
    await crawl([h200(0.9, more)]);

    expect((await crawl([h200(0.7, more)])).flags).toEqual(['price.drop']);
  });

  it('is not known before the first price of an API', async () => {
    const { crawl } = market({ rules: [DROPS] });
    await crawl([h200(0.9)]);

    expect((await crawl([h200(0.7)])).flags).toEqual(['price.drop']);
  });
});
