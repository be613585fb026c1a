import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Flag } from '../../domain/change.ts';
import { decimal, type Money } from '../../domain/money.ts';

/** Markup that is finished: what was foreign in it is escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Why there are no forms where there is no token, and what makes them come. */
export const READ_ONLY =
  'This server has no token, so its pages change nothing: set CHIPWATCH_TOKEN or server.token, or use the command line.';

/** What stands where the source does not say. */
export const NONE = '–';

const UNITS = [
  { letter: 'd', ms: 86_400_000, from: 2 * 86_400_000 },
  { letter: 'h', ms: 3_600_000, from: 3_600_000 },
  { letter: 'min', ms: 60_000, from: 60_000 },
] as const;

/** How long ago, in its largest whole unit: `12 min`, `3 h`, `2 d`. Expects milliseconds. */
export function age(ms: number): string {
  const unit = UNITS.find(({ from }) => ms >= from);
  return unit ? `${Math.floor(ms / unit.ms)} ${unit.letter}` : 'now';
}

/** A time for people, with the time for machines beside it. */
export function timeOf(at: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')}</time>`;
}

/** How long ago a time was; a dash where there was none. */
export function ageOf(at: number | null, now: number): Html {
  if (at === null) return html`${NONE}`;
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}" title="${iso}">${age(now - at)}</time>`;
}

/** `1 offer`, `38 offers`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A change in percent with its direction, which is said too. */
export function percent(value: number | null): Html {
  if (value === null) return html`${NONE}`;
  const amount = `${Math.abs(value).toFixed(1)} %`;
  if (value === 0) return html`${amount}`;
  return value < 0
    ? html`<span class="good"><span aria-hidden="true">▼</span><span class="unseen">down</span> ${amount}</span>`
    : html`<span class="bad"><span aria-hidden="true">▲</span><span class="unseen">up</span> ${amount}</span>`;
}

/** An amount for one chip: cents, or more where it is less. */
export function amount(value: number | null): string {
  if (value === null) return NONE;
  return value.toFixed(value < 0.1 ? 4 : 2);
}

/** `17.20 USD`; a dash where there is no price. */
export function moneyText(price: Money | null): string {
  return price === null ? NONE : `${decimal(price)} ${price.currency}`;
}

const GOOD: readonly Flag[] = [
  'target.gained',
  'token.drop',
  'hardware.new',
  'region.new',
  'price.drop',
  'back',
];
const BAD: readonly Flag[] = ['price.rise', 'sold-out', 'withdrawn', 'target.lost', 'token.rise'];

/** A flag in its own word; the colour says no more than the word. */
export function flagTag(flag: Flag): Html {
  const tones = [GOOD.includes(flag) ? 'good' : '', BAD.includes(flag) ? 'bad' : ''];
  return html`<span class="tag ${tones.join(' ').trim()}">${flag}</span> `;
}

/** A link to a page of somebody else, or its text alone where it is no web address. */
export function outwards(url: string | null, text: string): Html {
  if (url === null || !/^https?:\/\//i.test(url) || !URL.canParse(url)) return html`${text}`;
  return html`<a href="${url}" rel="noopener noreferrer nofollow">${text}</a>`;
}
