import { createHash } from 'node:crypto';
import type { changeJson } from '../../query/json.ts';
import type { Params } from '../../query/question-error.ts';

type Told = ReturnType<typeof changeJson>;

/** A feed: what is asked, where it is, and what it holds. */
export interface Feed {
  readonly params: Params;
  /** Its own address, and that of the page for people; absolute. */
  readonly self: string;
  readonly page: string;
  /** Where older entries are, or null. */
  readonly next: string | null;
  readonly changes: readonly Told[];
  /** Milliseconds UTC. */
  readonly now: number;
}

/** Changes as an Atom feed (RFC 4287). The ids never change, whichever filter an entry is read by. */
export function atom({ params, self, page, next, changes, now }: Feed): string {
  const newest = changes
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${feedId(params)}</id><title>${escaped(feedTitle(params))}</title>`,
    `<author><name>chipwatch</name></author><updated>${newest ?? new Date(now).toISOString()}</updated>`,
    `<link rel="self" type="application/atom+xml" href="${escaped(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${escaped(page)}"/>`,
    ...(next === null ? [] : [`<link rel="next" href="${escaped(next)}"/>`]),
    ...changes.map(entry),
    '</feed>\n',
  ].join('\n');
}

function entry(change: Told): string {
  const { at, source } = change;
  return [
    `<entry><id>${entryId(change)}</id><updated>${at}</updated><published>${at}</published>`,
    `<title>${escaped(titleOf(change))}</title><category term="${escaped(source)}"/>`,
    `<content type="text">${escaped(textOf(change))}</content></entry>`,
  ].join('');
}

/** The same as a JSON Feed 1.1; each item carries the change as the API gives it. */
export function jsonFeed({ params, self, page, next, changes }: Feed) {
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: feedTitle(params),
    home_page_url: page,
    feed_url: self,
    ...(next !== null && { next_url: next }),
    items: changes.map((change) => ({
      id: entryId(change),
      title: titleOf(change),
      content_text: textOf(change),
      date_published: change.at,
      tags: [change.source, ...change.flags],
      _chipwatch: change,
    })),
  };
}

function feedTitle(params: Params): string {
  const filters = filtersOf(params).map(([name, value]) => `${name} ${value}`);
  return ['chipwatch: changes', ...filters].join(', ');
}

/** The parameters that say what is asked, whatever page of it is looked at. */
function filtersOf(params: Params): readonly (readonly [string, string])[] {
  return Object.entries(params)
    .filter(([name]) => !['limit', 'cursor'].includes(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

const feedId = (params: Params): string => uuid(['feed', ...filtersOf(params).flat()]);

/** Of what never changes about a change: another install's change of the same number is another. */
function entryId({ id, at, source, kind }: Told): string {
  return uuid(['change', String(id), String(at), source, kind]);
}

/** A UUID of a kind of our own (version 8, RFC 9562) that is the same for the same words. */
function uuid(words: readonly string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(words)).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return `urn:uuid:${[...parts, hex.slice(20, 32)].join('-')}`;
}

function titleOf({ kind, flags, offer, subject, detail, before, after, source }: Told): string {
  const what = flags.length > 0 ? flags.join(', ') : kind;
  if (offer === null) return `${what}: ${detail ?? subject ?? source}`;
  const { accelerator, count, providerName, region } = offer;
  const states = [before, after].map((state) =>
    state === null ? 'nothing' : `${state.amount ?? 'no price'} ${state.currency ?? ''}`.trim(),
  );
  const place = region === null ? '' : ` ${region}`;
  const price = states[0] === states[1] ? (after?.availability ?? '') : states.join(' to ');
  return `${what}: ${accelerator}:${count} at ${providerName}${place}, ${price}`;
}

/** What the title leaves out. */
function textOf({ offer, detail, changePercent, source, at, crawl }: Told): string {
  const facts = [
    offer && `${offer.sku}, ${offer.billing}, ${offer.tier}`,
    changePercent === null ? null : `${changePercent > 0 ? '+' : ''}${changePercent.toFixed(1)} %`,
    offer && detail,
    `seen by crawl ${crawl} of ${source} at ${at}`,
  ];
  return facts.filter((fact) => fact !== null).join('; ');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Characters that no XML may hold: a reader would refuse the whole feed for one of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(UNSPEAKABLE, '\ufffd')
    .replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);
}
