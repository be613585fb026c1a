import { describe, expect, it } from 'vitest';
import type { Target } from '../../src/domain/targets.ts';
import { listing, market } from '../support/market.ts';

const NOWHERE = { provider: null, regions: null, countries: null, jurisdictions: null } as const;
const ANY: Target = { id: 'anywhere', ...NOWHERE, provider: ['northlight'] };
const POLES: Target = { id: 'poles', ...NOWHERE, regions: ['pole-*'] };
const ISLANDS: Target = { id: 'islands', ...NOWHERE, regions: ['island-*'] };

const gpu = listing('gpu', 3);
const npu = (sku: string, more: Parameters<typeof listing>[2] = {}) =>
  listing(sku, 2, { accelerator: 'Ascend 910B3', ...more });

const TARGETS = /^target\./;
const ofTargets = ({ flags }: { readonly flags: readonly string[] }) =>
  flags.filter((flag) => TARGETS.test(flag));

describe('a target', () => {
  it('gains a stack once, with the first offer that is confirmed, and says which target it is', async () => {
    const { crawl } = market({ targets: [POLES, ISLANDS] });
    await crawl([gpu]);

    expect(ofTargets(await crawl([gpu, npu('a')]))).toEqual([]);
    const second = await crawl([gpu, npu('a')]);
    expect(ofTargets(second)).toEqual(['target.gained']);
    expect(second.told.join('\n')).toContain('New in a target');

    await crawl([gpu, npu('a'), npu('b')]);
    expect(ofTargets(await crawl([gpu, npu('a'), npu('b')]))).toEqual([]);
  });

  it('loses a stack with the last offer that can be had, sold out or withdrawn', async () => {
    const { crawl } = market({ targets: [ANY] });
    await crawl([gpu, npu('a'), npu('b')]);
    const one = [gpu, npu('a', { availability: 'sold-out' as const }), npu('b')];
    await crawl(one);
    expect(ofTargets(await crawl(one))).toEqual([]);

    const none = [gpu, npu('a', { availability: 'sold-out' as const })];
    await crawl(none);
    expect(ofTargets(await crawl(none))).toEqual(['target.lost']);

    const again = [gpu, npu('a')];
    await crawl(again);
    expect(ofTargets(await crawl(again))).toEqual(['target.gained']);
  });

  it('is not told of where our knowledge only starts, nor of other places', async () => {
    const { crawl } = market({ targets: [POLES] });

    expect(ofTargets(await crawl([gpu, npu('a')]))).toEqual([]);
    const abroad = [gpu, npu('a'), npu('c', { region: 'city-1' })];
    await crawl(abroad);
    expect(ofTargets(await crawl(abroad))).toEqual([]);
  });

  it('knows what other sources offer there', async () => {
    const { crawl } = market({ targets: [ANY] });
    await crawl([gpu, npu('a')]);
    await crawl([gpu], { id: 'northlight-pages' });
    await crawl([gpu, npu('b')], { id: 'northlight-pages' });

    expect(ofTargets(await crawl([gpu, npu('b')], { id: 'northlight-pages' }))).toEqual([]);
  });
});
