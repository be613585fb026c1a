import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceleratorById } from '../../../src/domain/catalogue/recognise.ts';
import { breakEvenOf, isLike, offeredAgainst } from '../../../src/domain/models/break-even.ts';
import { weightsOf } from '../../../src/domain/models/fit.ts';
import { modelOf } from '../../../src/domain/models/models.ts';
import {
  acceleratorsOf,
  perAccelerator,
  THROUGHPUT,
  type Throughput,
} from '../../../src/domain/models/throughput.ts';
import {
  pricesInForce,
  TOKEN_PRICES,
  type TokenPrice,
} from '../../../src/domain/models/token-prices.ts';
import { money } from '../../../src/domain/money.ts';

function rate(model: string, chip: string, is: Partial<Throughput>): Throughput {
  const found = THROUGHPUT.filter(
    (row) =>
      row.model === model &&
      row.accelerators.includes(chip) &&
      Object.entries(is).every(([name, value]) => row[name as keyof Throughput] === value),
  );
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new Error(`expected one rate, found ${found.length}`);
  }
  return only;
}

function price(model: string, from: string, window: TokenPrice['window']): TokenPrice {
  const found = TOKEN_PRICES.find(
    (row) =>
      row.host === 'deepseek' && row.model === model && row.from === from && row.window === window,
  );
  if (found === undefined) throw new Error('expected a price, found none');
  return found;
}

const FLASH = 'deepseek-v4-flash';
const PRO = 'deepseek-v4-pro';
const APRIL = price(FLASH, '2026-04-24', 'always');
const DEARER_HIT = { ...APRIL, cachedInput: money(0.028, 'USD') };
const AUGUST = price(FLASH, '2026-08-16T16:00Z', 'off-peak');

const rounded = (value: number, places: number) => Number(value.toFixed(places));

const AGENTIC = { cacheHit: 0.9, inputTokens: 64_000 } as const;

describe('break-even of V4-Flash at full load, dollars an accelerator-hour', () => {
  // What was worked out by hand from the same published rates and prices, to its last digit.
  it.each([
    ['4x H200, agents', rate(FLASH, 'h200-sxm', AGENTIC), [1.53, 3.43, 2.72]],
    ['4x B200, agents', rate(FLASH, 'b200-sxm', AGENTIC), [3.81, 8.54, 6.76]],
    ['A3, 128k', rate(FLASH, 'ascend-910c', { inputTokens: 131_072 }), [1.14, 2.52, 2.04]],
    ['A3, 64k', rate(FLASH, 'ascend-910c', { inputTokens: 65_536 }), [1.17, 2.44, 2.16]],
    ['A3, chat', rate(FLASH, 'ascend-910c', { concurrency: 1024 }), [2.13, 2.13, 4.11]],
    ['HGX B200', rate(FLASH, 'b200-sxm', { concurrency: 32 }), [0.77, 0.77, 1.33]],
  ])('%s', (_, throughput, dollars) => {
    const found = [APRIL, DEARER_HIT, AUGUST].map((asked) => breakEvenOf(throughput, asked, 1));

    expect(found.map((each) => rounded(each.perAcceleratorHour, 2))).toEqual(dollars);
  });
});

describe('break-even of V4-Pro at full load', () => {
  it.each([
    ['b200-sxm', [13.7, 2.2, 4.1]],
    ['h200-sxm', [8.6, 1.4, 2.6]],
  ])('8x %s turns with every price list', (chip, dollars) => {
    const lists = [
      price(PRO, '2026-04-24', 'always'),
      price(PRO, '2026-05-22', 'always'),
      price(PRO, '2026-08-16T16:00Z', 'off-peak'),
    ];
    const found = lists.map((asked) => breakEvenOf(rate(PRO, chip, AGENTIC), asked, 1));

    expect(found.map((each) => rounded(each.perAcceleratorHour, 1))).toEqual(dollars);
  });
});

