import { describe, expect, it } from 'vitest';
import { money } from '../../scrapers/kit/index.ts';
import { Rule } from '../../src/domain/rules.ts';
import type { Tokens } from '../../src/domain/tokens.ts';
import { HOUR, listing, market, START } from '../support/market.ts';

/** A made-up offer of eight H200, at so much an hour for one of them. */
const h200 = (each: number, more: Parameters<typeof listing>[2] = {}) =>
  listing('nl-h200', each * 8, { accelerator: 'NVIDIA H200 SXM', count: 8, ...more });

/** Another one, by its name. */
const other = (sku: string, each: number, more: Parameters<typeof listing>[2] = {}) => ({
  ...h200(each, more),
  sku,
});
const h100 = listing('nl-h100', 3);

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

  it('is news of an offer that is new below it, told once, and of none that is new above', async () => {
    const { crawl } = november();
    expect((await crawl([h200(0.9)])).told).toEqual([]);
    const both = [h200(0.9), other('low', 0.7), other('high', 9), other('low-2', 0.6)];

    expect((await crawl(both)).flags).toEqual([]);
    const seen = await crawl(both);

    expect(seen.flags).toEqual(['breakeven.crossed', 'breakeven.crossed']);
    expect(seen.told).toEqual([expect.stringMatching(/^Break-even crossed: .*, and 1 more$/)]);
    expect((await crawl(both)).flags).toEqual([]);
  });

  it('is no news where our knowledge only starts', async () => {
    const { crawl } = november();

    expect(await crawl([h200(0.5), other('low', 0.6)])).toMatchObject({ flags: [], told: [] });
    expect(await crawl([h200(0.5), other('low', 0.6)])).toMatchObject({ flags: [], told: [] });
  });

  it('is news of an offer that is back, and not while it is sold out', async () => {
    const { crawl } = november();
    const soldOut = { availability: 'sold-out' } as const;
    await crawl([h200(0.9, soldOut), h100]);

    expect((await crawl([h200(0.7, soldOut), h100])).flags).toEqual(['price.drop']);
    await crawl([h200(0.7), h100]);
    expect((await crawl([h200(0.7), h100])).flags).toEqual(['back', 'breakeven.crossed']);
    await crawl([h100]);
    expect((await crawl([h100])).flags).toEqual(['withdrawn']);
    await crawl([h200(0.7), h100]);
    expect((await crawl([h200(0.7), h100])).flags).toEqual(['back', 'breakeven.crossed']);
  });

  it('is no news of an offer once it is known to flap', async () => {
    const { crawl } = november();
    const soldOut = { availability: 'sold-out' } as const;
    const told: number[] = [];
    for (let night = 0; night < 32; night += 1) {
      const { flags } = await crawl([h200(0.7, night % 4 < 2 ? {} : soldOut), h100]);
      if (flags.includes('breakeven.crossed')) told.push(night);
    }

    expect(told).toEqual([5, 9]);
  });

  it('is not crossed by a price that nobody can pay any more', async () => {
    const { crawl } = november();
    await crawl([h200(0.9), h100]);
    await crawl([h200(0.9, { availability: 'sold-out' }), h100]);

    const gone = await crawl([h200(0.7, { availability: 'sold-out' }), h100]);

    expect(gone.flags).toEqual(['price.drop', 'sold-out']);
  });

  it('is news of an offer that has a price for the first time', async () => {
    const { crawl } = november();
    await crawl([h200(0.9, { price: null })]);

    expect((await crawl([h200(0.7)])).flags).toEqual(['breakeven.crossed']);
  });

  it('is no news where another source of the provider tells of the same offer already', async () => {
    const { crawl } = november();
    const pages = { id: 'northlight-pages' };
    await crawl([h200(0.9), other('low', 0.7)]);
    await crawl([h200(0.9)], pages);

    await crawl([h200(0.9), other('low', 0.7)], pages);
    expect((await crawl([h200(0.9), other('low', 0.7)], pages)).flags).toEqual([]);
  });

  it('says both where the offer is the first of a target too', async () => {
    const poles = { id: 'poles', provider: null, regions: ['pole-9'], countries: null };
    const found = market({
      rules: [Rule.parse({ ...DROPS, flags: ['target.gained', 'breakeven.crossed'] })],
      targets: [{ ...poles, jurisdictions: null }],
    });
    found.pass(Date.UTC(2026, 10, 25) - START + HOUR);
    await found.crawl([h200(0.9)]);
    const all = [h200(0.9), other('low', 0.7, { region: 'pole-9' })];
    await found.crawl(all);

    await found.crawl(all);

    const bodies = found.db.sqlite.prepare('select body from deliveries').pluck().all();
    const whys = bodies.map((body) => JSON.parse(String(body)).data.events[0].why);
    expect(whys).toHaveLength(2);
    for (const why of whys) {
      expect(why).toMatch(
        /^now below break-even .* against deepseek; the first cuda offer in poles/,
      );
    }
  });

  it('moves where an API asks another price, and says over how many offers', async () => {
    const { crawl } = november();
    const tokens = (output: number): Tokens => ({
      ...{ kind: 'tokens', model: 'deepseek-v4-flash', host: 'deepseek', window: 'unstated' },
      ...{
        input: money(0.15, 'USD'),
        cachedInput: money(0.003, 'USD'),
        output: money(output, 'USD'),
      },
    });
    const host = { id: 'tokens', provider: 'northlight' };
    await crawl([h200(0.7), h200(0.9, { region: 'pole-2' })]);
    await crawl([tokens(0.6)], host);

    // 160 of 0.0177 and 0.45 instead of 0.60: worth 0.687, under 0.70.
    const cheaper = await crawl([tokens(0.45)], host);

    expect(cheaper.flags).toEqual(['token.drop', 'breakeven.crossed']);
    expect(cheaper.told.join()).toContain(
      '1 offer is no longer below break-even for DeepSeek V4-Flash at 40 % use (64000/400 tokens, 90 % cached): an accelerator-hour is worth 0.69 USD against deepseek, 0.72 before',
    );
  });
});
