import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import { offerId } from '../../src/domain/hash.ts';
import { money } from '../../src/domain/money.ts';
import { compose, type News, toldPrices } from '../../src/domain/rule-message.ts';
import { DEFAULT_RULE, Rule } from '../../src/domain/rules.ts';
import { anOffer } from '../support/offers.ts';

const NOW = Date.UTC(2001, 1, 3, 4, 5, 6);

function drop(i: number, offer: Parameters<typeof anOffer>[0] = {}): Change {
  const [was, is] = [money('100', 'XTS'), money(String(90 - i / 100), 'XTS')];
  const availability = 'available';
  return {
    kind: 'price',
    flags: ['price.drop'],
    offer: anOffer({ sku: `nl-${i}`, ...offer, price: is }),
    subject: null,
    detail: null,
    before: { price: was, availability, quantity: null },
    after: { price: is, availability, quantity: 3 },
    changePercent: -10 - i / 100,
    baseline: false,
  };
}

function news(changes: readonly Change[], more: Partial<News> = {}): News {
  return {
    rule: DEFAULT_RULE,
    flag: 'price.drop',
    matched: changes.map((change) => ({ change, why: 'it fell' })),
    crawl: { id: 7, source: 'northlight', at: NOW - 1000 },
    names: { provider: () => 'Northlight', accelerator: () => 'H100 SXM' },
    ...more,
  };
}

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('compose', () => {
  it('tells one change in full', () => {
    const change = drop(0, { country: 'NO' });

    expect(compose(news([change]), NOW)).toEqual({
      type: 'price.drop',
      timestamp: '2001-02-03T04:05:06.000Z',
      data: {
        rule: { id: 'default', spec: null, minDropPercent: 5, ceiling: null },
        crawl: { id: 7, source: 'northlight', at: '2001-02-03T04:05:05.000Z' },
        since: null,
        headline:
          'Price drop: 8× H100 SXM at Northlight pole-1, 100.00 → 90.00 XTS an hour (−10.0 %)',
        events: [
          {
            kind: 'price',
            offer: {
              id: offerId('northlight/nl-0/pole-1/-/on-demand/-/standard'),
              key: 'northlight/nl-0/pole-1/-/on-demand/-/standard',
              provider: 'northlight',
              providerName: 'Northlight',
              sku: 'nl-0',
              accelerator: 'h100-sxm',
              count: 8,
              region: 'pole-1',
              zone: null,
              country: 'NO',
              jurisdiction: 'unknown',
              billing: 'on-demand',
              tier: 'standard',
            },
            subject: null,
            detail: null,
            before: {
              amount: '100.00',
              currency: 'XTS',
              availability: 'available',
              quantity: null,
            },
            after: { amount: '90.00', currency: 'XTS', availability: 'available', quantity: 3 },
            changePercent: -10,
            why: 'it fell',
          },
        ],
        truncated: 0,
      },
    });
  });

  it('tells what the rule asked for', () => {
    const settings = { spec: 'H100:8', ceiling: '99.5 XTS', minDropPercent: 8 };
    const rule = Rule.parse({ id: 'cheap', flags: ['price.drop'], channels: [], ...settings });

    expect(compose(news([drop(0)], { rule }), NOW).data.rule).toEqual({
      id: 'cheap',
      spec: 'H100:8',
      minDropPercent: 8,
      ceiling: { amount: '99.50', currency: 'XTS' },
    });
  });

  it('keeps 50 of 300 events at most and counts the rest', () => {
    const changes = Array.from({ length: 300 }, (_, i) => drop(i));
    const { data } = compose(news(changes), NOW);

    expect(data.events.length + data.truncated).toBe(300);
    expect(data.events.length).toBeLessThanOrEqual(50);
    expect(data.headline).toContain(', and 299 more');
  });

  it('tells the biggest moves first', () => {
    const { data } = compose(news([drop(1), drop(3), drop(2)]), NOW);

    expect(data.events.map(({ changePercent }) => changePercent)).toEqual([-10.03, -10.02, -10.01]);
  });

  it.each([
    ['short texts', ''],
    ['long texts', 'x'.repeat(280)],
    ['long texts of three bytes a letter', '昇'.repeat(280)],
    ['long texts that JSON must escape', '"\\'.repeat(140)],
  ])('stays within 20,000 bytes with %s, and fills them', (_, text) => {
    const changes = Array.from({ length: 300 }, (_, i) => drop(i, { region: `pole-${text}` }));
    const message = compose(news(changes), NOW);
    const [first] = message.data.events;

    expect(bytes(message)).toBeLessThanOrEqual(20_000);
    expect(bytes(message) + bytes(first) + 1 > 20_000 || message.data.events.length === 50).toBe(
      true,
    );
  });

  it.each([
    ['source.stale', { subject: 'northlight', detail: 'last read long ago' }, 'last read long ago'],
    ['region.new', { subject: 'pole-2', detail: null }, 'pole-2'],
  ] as const)('tells of %s without an offer', (flag, words, expected) => {
    const change = { ...drop(0), ...words, offer: null, before: null, after: null } as const;
    const { data } = compose(news([change], { flag }), NOW);

    expect(data.headline).toMatch(new RegExp(`: ${expected}$`));
    expect(data.events[0]).toMatchObject({ offer: null, before: null, after: null });
    expect(data.rule.minDropPercent).toBeNull();
  });

  it('leaves out what is not known', () => {
    const change = { ...drop(0, { zone: 'pole-1b' }), before: null, changePercent: null };
    const unpriced = { ...change, after: { ...drop(0).after, price: null } } as Change;

    expect(compose(news([change]), NOW).data.headline).toBe(
      'Price drop: 8× H100 SXM at Northlight pole-1b, 90.00 XTS an hour',
    );
    expect(compose(news([unpriced]), NOW).data.headline).toBe(
      'Price drop: 8× H100 SXM at Northlight pole-1b',
    );
  });
});

describe('toldPrices', () => {
  it('gives each price told, whether or not its event found room', () => {
    const changes = Array.from({ length: 300 }, (_, i) => drop(i));

    expect(toldPrices(news(changes).matched)).toHaveLength(300);
    expect(toldPrices(news([drop(5)]).matched)).toEqual([
      {
        offer: 'northlight/nl-5/pole-1/-/on-demand/-/standard',
        price: { micros: 89_950_000, currency: 'XTS' },
      },
    ]);
  });

  it('leaves out what has no price', () => {
    const change = { ...drop(0), after: null };

    expect(toldPrices(news([change]).matched)).toEqual([]);
  });
});
