import { describe, expect, it } from 'vitest';
import { money, type Reading } from '../../scrapers/kit/index.ts';
import type { Tokens } from '../../src/domain/tokens.ts';
import { compareTokenPrices, tokenQuestion } from '../../src/query/token-comparison.ts';
import { tokenPricesAt } from '../../src/query/token-prices.ts';
import { HOUR, market } from '../support/market.ts';

const HOST = { id: 'tokens', provider: 'northlight' } as const;

/** A made-up price of a real model. */
function tokens(input: number, more: Partial<Tokens> = {}): Tokens {
  return {
    ...{ kind: 'tokens', model: 'deepseek-v4-flash', host: 'northlight', window: 'unstated' },
    ...{ input: money(input, 'USD'), cachedInput: null, output: money(input * 2, 'USD') },
    ...more,
  };
}

const other = (host: string, input = 3) => tokens(input, { host });
const model = (name: string) => tokens(5, { model: name });

describe('prices of tokens', () => {
  it('begin with a silent baseline, and a small move counts at once', async () => {
    const { crawl } = market();

    expect(await crawl([tokens(2)], HOST)).toMatchObject({ flags: [], source: ['source.added'] });
    const dropped = await crawl([tokens(1.5)], HOST);
    expect(dropped.flags).toEqual(['token.drop']);
    expect(dropped.told.join()).toContain('Tokens cheaper');
    expect(await crawl([tokens(1.8)], HOST)).toMatchObject({ flags: ['token.rise'] });
    expect(await crawl([tokens(1.8)], HOST)).toMatchObject({ flags: [], outcome: 'unchanged' });
  });

  it('need a second crawl for a move beyond half or twice, and for what is new', async () => {
    const { crawl } = market();
    await crawl([tokens(2)], HOST);

    expect(await crawl([tokens(0.9)], HOST)).toMatchObject({ flags: [], pending: 1 });
    expect(await crawl([tokens(0.8)], HOST)).toMatchObject({ flags: [], pending: 1 });
    expect(await crawl([tokens(0.8)], HOST)).toMatchObject({ flags: ['token.drop'], pending: 0 });

    await crawl([tokens(0.8), model('gpt-6')], HOST);
    expect(await crawl([tokens(0.8), model('gpt-6')], HOST)).toMatchObject({
      flags: ['token.new'],
    });
  });

  it('are no news where a known model has another host, or one moved up and one down', async () => {
    const { crawl } = market();
    await crawl([tokens(2)], HOST);
    const both: readonly Reading[] = [tokens(2), other('southlight')];
    await crawl(both, HOST);
    expect(await crawl(both, HOST)).toMatchObject({ flags: [] });

    const mixed = tokens(2.2, { output: money(3.5, 'USD') });
    expect(await crawl([mixed, other('southlight')], HOST)).toMatchObject({ flags: [] });
  });

  it('that all move a thousandfold are a unit read wrong', async () => {
    const { crawl } = market();
    const hosts = ['a', 'b', 'c', 'd', 'e'];
    await crawl(
      hosts.map((host) => other(host)),
      HOST,
    );

    const slipped = await crawl(
      hosts.map((host) => other(host, 3000)),
      HOST,
    );

    expect(slipped.outcome).toBe('quarantined');
    expect(slipped.why).toContain('5 of 5 prices of tokens moved as units do');
  });

  it('that come and go by the hour are told once, not each time', async () => {
    const { crawl, pass } = market();
    await crawl([tokens(2)], HOST);

    expect((await crawl([tokens(4)], HOST)).flags).toEqual(['token.rise']);
    expect((await crawl([tokens(2)], HOST)).flags).toEqual([]);
    expect((await crawl([tokens(4)], HOST)).flags).toEqual([]);
    pass(15 * 24 * HOUR);
    await crawl([tokens(4)], HOST);
    expect((await crawl([tokens(2)], HOST)).flags).toEqual(['token.drop']);
  });

  it('are not gone because a list is empty', async () => {
    const { db, crawl, now } = market();
    await crawl([tokens(2)], HOST);

    expect((await crawl([], HOST)).outcome).toBe('quarantined');
    expect((await crawl([], HOST)).outcome).toBe('quarantined');
    const left = await tokenPricesAt(db, 'deepseek-v4-flash', now());
    expect(left.map(({ host }) => host)).toContain('northlight');
  });

  it('that are no longer told are kept as what they were, until then', async () => {
    const { db, crawl, now } = market();
    await crawl([tokens(2), other('southlight')], HOST);
    const before = now();
    await crawl([other('southlight')], HOST);
    await crawl([other('southlight')], HOST);

    const hosts = async (at: number) =>
      (await tokenPricesAt(db, 'deepseek-v4-flash', at)).map(({ host }) => host).sort();
    expect(await hosts(before)).toEqual(['northlight', 'southlight']);
    expect(await hosts(now() + HOUR)).toEqual(['southlight']);
  });

  it('replace what was written down of their host, unless they are the same', async () => {
    const { db, crawl } = market();
    const at = Date.UTC(2026, 10, 25);
    const deepseek = (input: number, output: number) =>
      tokens(input, { host: 'deepseek', output: money(output, 'USD') });
    const asked = async () =>
      (await tokenPricesAt(db, 'deepseek-v4-flash', at))
        .filter(({ host }) => host === 'deepseek')
        .map(({ window, input }) => [window, input.micros / 1e6]);

    await crawl([deepseek(0.15, 0.6)], HOST);
    expect(await asked()).toEqual([
      ['off-peak', 0.15],
      ['peak', 0.3],
    ]);
    await crawl([deepseek(0.12, 0.48)], HOST);
    expect(await asked()).toEqual([['unstated', 0.12]]);
  });

  it('that a host tells by the hour stand for all that was written down, or told without hours, of it', async () => {
    const { db, crawl, now, pass } = market();
    pass(Date.UTC(2026, 10, 25) - now());
    const deepseek = (window: Tokens['window'], input: number, output: number) =>
      tokens(input, { host: 'deepseek', window, output: money(output, 'USD') });
    await crawl([deepseek('unstated', 0.15, 0.6)], HOST);
    const page = { id: 'page', provider: 'northlight' };

    await crawl([deepseek('off-peak', 0.15, 0.6), deepseek('peak', 0.2, 0.8)], page);

    const asked = await tokenPricesAt(db, 'deepseek-v4-flash', now());
    const own = asked.filter(({ host }) => host === 'deepseek');
    expect(own.map(({ window, input }) => [window, input.micros / 1e6])).toEqual([
      ['off-peak', 0.15],
      ['peak', 0.2],
    ]);
    expect(own[0]?.note).toContain('V4.1-Flash');
  });

  it('are another one where cached input alone has another price', async () => {
    const { db, crawl, now, pass } = market();
    pass(Date.UTC(2026, 10, 25) - now());
    const cached = { host: 'deepseek', cachedInput: money(0.01, 'USD'), output: money(0.6, 'USD') };
    await crawl([tokens(0.15, cached)], HOST);

    const asked = await tokenPricesAt(db, 'deepseek-v4-flash', now());
    expect(
      asked.filter(({ host }) => host === 'deepseek').map((price) => price.cachedInput?.micros),
    ).toEqual([10_000]);
  });

  it('are compared with the cheapest V4-Flash of the time', async () => {
    const { db } = market();
    const at = Date.UTC(2026, 3, 24);
    const found = await compareTokenPrices(db, tokenQuestion({}, at));

    // 3 x 5 + 30 dollars of GPT-5.5 against 3 x 0.14 + 0.28 of V4-Flash, on the day both were new.
    expect(found.map(({ price, times }) => [price.model, times && Math.round(times)])).toEqual([
      ['deepseek-v4-flash', 1],
      ['deepseek-v4-pro', 12],
      ['claude-opus-4.6', 57],
      ['claude-opus-4.7', 57],
      ['gpt-5.5', 64],
    ]);
  });

  it('have the successors of what users pay for beside them, each from the day it was read on', async () => {
    const { db } = market();
    const found = await compareTokenPrices(db, tokenQuestion({}, Date.UTC(2026, 10, 25)));

    const byApiAlone = found.filter(({ price: { host } }) => /openai|anthropic/.test(host));
    expect(byApiAlone.map(({ price }) => price.model)).toEqual([
      'gpt-5.6',
      'claude-opus-5.5',
      'claude-opus-4.6',
      'claude-opus-4.7',
      'claude-opus-4.8',
      'claude-opus-5',
      'gpt-5.5',
      'gpt-6-astra',
    ]);
  });
});
