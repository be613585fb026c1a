import { describe, expect, it } from 'vitest';
import { nearest, suggestion } from '../../src/config/nearest.ts';

describe('nearest', () => {
  it.each([
    ['soruces', 'sources'],
    ['Rules', 'rules'],
    ['rule', 'rules'],
    ['banana', null],
    ['', null],
    ['x'.repeat(1000), null],
  ])('takes %j for %j', (found, meant) => {
    expect(nearest(found, ['rules', 'sources', 'server'])).toBe(meant);
  });

  it('suggests a word, or nothing', () => {
    expect(suggestion('rule', ['rules'])).toBe(', did you mean "rules"?');
    expect(suggestion('banana', ['rules'])).toBe('');
  });
});
