import { describe, expect, it } from 'vitest';
import type { Change, Flag } from '../../src/domain/change.ts';
import { type Money, money } from '../../src/domain/money.ts';
import type { OfferState } from '../../src/domain/offer.ts';
import type { Known } from '../../src/domain/rule-filters.ts';
import { gather, match } from '../../src/domain/rule-match.ts';
import { DEFAULT_RULE, Rule } from '../../src/domain/rules.ts';
import { anOffer } from '../support/offers.ts';

const NOTHING_KNOWN: Known = { provider: 'northlight', reference: null, place: null };

const state = (price: Money | null): OfferState => ({
  price,
  availability: 'available',
  quantity: null,
});

/** A change of an offer whose price went from `before` to `after`, in XTS unless told otherwise. */
function priced(
  before: Money | string | null,
  after: Money | string | null,
  offer: Parameters<typeof anOffer>[0] = {},
  flag: Flag = 'price.drop',
): Change {
  const [was, is] = [before, after].map((each) =>
    typeof each === 'string' ? money(each, 'XTS') : each,
  );
  return {
    kind: 'price',
    flags: [flag],
    offer: anOffer({ ...offer, price: is ?? null }),
    subject: null,
    detail: null,
    before: state(was ?? null),
    after: state(is ?? null),
    changePercent: null,
    baseline: false,
  };
}

const NO_OFFER = { offer: null, before: null, after: null, changePercent: null, baseline: false };

const aPlace: Change = {
  ...NO_OFFER,
  kind: 'place',
  flags: ['region.new'],
  subject: 'pole-2',
  detail: 'Sleighs are offered in pole-2',
};

const aName: Change = {
  ...NO_OFFER,
  kind: 'hardware',
  flags: ['hardware.new'],
  subject: 'NVIDIA H400 NVL',
  detail: 'northlight lists "NVIDIA H400 NVL", which is not in the catalogue',
};

const aSource: Change = {
  ...NO_OFFER,
  kind: 'source',
  flags: ['source.stale'],
  subject: 'northlight',
  detail: 'northlight was last read three days ago',
};

function rule(filters: object = {}): Rule {
  return Rule.parse({ id: 'test', flags: ['price.drop'], channels: ['ear'], ...filters });
}

function flags(which: Rule, change: Change, known: Partial<Known> = {}): readonly Flag[] {
  return match(which, change, { ...NOTHING_KNOWN, ...known }).map(({ flag }) => flag);
}

describe('the default rule', () => {
  it('tells of new regions, new hardware and drops', () => {
    const listed = { ...priced(null, '9'), kind: 'listed' } as const;
    const news: Flag[] = ['region.new', 'accelerator.new', 'hardware.new'];

    expect(flags(DEFAULT_RULE, { ...listed, flags: news })).toEqual(['region.new', 'hardware.new']);
    expect(flags(DEFAULT_RULE, aPlace)).toEqual(['region.new']);
    expect(flags(DEFAULT_RULE, aName)).toEqual(['hardware.new']);
    expect(flags(DEFAULT_RULE, priced('100', '90'))).toEqual(['price.drop']);
  });

  it('says nothing of rises, stock, sources or where our knowledge starts', () => {
    expect(flags(DEFAULT_RULE, priced('90', '100', {}, 'price.rise'))).toEqual([]);
    expect(flags(DEFAULT_RULE, priced('90', '90', {}, 'sold-out'))).toEqual([]);
    expect(flags(DEFAULT_RULE, aSource)).toEqual([]);
    expect(flags(DEFAULT_RULE, { ...aPlace, baseline: true })).toEqual([]);
  });

  it.each([
    ['on-demand', 'standard', true],
    ['on-demand', 'secure', true],
    ['on-demand', 'community', false],
    ['on-demand', 'brokered', false],
    ['spot', 'standard', false],
    ['reserved', 'standard', false],
    ['calendar', 'standard', false],
  ] as const)('tells of a %s %s drop: %j', (billing, tier, expected) => {
    const change = priced('100', '50', { billing, tier });

    expect(flags(DEFAULT_RULE, change).length > 0).toBe(expected);
  });

  it('tells of a new region whatever is sold there', () => {
    const change = priced(null, '9', { billing: 'spot', tier: 'community' }, 'region.new');

    expect(flags(DEFAULT_RULE, change)).toEqual(['region.new']);
  });
});

