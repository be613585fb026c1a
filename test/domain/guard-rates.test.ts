import { expect, it } from 'vitest';
import { LIMITS } from '../../src/domain/guard-limits.ts';
import { movedRates } from '../../src/domain/guard-rates.ts';

/** Of a currency of which a euro bought four; quarters are exact in binary. */
const moved = (perEuro: number) =>
  movedRates(
    {
      rates: [{ kind: 'rate', date: '2026-01-02', currency: 'XTS', perEuro }],
      lastRates: { date: '2026-01-01', perEuro: new Map([['XTS', 4]]) },
      at: Date.UTC(2026, 0, 2),
    },
    { ...LIMITS, rateMove: 0.25 },
  );

it('an exchange rate that moved by exactly the limit is believed, and by more it is not', () => {
  expect(moved(5)).toEqual([]);
  expect(moved(3)).toEqual([]);
  expect(moved(5.01)).toHaveLength(1);
  expect(moved(2.99)).toHaveLength(1);
});
