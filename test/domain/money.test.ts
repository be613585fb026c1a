import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, money, partOf, times } from '../../src/domain/money.ts';

describe('money', () => {
  it.each([
    ['98.3200000000', 98_320_000],
    [2.8665, 2_866_500],
    ['0.000001', 1],
    ['0.0000005', 1],
    ['12', 12_000_000],
  ])('reads %s as %i millionths', (amount, micros) => {
    expect(money(amount, 'USD')).toEqual({ micros, currency: 'USD' });
  });

  it.each(['', '1,234', '-1', '1e3', '0', '0.0000001', 'free', ' 1'])('refuses "%s"', (amount) => {
    expect(() => money(amount, 'USD')).toThrow();
  });

  it('refuses a currency that is no ISO code', () => {
    expect(() => money('1', 'dollars')).toThrow(/ISO 4217/);
  });

  it('writes back what it read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), (micros) => {
        const text = decimal({ ...money('1', 'USD'), ...{ micros: micros as never } });

        expect(money(text, 'USD').micros).toBe(micros);
      }),
    );
  });

  it('keeps at least two places', () => {
    expect(decimal(money('60', 'EUR'))).toBe('60.00');
    expect(decimal(money('2.8665', 'EUR'))).toBe('2.8665');
  });

  it.each([
    [1858.308075, 730, 2_545_628],
    [730, 730, 1_000_000],
    [0.0000015, 1, 2],
    [1, 3, 333_333],
  ])('makes %d of %i hours the price of one, to the last digit', (amount, hours, micros) => {
    expect(partOf(amount, hours, 'USD')).toEqual({ micros, currency: 'USD' });
  });

  it('makes the price of a chip the price of the instance', () => {
    expect(decimal(times(money('6.69', 'USD'), 8))).toBe('53.52');
  });
});
