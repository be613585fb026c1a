import { decimal } from '../../domain/money.ts';
import type { Rule } from '../../domain/rules.ts';

/** What a rule watches and whom it tells, in a sentence. */
export function ruleSentence(rule: Rule): string {
  const { flags, minDropPercent, channels } = rule;
  const events = flags.map((flag) =>
    flag === 'price.drop' ? `${flag} of at least ${minDropPercent} %` : flag,
  );
  const told = channels.length === 0 ? 'nobody' : listed(channels, 'and');
  return `Tells ${told} of ${listed(events, 'or')}${filtersText(rule)}.`;
}

function filtersText(rule: Rule): string {
  const { spec, provider, region, country, jurisdiction, billing, tier, ceiling } = rule;
  const most = ceiling && `${decimal(ceiling)} ${ceiling.currency}`;
  const parts = [
    spec && `of ${spec.text}`,
    provider && `at ${listed(provider, 'or')}`,
    region && `in the regions ${region}`,
    country && `in ${listed(country, 'or')}`,
    jurisdiction && `in the jurisdiction ${listed(jurisdiction, 'or')}`,
    billing && `billed ${listed(billing, 'or')}`,
    tier && `of the tier ${listed(tier, 'or')}`,
    most && `for at most ${most} a chip·h`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `, ${parts.join(', ')}`;
}

function listed(words: readonly string[], last: 'and' | 'or'): string {
  const [only = ''] = words;
  if (words.length < 2) return only;
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}
