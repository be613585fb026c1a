import { describe, expect, it } from 'vitest';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { findBreakEven } from '../../src/query/break-even.ts';
import { breakEvensJson } from '../../src/query/break-even-json.ts';
import { findFits } from '../../src/query/fit.ts';
import { fitsJson } from '../../src/query/fit-json.ts';
import { breakEvenQuestion, fitQuestion } from '../../src/query/model-question.ts';
import { AT, memory, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const usd = (amount: string) => ({ price: money(amount, 'USD') });

/** Eight H200 in Finland and in Hong Kong, eight A2 in China, a slice, and a card that is too small. */
const OFFERS: readonly Offer[] = [
  chip('h200', 'h200-sxm', { ...usd('32'), jurisdiction: 'outside-china', country: 'FI' }),
  chip('h200-b', 'h200-sxm', { ...usd('24'), jurisdiction: 'outside-china', region: 'pole-2' }),
  chip('h200-sold', 'h200-sxm', { ...usd('8'), availability: 'sold-out', region: 'pole-3' }),
  chip('h200-hk', 'h200-sxm', { ...usd('20'), jurisdiction: 'hong-kong', region: 'pole-4' }),
  chip('a2', 'ascend-910b3', {
    ...usd('11'),
    ...{ stack: 'cann', vendor: 'huawei', memoryGb: 64, jurisdiction: 'mainland-china' },
  }),
  chip('slice', 'h200-sxm', { ...usd('1'), count: 1, fraction: 0.25 }),
  chip('l4', 'l4', { ...usd('1'), count: 1, memoryGb: 24 }),
];

function chip(sku: string, accelerator: string, more: Parameters<typeof anOffer>[0]): Offer {
  return anOffer({ sku, accelerator, memoryGb: 141, ...more });
}

async function aMarket() {
  const db = memory();
  await storeNight(db, AT, { seen: seen(OFFERS) });
  return db;
}

const FLASH = 'deepseek-v4-flash';
const fits = async (more: Readonly<Record<string, string>> = {}) =>
  findFits(await aMarket(), fitQuestion({ model: FLASH, ...more }), AT);

describe('what holds a model', () => {
  it('is said by hardware: documented first, with the cheapest under each law, of all that can be had', async () => {
    const { found, parts } = await fits();

    expect(found.map(({ hardware, fit }) => [hardware.accelerator.id, fit.answer])).toEqual([
      ['h200-sxm', 'fits, documented'],
      ['ascend-910b3', 'fits by arithmetic'],
      ['l4', 'does not fit'],
    ]);
    expect(found[0]?.cheapest.map(({ jurisdiction, hourly }) => [jurisdiction, hourly])).toEqual([
      ['outside-china', 24],
      ['hong-kong', 20],
    ]);
    expect(found[0]?.offers).toBe(4);
    expect(parts).toBe(1);
  });

  it('goes by what is asked of it', async () => {
    const { found } = await fits({ context: '128K', spec: 'ascend' });

    expect(found).toMatchObject([
      { fit: { answer: 'fits, documented', recipe: { contextTokens: 133_120 } } },
    ]);
  });

  it('is in JSON what it is, with what arithmetic rests on', async () => {
    const question = fitQuestion({ model: 'V4 Pro', context: '1M', concurrency: '2' });
    const answer = fitsJson(question, await findFits(await aMarket(), question, AT));

    expect(answer).toMatchObject({
      model: { id: 'deepseek-v4-pro', licence: 'MIT' },
      demand: { contextTokens: 1_048_576, concurrency: 2, tensorParallel: null },
      assumed: { memoryShare: 0.9, runtimeGb: 4 },
      leftOut: { partsOfAnAccelerator: 1, unknownAccelerators: 0 },
    });
    const [a2] = answer.fits.filter(({ acceleratorId }) => acceleratorId === 'ascend-910b3');
    expect(a2).toMatchObject({ answer: 'fits, documented', instances: 4, shortGb: null });
  });

  it.each([
    [{ model: 'gpt-9' }, /expected a model of the catalogue, found "gpt-9"; it has deepseek-v4/],
    [{}, /expected the name of a model/],
    [{ model: FLASH, context: 'all' }, /expected tokens such as 1M, 128K or 86016, found "all"/],
    [{ model: FLASH, concurrency: '0' }, /expected a whole number from 1/],
    [{ model: 'glm-4.6' }, /the context of GLM-4.6 is not published: expected tokens/],
  ])('does not understand %j', (given, sentence) => {
    expect(() => fitQuestion(given)).toThrow(sentence);
  });
});

const LATER = Date.UTC(2026, 10, 25);
const lines = async (more: Readonly<Record<string, string>> = {}, at = LATER) =>
  findBreakEven(await aMarket(), breakEvenQuestion({ model: FLASH, ...more }, at), at);
const AGENTS = { 'input-ratio': '160', 'cache-hit': '0.9' };

describe('break-even', () => {
  it('is of rates measured under conditions like the asked ones, the rest is counted', async () => {
    const { found, otherConditions } = await lines({ ...AGENTS, utilisation: '1' });

    expect(found.map(({ line }) => line.throughput.accelerators[0])).toEqual([
      'h200',
      'b200-sxm',
      'ascend-910c',
    ]);
    expect(otherConditions.length).toBeGreaterThan(0);
  });

  it('is against the cheapest API of the time, or the asked one', async () => {
    const at = async (more: Readonly<Record<string, string>>) => {
      const { found } = await lines({ ...AGENTS, utilisation: '1', ...more });
      const [h200] = found;
      return [h200?.line.price.host, Number(h200?.line.perAcceleratorHour.toFixed(2))];
    };

    expect(await at({ 'as-of': '2026-04-24' })).toEqual(['deepseek', 1.53]);
    expect(await at({})).toEqual(['deepseek', 1.8]);
    expect(await at({ host: 'novita' })).toEqual(['novita', 3.43]);
    await expect(at({ host: 'acme' })).rejects.toThrow(
      /expected a host of the model, found "acme"; known are deepseek, novita, venice, huawei-maas/,
    );
  });

  it('says what an offer of that hardware comes to, an accelerator-hour against another', async () => {
    const { found } = await lines({ ...AGENTS, spec: 'h200', utilisation: '0.4' });

    // $24 and $20 for eight; $0.72 is what one is worth when it is busy two fifths of the time.
    expect(found[0]?.line.perAcceleratorHour).toBeCloseTo(0.7186, 4);
    expect(found[0]?.offered).toMatchObject([
      { instances: 1, perAcceleratorHour: 3, cheapest: { jurisdiction: 'outside-china' } },
      { instances: 1, perAcceleratorHour: 2.5, cheapest: { jurisdiction: 'hong-kong' } },
    ]);
    expect(found[0]?.offered[0]?.against?.utilisation).toBeCloseTo(3 / 1.7964, 3);
  });

  it('names hardware that is offered and was never measured', async () => {
    const { withoutRate } = await lines();

    expect(withoutRate).toEqual([
      { name: 'Ascend 910B3', offers: 1 },
      { name: 'L4', offers: 1 },
    ]);
  });

  it('has no answer before the first price, and says so by having none', async () => {
    const { prices, found } = await lines({ 'as-of': '2026-04-01' });

    expect(prices).toEqual([]);
    expect(found).toEqual([]);
  });

  it('is in JSON with the rates, their sources and conditions', async () => {
    const question = breakEvenQuestion({ model: FLASH, ...AGENTS }, LATER);
    const answer = breakEvensJson(question, await findBreakEven(await aMarket(), question, LATER));

    expect(answer).toMatchObject({
      asked: { inputRatio: 160, cacheHit: 0.9, utilisation: 0.4 },
      prices: expect.arrayContaining([
        expect.objectContaining({ host: 'deepseek', input: '0.15', cachedInput: '0.003' }),
      ]),
      breakEvens: expect.arrayContaining([
        expect.objectContaining({
          measured: expect.objectContaining({ inputTokens: 64_000, cacheHit: 0.9 }),
          currency: 'USD',
        }),
      ]),
    });
  });
});