describe('a drop', () => {
  it.each([
    { drop: 'of 5 %', before: '100', after: '95', told: null, counts: true },
    { drop: 'of less than 5 %', before: '100', after: '95.01', told: null, counts: false },
    { drop: 'that makes 5 % since told', before: '97', after: '95', told: '100', counts: true },
    { drop: 'that makes less', before: '97', after: '95.5', told: '100', counts: false },
    { drop: 'from above what was told', before: '120', after: '110', told: '100', counts: true },
    { drop: 'to above what was told', before: '120', after: '113', told: '100', counts: true },
    { drop: 'too small from above', before: '120', after: '119', told: '100', counts: false },
  ])('$drop counts: $counts', ({ before, after, told, counts }) => {
    const reference = told === null ? null : money(told, 'XTS');

    expect(flags(rule(), priced(before, after), { reference }).length > 0).toBe(counts);
  });

  it('is measured in one currency only', () => {
    expect(flags(rule(), priced(money('100', 'XTS'), money('50', 'XXX')))).toEqual([]);
    expect(flags(rule(), priced('100', '99'), { reference: money('999', 'XXX') })).toEqual([]);
  });

  it('is never from or to a price that is not shown', () => {
    expect(flags(rule(), priced('100', null))).toEqual([]);
    expect(flags(rule(), priced(null, '1'))).toEqual([]);
  });

  it('says from what and how far', () => {
    const reference = money('100', 'XTS');

    expect(match(rule(), priced('97', '94'), { ...NOTHING_KNOWN, reference })).toEqual([
      {
        flag: 'price.drop',
        why: '94.00 XTS an hour is 6.0 % below the price told last, 100.00 XTS an hour; the rule asks for 5 %',
      },
    ]);
  });
});

describe('a rule', () => {
  it.each([
    [{ spec: 'H100:8' }, true],
    [{ spec: 'H100:1' }, false],
    [{ spec: 'ascend' }, false],
    [{ provider: 'northlight' }, true],
    [{ provider: ['southlight'] }, false],
    [{ region: 'pole-*' }, true],
    [{ region: 'eu-*' }, false],
    [{ country: 'NO' }, true],
    [{ country: ['SE', 'FI'] }, false],
    [{ jurisdiction: 'outside-china' }, true],
    [{ jurisdiction: ['hong-kong', 'macau'] }, false],
    [{ billing: ['on-demand', 'spot'] }, true],
    [{ billing: 'spot' }, false],
    [{ tier: 'standard' }, true],
    [{ tier: 'community' }, false],
    [{ minDropPercent: 50 }, true],
    [{ minDropPercent: 50.1 }, false],
    [{ ceiling: '6.25 XTS' }, true],
    [{ ceiling: '6.249999 XTS' }, false],
    [{ ceiling: '6.25 XXX' }, false],
  ])('with %j matches eight H100 at the pole for 50: %j', (filters, expected) => {
    const change = priced('100', '50', { country: 'NO', jurisdiction: 'outside-china' });

    expect(flags(rule(filters), change).length > 0).toBe(expected);
  });

  it('leaves out what it asks for and nobody knows', () => {
    const nowhere = priced('100', '50', { region: null, country: null });

    expect(flags(rule({ region: '*' }), nowhere)).toEqual([]);
    expect(flags(rule({ country: 'NO' }), nowhere)).toEqual([]);
    expect(flags(rule({ flags: ['region.new'], ceiling: '9 XTS' }), aPlace)).toEqual([]);
  });

  it('takes spot and community where it is asked to', () => {
    const change = priced('100', '50', { billing: 'spot', tier: 'community' });

    expect(flags(rule({ billing: 'spot', tier: 'community' }), change)).toEqual(['price.drop']);
    expect(flags(rule({ billing: 'spot' }), change)).toEqual([]);
  });

  it('tells several flags of one change, each once', () => {
    const change = { ...priced(null, '9'), flags: ['region.new', 'back'] as const };
    const both = rule({ flags: ['back', 'region.new', 'back'] });

    expect(flags(both, change)).toEqual(['back', 'region.new']);
  });

  it('asks a place where it lies and of which family it is', () => {
    const watch = (filters: object) => rule({ flags: 'region.new', ...filters });
    const place = { stack: 'cann', country: 'HK', jurisdiction: 'hong-kong' } as const;

    expect(flags(watch({ spec: 'ascend', country: 'HK' }), aPlace, { place })).toEqual([
      'region.new',
    ]);
    expect(flags(watch({ region: 'pole-*', provider: 'northlight' }), aPlace)).toEqual([
      'region.new',
    ]);
    expect(flags(watch({ spec: 'nvidia' }), aPlace, { place })).toEqual([]);
    expect(flags(watch({ spec: 'ascend' }), aPlace)).toEqual([]);
    expect(flags(watch({ country: 'HK' }), aPlace)).toEqual([]);
    expect(flags(watch({ provider: 'southlight' }), aPlace)).toEqual([]);
  });

  it('asks an unknown name whether the spec means it, and a source who it belongs to', () => {
    const watch = (filters: object) =>
      rule({ flags: ['hardware.new', 'source.stale'], ...filters });

    expect(flags(watch({ spec: 'H400:8' }), aName)).toEqual(['hardware.new']);
    expect(flags(watch({ spec: 'H100' }), aName)).toEqual([]);
    expect(flags(watch({ spec: 'H100', region: 'eu-*' }), aSource)).toEqual(['source.stale']);
    expect(flags(watch({ provider: 'southlight' }), aSource)).toEqual([]);
  });

  it.each([
    [{ flags: [] }],
    [{ flags: ['price.dropp'] }],
    [{ flags: ['source.added'] }],
    [{ spec: 'H100:eight' }],
    [{ country: 'Norway' }],
    [{ minDropPercent: -1 }],
    [{ ceiling: '2.20' }],
    [{ ceiling: '0 USD' }],
    [{ ceiling: '2,20 USD' }],
    [{ id: 'Not A Name' }],
    [{ unheardOf: 1 }],
  ])('cannot be made from %j', (filters) => {
    expect(Rule.safeParse({ id: 'test', flags: ['back'], channels: [], ...filters }).success).toBe(
      false,
    );
  });
});

