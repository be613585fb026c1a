import { describe, expect, it } from 'vitest';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import type { Target } from '../../src/domain/targets.ts';
import { type GenerationHistory, generationHistory } from '../../src/query/generation-history.ts';
import { groupQuestion } from '../../src/query/offer-groups.ts';
import type { Params } from '../../src/query/question-error.ts';
import { stackQuestion } from '../../src/query/stack-question.ts';
import { findStacks } from '../../src/query/stacks.ts';
import { stackJson, targetJson } from '../../src/query/stacks-json.ts';
import { findTargets } from '../../src/query/targets.ts';
import { AT, DAY, memory, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

type More = Parameters<typeof anOffer>[0];

const gpu = (sku: string, amount: string, more: More = {}) =>
  anOffer({ sku, price: money(amount, 'USD'), ...more });
const npu = (sku: string, amount: string, more: More = {}) =>
  gpu(sku, amount, { accelerator: 'ascend-910b3', memoryGb: 64, stack: 'cann', ...more });

const FINLAND = { country: 'FI', jurisdiction: 'outside-china' } as const;
const CHINA = { country: 'CN', jurisdiction: 'mainland-china' } as const;
const NOW = AT + 31 * DAY;
const HOUR = DAY / 24;

async function nights(...byNight: readonly (readonly Offer[])[]) {
  const db = memory();
  for (const [night, each] of byNight.entries()) {
    await storeNight(db, AT + night * 31 * DAY, { seen: seen(each) });
  }
  return db;
}

const market = (amount: string) => [
  gpu('h100', '40', FINLAND),
  gpu('h200', '80', { ...FINLAND, accelerator: 'h200-sxm', memoryGb: 141 }),
  gpu('a100', '16', { accelerator: 'a100-sxm-80gb', region: 'pole-2' }),
  npu('910b', amount, { ...CHINA, region: 'pole-3', count: 8 }),
];

describe('stacks', () => {
  it('are side by side with their share, reach and generations', async () => {
    const db = await nights(market('20'), market('16'));

    const found = await findStacks(db, groupQuestion({}, NOW), NOW);

    expect(found.map(({ stack, share, outsideChina }) => [stack, share, outsideChina])).toEqual([
      ['cann', 0.25, 0],
      ['cuda', 0.75, 2],
    ]);
    const [cann, cuda] = found;
    expect(cann?.jurisdictions).toEqual(['mainland-china']);
    expect(cuda?.generations.map(({ generation, offers }) => [generation, offers])).toEqual([
      ['Ampere', 1],
      ['Hopper', 2],
    ]);
    expect(cuda?.countries).toEqual(['FI']);
  });

  it('cost by what they have: an hour, a gigabyte, a dense TFLOPS, and how that moved', async () => {
    const db = await nights(market('20'), market('16'));

    const [cann] = await findStacks(db, groupQuestion({ stack: 'cann' }, NOW), NOW);

    // $16 for eight of 64 GB and 294.9 dense FP16 TFLOPS; no FP8 in them. 20 % less than 31 days ago.
    const [generation] = cann?.generations ?? [];
    expect(generation).toMatchObject({
      generation: 'Ascend 910B',
      moved30: -20,
      per: { fp8: null },
    });
    expect(generation?.prices[0]?.floor).toBe(2);
    expect(generation?.per.gb).toBeCloseTo(2 / 64, 9);
    expect(generation?.per.fp16).toBeCloseTo(2 / 294.9, 9);
    expect(cann && stackJson(cann)).toMatchObject({
      generations: [{ moved: { days30: -20 }, per: { gb: 0.03125, fp8Tflops: null } }],
    });
  });

  it('have moved by nothing that anybody knows where nobody looked again', async () => {
    const db = await nights(market('20'));

    const found = await findStacks(db, groupQuestion({}, NOW), NOW);

    expect(found.flatMap(({ generations }) => generations.map(({ moved30 }) => moved30))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('count a die as the part of a package that it is', async () => {
    const dies = npu('a3', '32', { accelerator: 'ascend-910c', count: 16, unit: 'die' });
    const [cann] = await findStacks(await nights([dies]), groupQuestion({}, AT), AT);

    // $2 a die; a package of two has 128 GB and 752 TFLOPS.
    expect(cann?.generations[0]?.per.gb).toBeCloseTo(2 / 64, 9);
    expect(cann?.generations[0]?.per.fp16).toBeCloseTo(2 / 376, 9);
  });
});

describe('the prices of a generation over time', () => {
  const history = async (db: Awaited<ReturnType<typeof nights>>, params: Params = {}) =>
    generationHistory(db, stackQuestion(params, NOW + HOUR), () => DAY);
  const floors = ({ days }: GenerationHistory) => days.map(({ prices: [p] }) => p?.floor ?? null);

  it('are its floor at the end of each day, NVIDIA and Ascend alike; no day is made up', async () => {
    const db = await nights(market('20'), market('16'));

    const found = await history(db, { since: '32d' });

    expect(found.map(({ stack, generation }) => [stack, generation])).toEqual([
      ['cann', 'Ascend 910B'],
      ['cuda', 'Ampere'],
      ['cuda', 'Hopper'],
    ]);
    const [ascend] = found;
    if (ascend === undefined) throw new Error('expected Ascend 910B');
    const days = floors(ascend);
    // Read on the first night and the last: what was asked between them nobody knows, but for a day after a read.
    expect(days).toHaveLength(32);
    expect([days[0], days.at(-1)]).toEqual([2.5, 2]);
    expect(days.slice(4, -1).every((each) => each === null)).toBe(true);
    expect(ascend.days.map(({ isRead }) => isRead).slice(4, -1)).not.toContain(true);
  });

  it('have a median of three offers, and none of fewer', async () => {
    const db = await nights([...market('20'), gpu('h100-2', '64', { region: 'pole-4' })]);

    const hopper = (await history(db, { since: '2026-01-01' })).find(
      ({ generation }) => generation === 'Hopper',
    );

    expect(hopper?.days[0]?.prices).toEqual([{ currency: 'USD', floor: 5, median: 8, offers: 3 }]);
  });

  it('are of what is on demand, whatever else is asked for', async () => {
    const spot = gpu('spot', '1', { billing: 'spot', region: 'pole-5' });
    const db = await nights([...market('20'), spot]);

    expect(await history(db, { since: '2026-01-01', billing: 'spot' })).toEqual([]);
  });

  it('are not of what had none in that time', async () => {
    const db = await nights(market('20'));

    expect(await history(db, { since: '5d' })).toEqual([]);
  });
});

const NOWHERE = { provider: null, regions: null, countries: null, jurisdictions: null } as const;
const FINNS: Target = { id: 'finland', ...NOWHERE, countries: ['FI'] };
const AFRICA: Target = { id: 'africa', ...NOWHERE, countries: ['ZA'] };

const targets = async (offers: readonly Offer[], ...all: readonly Target[]) =>
  findTargets(await nights(offers), all, groupQuestion({}, AT), AT);

describe('targets', () => {
  it('have what is offered in their places, by stack, and who is read there', async () => {
    const [finland] = await targets(market('20'), FINNS);

    expect(finland?.stacks).toMatchObject([{ stack: 'cuda', offers: 2, canBeHad: 2 }]);
    expect(finland?.stacks[0]?.prices[0]).toMatchObject({ floor: 5, offer: { sku: 'h100' } });
    expect(finland?.readers).toMatchObject([{ provider: 'northlight', sources: ['northlight'] }]);
    expect(finland && targetJson(finland)).toMatchObject({ isRead: true, hasAlternative: false });
  });

  it('are told where Ascend is nearest: by distance, but the same law first', async () => {
    const huawei = { provider: 'huawei-cloud' } as const;
    const all = [
      npu('moscow', '9', { ...huawei, region: 'ru-moscow-1', ...FINLAND, country: 'RU' }),
      npu('joburg', '8', { ...huawei, region: 'af-south-1', ...FINLAND, country: 'ZA' }),
      npu('beijing', '5', { ...huawei, region: 'cn-north-4', ...CHINA }),
      npu('sold', '1', {
        ...huawei,
        region: 'af-north-1',
        ...FINLAND,
        country: 'EG',
        availability: 'sold-out',
      }),
    ];
    const cairo: Target = { id: 'cairo', ...NOWHERE, countries: ['EG'] };
    const [found] = await targets(all, cairo);

    // Cairo to Moscow is 2,900 km, to Johannesburg 6,300, to Beijing 7,500.
    expect(found?.nearest).toMatchObject({ isSameLaw: true, offer: { sku: 'moscow' } });
    expect(found?.nearest?.km).toBeGreaterThan(2800);
    expect(found?.nearest?.km).toBeLessThan(3000);
    expect(found?.stacks).toMatchObject([{ stack: 'cann', canBeHad: 0, offers: 1 }]);
  });

  it('that have Ascend are sent nowhere', async () => {
    const [finland] = await targets([npu('here', '8', FINLAND)], FINNS);

    expect(finland?.nearest).toBeNull();
    expect(finland && targetJson(finland)).toMatchObject({ hasAlternative: true });
  });

  it('that nobody reads say so, and show what was told of them', async () => {
    const [africa] = await targets(market('20'), AFRICA);

    expect(africa && targetJson(africa)).toMatchObject({ isRead: false, stacks: [], readers: [] });
    expect(africa?.sightings.map(({ sighting }) => sighting.country)).toContain('ZA');
  });
});
