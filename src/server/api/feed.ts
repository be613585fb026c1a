import type { changeJson } from '../../query/json.ts';

type Told = ReturnType<typeof changeJson>;

/** Changes as an Atom feed (RFC 4287). The ids never change, whichever filter an entry is read by. */
export function feed(changes: readonly Told[], now: number): string {
  const updated = changes[0]?.at ?? new Date(now).toISOString();
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<id>urn:chipwatch:changes</id><title>chipwatch: changes</title>',
    `<author><name>chipwatch</name></author><updated>${updated}</updated>`,
    ...changes.map(entry),
    '</feed>\n',
  ].join('\n');
}

function entry(change: Told): string {
  const { id, at, source } = change;
  return [
    `<entry><id>urn:chipwatch:change:${id}</id><updated>${at}</updated>`,
    `<title>${escaped(titleOf(change))}</title><category term="${escaped(source)}"/>`,
    `<content type="text">${escaped(JSON.stringify(change))}</content></entry>`,
  ].join('');
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

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? mark);
}
