import { SourceError } from '../../src/domain/errors.ts';

/** What costs a parser of HTML the square of its number. No page for people comes near either. */
const DEPTH_MAX = 512;
const ATTRIBUTES_MAX = 4096;

const TAG = /<(?<slash>\/?)(?<name>[a-z][^\s/>]*)/iy;
const ATTRIBUTE = /[\s/]*[^\s/>][^\s/>=]*\s*(?:=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?/y;
const TAG_END = /[\s/]*>?/y;

/** Elements that hold nothing, and those that the next of their kind closes: neither nests. */
const FLAT = new Set(
  `area base br col embed hr img input link meta param source track wbr
  html head body p li dt dd tr td th thead tbody tfoot colgroup option optgroup rp rt`.split(/\s+/),
);
const HOLDS_TEXT = new Map(
  ['script', 'style', 'textarea', 'title', 'iframe', 'noframes', 'xmp'].map(
    (name) => [name, new RegExp(`</${name}`, 'gi')] as const,
  ),
);

/** Throws `changed` for a page that nests deeper, or has more attributes, than can be read in time. */
export function refuseTangled(name: string, page: string): void {
  const open: string[] = [];
  for (let at = page.indexOf('<'); at >= 0; ) {
    const tag = tagAt(page, at);
    if (tag.attributes > ATTRIBUTES_MAX) throw tangled(name, `${ATTRIBUTES_MAX} attributes a tag`);
    const isOpening = opens(tag, open);
    if (isOpening && !FLAT.has(tag.name)) open.push(tag.name);
    if (tag.kind === 'close') close(open, tag.name);
    if (open.length > DEPTH_MAX) throw tangled(name, `${DEPTH_MAX} elements within each other`);
    at = page.indexOf('<', isOpening ? afterText(page, tag) : tag.end);
  }
}

/** A slash at its end closes a tag in a drawing only; in a page it is ignored. */
function opens({ kind }: Tag, open: readonly string[]): boolean {
  if (kind !== 'empty') return kind === 'open';
  return !open.includes('svg') && !open.includes('math');
}

/** An element closes those within it that were left open. */
function close(open: string[], name: string): void {
  const index = open.lastIndexOf(name);
  if (index >= 0) open.length = index;
}

interface Tag {
  /** `none`: a comment, or no tag at all. `empty`: with a slash at its end. */
  readonly kind: 'open' | 'close' | 'empty' | 'none';
  readonly name: string;
  readonly attributes: number;
  readonly end: number;
}

function tagAt(page: string, at: number): Tag {
  const none = { kind: 'none', name: '', attributes: 0 } as const;
  if (page.startsWith('<!--', at)) return { ...none, end: after(page, '-->', at + 2) };
  const groups = matchAt(TAG, page, at)?.groups;
  if (groups?.name === undefined) return { ...none, end: at + 1 };
  let end = TAG.lastIndex;
  let attributes = 0;
  while (attributes <= ATTRIBUTES_MAX && matchAt(ATTRIBUTE, page, end)) {
    attributes += 1;
    end = ATTRIBUTE.lastIndex;
  }
  const [rest = ''] = matchAt(TAG_END, page, end) ?? [];
  const opens = rest.includes('/') ? 'empty' : 'open';
  const kind = groups.slash === '/' ? 'close' : opens;
  return { kind, name: groups.name.toLowerCase(), attributes, end: end + rest.length };
}

/** Behind the text of an element that holds nothing else: tags in it are letters. */
function afterText(page: string, { name, end }: Tag): number {
  const closing = HOLDS_TEXT.get(name);
  if (closing === undefined) return end;
  closing.lastIndex = end;
  return closing.exec(page)?.index ?? page.length;
}

function after(page: string, mark: string, from: number): number {
  const found = page.indexOf(mark, from);
  return found < 0 ? page.length : found + mark.length;
}

function matchAt(pattern: RegExp, page: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(page);
}

function tangled(name: string, limit: string): SourceError {
  return new SourceError('changed', `${name}: expected a page with at most ${limit}, found more`);
}
