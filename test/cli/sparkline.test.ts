import { expect, it } from 'vitest';
import { sparkline } from '../../src/cli/sparkline.ts';

it('draws what is known, a dash for what is not, and an even line for what never changed', () => {
  expect(sparkline([1, 2, null, 8])).toBe('▁▂–█');
  expect(sparkline([5, 5])).toBe('▅▅');
  expect(sparkline([null, null])).toBe('––');
  expect(sparkline([])).toBe('');
});

it('keeps to thirty bars, the newest last', () => {
  const drawn = sparkline(Array.from({ length: 730 }, (_, n) => n));

  expect(drawn).toHaveLength(30);
  expect(drawn.at(-1)).toBe('█');
});
