import { acceleratorById } from './catalogue/recognise.ts';
import type { Change, Flag } from './change.ts';
import { glob } from './glob.ts';
import type { Money } from './money.ts';
import type { Offer } from './offer.ts';
import type { Rule } from './rules.ts';
import { matchesName, matchesSpec } from './spec.ts';
import { type Billing, type Jurisdiction, PRICED_TIERS, type Stack } from './words.ts';

/** What a rule must know beside the change itself. */
export interface Known {
  /** Who the crawled source belongs to. */
  readonly provider: string;
  /** Of the offer: the price this rule told last, or the first accepted one. */
  readonly reference: Money | null;
  /** Of a `place` change: what kind of hardware is there and where it lies. */
  readonly place: {
    readonly stack: Stack | null;
    readonly country: string | null;
    readonly jurisdiction: Jurisdiction;
  } | null;
}

/** What a price flag is about unless the rule asks for more: spot, community and brokers are opt-in. */
const PRICE_BILLING: readonly Billing[] = ['on-demand'];

/** What a stack is called where a place names the family and no chip. */
export const FAMILY: Readonly<Record<Stack, string>> = {
  cuda: 'cuda nvidia',
  cann: 'cann huawei ascend',
  rocm: 'rocm amd instinct',
  tpu: 'tpu google',
  neuron: 'neuron aws trainium inferentia',
  gaudi: 'gaudi intel',
};

/**
 * True when the rule's filters let the change through. Where there is no offer, a filter asks what
 * the change can answer: a place where it lies and of which family it is, an unknown name whether
 * the spec names it, a source who it belongs to.
 */
export function admits(rule: Rule, flag: Flag, change: Change, known: Known): boolean {
  if (!oneOf(rule.provider, known.provider)) return false;
  if (change.offer !== null) return admitsOffer(rule, flag, change.offer, change);
  // What an API asks is of no chip and no place; what is wrong with a source concerns every rule.
  if (change.kind === 'source') return flag.startsWith('source.') || !isNarrow(rule);
  if (rule.ceiling !== null) return false;
  if (change.kind === 'place') return admitsPlace(rule, change, known.place);
  return rule.spec === null || matchesName(rule.spec, hardwareWords(change.subject ?? ''));
}

/** Whether a rule is about some hardware or place. */
function isNarrow({ spec, region, country, jurisdiction, ceiling }: Rule): boolean {
  return [spec, region, country, jurisdiction, ceiling].some((filter) => filter !== null);
}

/** A name nobody knows is all there is; of announced hardware the catalogue knows the family. */
function hardwareWords(subject: string): string {
  const known = acceleratorById(subject);
  if (known === null) return subject;
  return [subject, known.name, known.vendor, known.stack ?? ''].join(' ');
}

function admitsOffer(rule: Rule, flag: Flag, offer: Offer, change: Change): boolean {
  const isPrice = flag === 'price.drop' || flag === 'price.rise';
  const { accelerator } = offer;
  return (
    inRegion(rule.region, offer.region) &&
    oneOf(rule.country, offer.country) &&
    oneOf(rule.jurisdiction, offer.jurisdiction) &&
    oneOf(rule.billing ?? (isPrice ? PRICE_BILLING : null), offer.billing) &&
    oneOf(rule.tier ?? (isPrice ? PRICED_TIERS : null), offer.tier) &&
    under(rule.ceiling, (change.after ?? change.before)?.price ?? null, offer) &&
    (rule.spec === null || matchesSpec(rule.spec, { ...offer, acceleratorName: accelerator }))
  );
}

function admitsPlace(rule: Rule, change: Change, place: Known['place']): boolean {
  const { spec } = rule;
  const stack = place?.stack ?? null;
  return (
    inRegion(rule.region, change.subject) &&
    oneOf(rule.country, place?.country ?? null) &&
    oneOf(rule.jurisdiction, place?.jurisdiction ?? null) &&
    (spec === null || (stack !== null && matchesName(spec, FAMILY[stack])))
  );
}

/** What is not known is in no list. */
function oneOf<T extends string>(wanted: readonly T[] | null, value: T | null): boolean {
  return wanted === null || (value !== null && wanted.includes(value));
}

function inRegion(pattern: string | null, region: string | null): boolean {
  return pattern === null || (region !== null && glob(pattern)(region));
}

/** No price and a price in another currency are under no ceiling. */
function under(ceiling: Money | null, price: Money | null, offer: Offer): boolean {
  if (ceiling === null) return true;
  if (price === null || price.currency !== ceiling.currency) return false;
  return price.micros <= ceiling.micros * offer.count * offer.fraction;
}
