import { describe, expect, it } from 'vitest';
import { glob } from '../../src/domain/glob.ts';

describe('glob', () => {
  it.each([
    ['eu-*', 'eu-west-1', true],
    ['eu-*', 'us-west-1', false],
    ['EU-*', 'eu-', true],
    ['*', '', true],
    ['*-1', 'eu-west-1', true],
    ['*west*', 'eu-west-1', true],
    ['eu-*-1', 'eu-west-2', false],
    ['eu*u', 'eu', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['eu.west', 'eu-west', false],
    ['fr-par-2', 'fr-par-2', true],
    ['fr-par', 'fr-par-2', false],
  ])('holds %j against %j: %j', (pattern, text, expected) => {
    expect(glob(pattern)(text)).toBe(expected);
  });

  it('cannot be made slow by a pattern of many stars', () => {
    expect(glob(`${'*a'.repeat(200)}*b`)('a'.repeat(20_000))).toBe(false);
  });
});
