import { describe, expect, it } from 'vitest';
import { sparkline, stepChart } from '../../src/server/pages/chart.ts';
import { axisOf } from '../../src/server/pages/scale.ts';

const window = { from: 0, to: 1000 };

/** What the drawing of one line says, without its page. */
async function pathOf(levels: readonly { from: number; to: number; value: number }[]) {
  const drawn = await stepChart({
    ...{ label: 'a price', unit: 'USD', window, gaps: [{ from: 400, to: 700 }] },
    lines: [{ name: 'price', tone: 'first', levels }],
  });
  return /<path class="line first" d="(?<d>[^"]*)"/.exec(String(drawn))?.groups?.d;
}

describe('a step chart', () => {
  it('stands still between two prices, and is upright where one follows the other', async () => {
    const path = await pathOf([
      { from: 0, to: 200, value: 3 },
      { from: 200, to: 400, value: 4 },
    ]);

    expect(path).toBe('M0.0 200.0H200.0V0.0H400.0');
  });

  it('lifts its pen over a gap, though the price is the same on both sides', async () => {
    const path = await pathOf([
      { from: 0, to: 400, value: 3 },
      { from: 700, to: 1000, value: 3 },
    ]);

    expect(path).toMatch(/^M0\.0 [\d.]+H400\.0M700\.0 [\d.]+H1000\.0$/);
  });

  it('says that no price was read, rather than drawing an empty axis', async () => {
    const drawn = await stepChart({
      ...{ label: 'a price', unit: 'USD', window, gaps: [] },
      lines: [{ name: 'price', tone: 'first', levels: [] }],
    });

    expect(String(drawn)).toContain('No price was read');
  });
});

describe('a sparkline', () => {
  it('leaves open the days of which nothing is known', async () => {
    const drawn = String(await sparkline([2, null, 4, 4], 'four days'));

    expect(drawn).toContain('d="M0 15.0H1M2 1.0H3V1.0H4"');
  });

  it('is a dash where nothing is known at all', async () => {
    expect(String(await sparkline([null, null], 'two days'))).toBe('–');
  });
});

describe('an axis', () => {
  it.each([
    [
      [2.95, 3.85],
      ['2.5', '3.0', '3.5', '4.0'],
    ],
    [[3.85], ['3.5', '4.0']],
    [
      [0.0012, 0.0019],
      ['0.0012', '0.0014', '0.0016', '0.0018', '0.0020'],
    ],
    [
      [10, 98],
      ['0', '50', '100'],
    ],
    [
      [4, 4],
      ['3.5', '4.0', '4.5'],
    ],
  ])('of %j has round labels that hold every value', (values, labels) => {
    const axis = axisOf(values);

    expect(axis.labels).toEqual(labels);
    expect(values.every((value) => value >= axis.low && value <= axis.high)).toBe(true);
  });
});