describe('an offer against an API', () => {
  const h200 = rate(FLASH, 'h200-sxm', AGENTIC);

  it('beats it exactly where it costs less than the break-even', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.constantFrom(...THROUGHPUT),
        (offered, utilisation, throughput) => {
          const line = breakEvenOf(throughput, APRIL, utilisation);
          const found = offeredAgainst(offered, line);
          const wins = offered < line.perAcceleratorHour;
          expect(found.perMillion < line.apiPerMillion).toBe(wins);
          expect(found.utilisation < utilisation).toBe(wins);
        },
      ),
    );
  });

  it('says what a million tokens cost, how busy it must be, and from which volume on', () => {
    const found = offeredAgainst(3, breakEvenOf(h200, APRIL, 0.4));

    // 4 x $3 an hour over 581.6 x 3600 x 0.4 tokens.
    expect(found.perMillion).toBeCloseTo(14.33, 2);
    // 3 / 1.53 at full load: never.
    expect(found.utilisation).toBeCloseTo(1.961, 3);
    // $12 x 730 h over $2.9232 a million.
    expect(found.millionsAMonth).toBeCloseTo(2996.7, 1);
  });
});

describe('throughput', () => {
  it('names models, weights and accelerators of the catalogues', () => {
    for (const row of THROUGHPUT) {
      const model = modelOf(row.model);
      if (model === null) throw new Error(`expected a model, found "${row.model}"`);
      expect(weightsOf(model, row).id).toBe(row.weights);
      for (const id of row.accelerators) expect(acceleratorById(id)?.id).toBe(id);
    }
  });

  it('is of packages, the way they are sold', () => {
    const a3 = rate(FLASH, 'ascend-910c', { concurrency: 1024 });

    expect(acceleratorsOf(a3)).toBe(16);
    expect(perAccelerator(a3)).toBeCloseTo(973, 0);
  });

  it.each([
    [160, 0.9, true],
    [128, 0.9, true],
    [106, 0.9, false],
    [160, 0.8, false],
    [undefined, undefined, true],
  ])(
    'of 160 to 1 and 90 % cached says something of %s to 1 and %s: %s',
    (inputRatio, cacheHit, is) => {
      expect(isLike(rate(FLASH, 'h200-sxm', AGENTIC), { inputRatio, cacheHit })).toBe(is);
    },
  );
});

describe('token prices', () => {
  const dollars = (model: string, at: string) =>
    pricesInForce(model, Date.parse(at))
      .filter(({ host }) => host === 'deepseek')
      .map(({ window, input }) => [window, input.micros / 1e6]);

  it('are those in force: the launch, what came after, and no window of an older list', () => {
    expect(dollars(FLASH, '2026-04-23')).toEqual([]);
    expect(dollars(FLASH, '2026-04-24')).toEqual([['always', 0.14]]);
    expect(dollars(PRO, '2026-04-24')).toEqual([['always', 1.74]]);
    expect(dollars(FLASH, '2026-08-16T15:59Z')).toEqual([['always', 0.14]]);
    expect(dollars(FLASH, '2026-08-16T16:00Z')).toEqual([
      ['off-peak', 0.22],
      ['peak', 0.44],
    ]);
    expect(dollars(FLASH, '2026-11-25')).toEqual([
      ['off-peak', 0.15],
      ['peak', 0.3],
    ]);
  });

  it('of pages without a date count from when they were read', () => {
    const hosts = (at: string) => pricesInForce(FLASH, Date.parse(at)).map(({ host }) => host);

    expect(hosts('2026-10-31')).not.toContain('novita');
    expect(hosts('2026-11-25')).toContain('novita');
  });

  it('pay cached input as input where no price of it is told', () => {
    const venice = pricesInForce(FLASH, Date.parse('2026-11-25')).find((p) => p.host === 'venice');
    if (venice === undefined) throw new Error('expected Venice, found nobody');

    const found = breakEvenOf(rate(FLASH, 'h200-sxm', AGENTIC), venice, 1);
    expect(found.apiPerMillion).toBeCloseTo(160 * 0.13 + 0.26, 9);
  });
});