describe('every flag', () => {
  it.each([
    ['region.new', 'the first cuda offer of northlight in pole-1'],
    ['accelerator.new', 'the first h100-sxm of northlight'],
    ['hardware.new', 'the first h100-sxm at any provider'],
    ['price.rise', '9.00 XTS an hour is above the price before, 8.00 XTS an hour'],
    ['sold-out', 'sold out, available before'],
    ['back', 'back, now available'],
    ['withdrawn', 'no longer listed by northlight'],
  ] as const)('says why: %s', (flag, why) => {
    expect(match(rule({ flags: flag }), priced('8', '9', {}, flag), NOTHING_KNOWN)).toEqual([
      { flag, why },
    ]);
  });

  it('says why in the words of the change where there is no offer', () => {
    expect(match(DEFAULT_RULE, aPlace, NOTHING_KNOWN)).toEqual([
      { flag: 'region.new', why: 'Sleighs are offered in pole-2' },
    ]);
  });
});

describe('what an API asks', () => {
  const moved: Change = {
    ...aSource,
    flags: ['breakeven.crossed', 'token.drop'],
    detail: 'cheaper',
  };
  const rule = (more: object) =>
    Rule.parse({ id: 'r', flags: ['breakeven.crossed', 'token.drop'], channels: [], ...more });

  it('is of no chip and no place: a rule about those is not told of it', () => {
    expect(match(rule({}), moved, NOTHING_KNOWN)).toHaveLength(2);
    expect(match(rule({ spec: 'ascend' }), moved, NOTHING_KNOWN)).toEqual([]);
    expect(match(rule({ country: 'DE' }), moved, NOTHING_KNOWN)).toEqual([]);
  });
});

describe('gather', () => {
  it('brings together what one rule finds under each flag', () => {
    const changes = [priced('100', '50'), aPlace, aName, aSource, priced('100', '80')];
    const found = gather(DEFAULT_RULE, changes, () => NOTHING_KNOWN);

    expect(
      [...found].map(([flag, matched]) => [flag, matched.map(({ change }) => change)]),
    ).toEqual([
      ['price.drop', [changes[0], changes[4]]],
      ['region.new', [aPlace]],
      ['hardware.new', [aName]],
    ]);
  });
});
