import { describe, expect, test } from 'vitest';
import {
  age,
  clean,
  createPaint,
  percent,
  plural,
  truncate,
  usesColour,
  widthOf,
} from '../../src/cli/terminal.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('usesColour', () => {
  const terminal = { isTTY: true };

  test.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', {}, {}, false],
    ['NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
    ['FORCE_COLOR on a pipe', {}, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR over NO_COLOR', {}, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
    ['FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
  ])('decides for %s', (_case, screen, env, expected) => {
    expect(usesColour(screen, env)).toBe(expected);
  });
});

describe('createPaint', () => {
  test('paints whatever standard output is, once colour was decided on', () => {
    expect(createPaint(true)('red', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(createPaint(false)('red', 'x')).toBe('x');
  });
});

describe('clean', () => {
  test.each([
    ['\u001b]0;title\u0007shown', 'shown'],
    ['\u001b[2Jshown', 'shown'],
    ['one\r\ntwo\tthree', 'one two three'],
    ['C1 \u0085 next', 'C1   next'],
    ['a\u202eb\u2066c\u200fd', 'abcd'],
    ['昇腾 910B3 é', '昇腾 910B3 é'],
  ])('makes %j safe', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });
});

describe('truncate', () => {
  test.each([
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['昇腾910', 6, '昇腾9…'],
    ['昇腾910', 4, '昇…'],
    ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
    ['text', 1, '…'],
    ['text', 0, ''],
  ])('cuts %j to %i cells', (text, width, expected) => {
    expect(truncate(text, width)).toBe(expected);
  });
});

describe('age', () => {
  test.each([
    [0, '0s'],
    [59 * SECOND, '59s'],
    [12 * MINUTE + 30 * SECOND, '12m'],
    [3 * HOUR, '3h'],
    [47 * HOUR, '47h'],
    [48 * HOUR, '2d'],
  ])('tells %i ms as %s', (ms, expected) => {
    expect(age(ms)).toBe(expected);
  });
});

describe('percent', () => {
  test.each([
    [-12.44, '▼ 12.4 %'],
    [5, '▲ 5.0 %'],
    [0, '0.0 %'],
    [null, '–'],
  ])('tells %j as %s', (value, expected) => {
    expect(percent(value)).toBe(expected);
  });
});

describe('plural', () => {
  test.each([
    [plural(0, 'offer'), '0 offers'],
    [plural(1, 'offer'), '1 offer'],
    [plural(2, 'match', 'matches'), '2 matches'],
  ])('says %s', (said, expected) => {
    expect(said).toBe(expected);
  });
});

describe('widthOf', () => {
  test('gives the columns of a terminal, and no end where there is none', () => {
    expect(widthOf({ isTTY: true, columns: 100 })).toBe(100);
    expect(widthOf({ columns: 100 })).toBe(Number.POSITIVE_INFINITY);
    expect(widthOf({ isTTY: true })).toBe(Number.POSITIVE_INFINITY);
  });
});
