import type { Change, Flag } from './change.ts';
import { decimal, type Money } from './money.ts';
import type { Offer } from './offer.ts';
import type { Rule } from './rules.ts';

/**
 * Why a drop counts, or null where it is too small. It is measured from the higher of the price
 * before and the price this rule told last, so that many small drops add up; currencies never mix.
 */
export function priceDrop(rule: Rule, change: Change, reference: Money | null): string | null {
  const [before, after] = [change.before?.price, change.after?.price];
  if (!before || !after || before.currency !== after.currency) return null;
  const told = reference?.currency === after.currency ? reference : null;
  const base = told !== null && told.micros > before.micros ? told : before;
  const fallen = (base.micros - after.micros) * 100;
  if (fallen <= 0 || fallen < base.micros * rule.minDropPercent) return null;
  const since = base === before ? 'the price before' : 'the price told last';
  const percent = (fallen / base.micros).toFixed(1);
  const meaning = change.detail === null ? '' : `; ${change.detail}`;
  return `${said(after)} is ${percent} % below ${since}, ${said(base)}; the rule asks for ${rule.minDropPercent} %${meaning}`;
}

/** Why a flag other than a drop was raised. */
export function reason(flag: Flag, change: Change): string {
  const { offer, detail, subject } = change;
  if (offer === null) return detail ?? `${subject ?? 'it'} is flagged ${flag}`;
  return REASONS[flag]?.(offer, change) ?? `${offer.sku} is flagged ${flag}`;
}

const REASONS: Readonly<Partial<Record<Flag, (offer: Offer, change: Change) => string>>> = {
  'region.new': ({ provider, region, stack }) =>
    `the first ${stack ?? 'such'} offer of ${provider} in ${region}`,
  'accelerator.new': ({ accelerator, provider }) => `the first ${accelerator} of ${provider}`,
  'hardware.new': ({ accelerator }) => `the first ${accelerator} at any provider`,
  'price.rise': (_, { before, after }) =>
    before?.price && after?.price
      ? `${said(after.price)} is above the price before, ${said(before.price)}`
      : 'the price rose',
  'sold-out': (_, { before }) => `sold out, ${before?.availability ?? 'unknown'} before`,
  back: (_, { after }) => `back, now ${after?.availability ?? 'unknown'}`,
  'target.gained': ({ provider, region }, { detail }) =>
    `${detail}: ${provider}${inRegion(region)}`,
  'target.lost': ({ provider, region }, { detail }) => `${detail}: ${provider}${inRegion(region)}`,
  'breakeven.crossed': (offer, { detail }) => detail ?? `${offer.sku} crossed a break-even`,
  withdrawn: ({ provider }) => `no longer listed by ${provider}`,
};

const inRegion = (region: string | null): string => (region === null ? '' : ` ${region}`);

const said = (price: Money): string => `${decimal(price)} ${price.currency} an hour`;
