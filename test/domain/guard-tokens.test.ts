import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/domain/guard-limits.ts';
import { brokenTokens } from '../../src/domain/guard-tokens.ts';
import { money } from '../../src/domain/money.ts';
import { type Tokens, tokensKey } from '../../src/domain/tokens.ts';

const price = (host: string, input = 1): Tokens => ({
  ...{ kind: 'tokens', model: 'deepseek-v4-flash', host, window: 'unstated' },
  ...{ input: money(input, 'USD'), cachedInput: null, output: money(2, 'USD') },
});
const hosts = (count: number) => Array.from({ length: count }, (_, index) => `host-${index}`);

/** What is said of these prices where `count` hosts asked a dollar before. */
function reasons(tokens: readonly Tokens[], count: number, listed = true) {
  const before = hosts(count).map((host) => price(host));
  const tokensBefore = new Map(before.map((each) => [tokensKey(each), { tokens: each, listed }]));
  return brokenTokens({ tokens, tokensBefore }, LIMITS);
}

describe('guard: prices of tokens', () => {
  it('that are most of the known ones are believed, fewer are not', () => {
    const seen = (count: number) => hosts(count).map((host) => price(host));

    expect(reasons(seen(6), 10)).toEqual([]);
    expect(reasons(seen(5), 10)).toEqual(['5 of 10 known prices of tokens']);
    expect(reasons(seen(5), 9)).toEqual([]);
    expect(reasons(seen(4), 9)).toEqual([]);
    expect(reasons([], 10, false)).toEqual([]);
  });

  it('that are all gone are not believed, however few they were', () => {
    expect(reasons([], 1)).toEqual(['0 of 1 known prices of tokens']);
    expect(reasons([], 0)).toEqual([]);
  });

  it.each([
    [6.9, false],
    [7.2, true],
    [1 / 7.2, true],
    [10, false],
    [10.1, true],
    [0.1, false],
    [0.09, true],
  ])('that are %d times what they were are a slip: %s', (factor, isSlip) => {
    const seen = hosts(5).map((host) => price(host, factor));

    expect(reasons(seen, 5).length).toBe(isSlip ? 1 : 0);
  });

  it('of which a fifth slipped may be right, of more not', () => {
    const seen = (slipped: number) =>
      hosts(10).map((host, index) => price(host, index < slipped ? 1000 : 1));

    expect(reasons(seen(2), 10)).toEqual([]);
    expect(reasons(seen(3), 10)[0]).toContain('3 of 10 prices of tokens moved as units do');
  });

  it('that were told no longer slip nowhere', () => {
    expect(reasons([price('host-0', 1000)], 1, false)).toEqual([]);
  });
});
