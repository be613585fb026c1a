import type { Flag } from '../domain/change.ts';
import { type RuleFacts, ruleYaml } from '../domain/rule-yaml.ts';
import { Rule } from '../domain/rules.ts';
import type { OfferQuestion } from './question.ts';
import { QuestionError } from './question-error.ts';

/** A rule, and how it is written under `rules` in `chipwatch.yaml`. */
export interface WrittenRule {
  readonly rule: Rule;
  readonly yaml: string;
}

/** What may bring an offer into the answer of a question, or make it cheaper. */
const FLAGS: readonly Flag[] = ['region.new', 'accelerator.new', 'price.drop', 'back'];

/** Filters that no rule has, and what to do instead. */
const UNRULED: Readonly<Partial<Record<keyof OfferQuestion, readonly [string, string]>>> = {
  state: ['state', 'leave it out: a rule tells when stock comes back'],
  evidence: ['evidence', 'leave it out'],
  memory: ['memory', 'write it into the hardware: nvidia:80GB..'],
  per: ['per', 'give --price for one accelerator'],
  fresh: ['fresh', 'leave it out: a rule is asked of each crawl'],
  asOf: ['as-of', 'leave it out: "rules test" replays the past'],
  stack: ['stack', 'write it into the hardware: cann, or "cuda:80GB.."'],
  source: ['source', 'name the provider'],
};

/**
 * The rule that watches what the question asks; how an answer is sorted and cut is no part of it. A highest
 * price holds for what is sold in its currency and for nothing else: a rule converts none. Throws a `QuestionError` for a filter that no rule has.
 */
export function ruleOfQuestion(name: string, question: OfferQuestion): WrittenRule {
  for (const [key, unruled] of Object.entries(UNRULED)) {
    if (question[key as keyof OfferQuestion] === undefined) continue;
    const [parameter, instead] = unruled;
    throw new QuestionError(parameter, `no rule has such a filter: ${instead}`);
  }
  const filters = present({
    spec: question.spec?.text,
    provider: question.provider,
    region: oneRegion(question.region),
    country: question.country,
    jurisdiction: jurisdictionsOf(question),
    billing: question.billing,
    tier: question.tier,
    ceiling: ceilingOf(question),
  });
  const result = Rule.safeParse({ id: name, flags: FLAGS, ...filters, channels: [] });
  if (!result.success) {
    const [issue] = result.error.issues;
    const [key = 'id'] = issue?.path ?? [];
    throw new QuestionError(PARAMETERS[String(key)] ?? String(key), issue?.message ?? '');
  }
  return { rule: result.data, yaml: ruleYaml(name, { when: FLAGS, ...filters }) };
}

const PARAMETERS: Readonly<Record<string, string>> = { id: 'as-rule', ceiling: 'price' };

function jurisdictionsOf({ outsideChina, jurisdiction }: OfferQuestion) {
  if (!outsideChina) return jurisdiction;
  if (jurisdiction === undefined) return ['outside-china'];
  throw new QuestionError('jurisdiction', 'a rule has either this or outside-china: give one');
}

function oneRegion(region: OfferQuestion['region']): string | undefined {
  const [only, ...others] = region ?? [];
  if (others.length === 0) return only;
  throw new QuestionError('region', 'a rule has one region or pattern: make a rule for each');
}

/** A rule compares prices in the currency they are sold in, and converts none. */
function ceilingOf({ price, currency = 'USD' }: OfferQuestion): string | undefined {
  if (price === undefined) return undefined;
  if (price.max !== null && (price.min === null || price.min === 0)) {
    return `${price.max} ${currency}`;
  }
  throw new QuestionError('price', 'a rule has a highest price and no lowest: write ..2.50');
}

function present(filters: Readonly<Record<string, string | readonly string[] | undefined>>) {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as RuleFacts;
}
