/** Inclusive bounds; null is no bound. */
export interface Range {
  readonly min: number | null;
  readonly max: number | null;
}

/** One part of a spec between commas: every word must be met, and so must the ranges. */
export interface SpecTerm {
  readonly words: readonly string[];
  /** Accelerators of the instance. */
  readonly count: Range | null;
  /** Whole GB of one accelerator. */
  readonly memoryGb: Range | null;
}

/** Which hardware is meant: `H100:8`, `nvidia:80GB..`, `ascend`. One of the terms must be met. */
export interface Spec {
  /** As the user wrote it. */
  readonly text: string;
  readonly terms: readonly SpecTerm[];
}

/** All an accelerator goes by. */
export interface SpecName {
  /** Canonical id, and the catalogue's name for people. */
  readonly accelerator: string;
  readonly acceleratorName: string;
  readonly vendor: string;
  readonly stack: string | null;
}

/** What a spec is held against. */
export interface SpecSubject extends SpecName {
  readonly count: number;
  readonly memoryGb: number | null;
}

const EXAMPLES = 'H100, H100:8, H100:1..8, "nvidia:80GB..", ascend or "H100 SXM"';

/**
 * Reads a spec: terms joined by commas; a term is a name (an id, a family such as `910B`, a vendor
 * or a stack), then `:8` or `:1..8` for the count and `:80GB..` for the memory, in any order and
 * for that term alone. Throws a RangeError.
 */
export function parseSpec(text: string): Spec {
  if (text.length > 500) throw new RangeError('expected a spec of at most 500 characters');
  return { text: text.trim(), terms: text.split(',').map((term) => parseTerm(term, text)) };
}

/** True when one of the terms fits. What is not known fits no range. */
export function matchesSpec(spec: Spec, subject: SpecSubject): boolean {
  const { count, memoryGb } = subject;
  const whole = memoryGb === null ? null : Math.round(memoryGb);
  return spec.terms.some(
    (term) =>
      within(term.count, count) &&
      within(term.memoryGb, whole) &&
      matchesWords(term.words, subject),
  );
}

/** True when the words of a term name this accelerator, whatever its count and memory. */
export function matchesWords(words: readonly string[], name: SpecName): boolean {
  return names(words, wordsOfName(name), name.vendor !== 'nvidia');
}

/** True when the names of one of the terms are in the text: for what has no count and no memory. */
export function matchesName(spec: Spec, text: string): boolean {
  const known = wordsOf(text);
  return spec.terms.some((term) => names(term.words, known, true));
}

function parseTerm(term: string, text: string): SpecTerm {
  const [name = '', ...parts] = unquote(term).split(':');
  const words = split(name);
  if (words.length === 0) throw wrong('a name', term, text);
  const ranges = parts.map((part) => parseRange(part, text));
  const [count, ...counts] = ranges.filter(({ isMemory }) => !isMemory);
  const [memory, ...memories] = ranges.filter(({ isMemory }) => isMemory);
  if (counts.length + memories.length > 0) throw wrong('one count and one memory', term, text);
  return { words, count: count?.range ?? null, memoryGb: memory?.range ?? null };
}

function unquote(term: string): string {
  const trimmed = term.trim();
  return /^"(?<inside>[^"]*)"(?<ranges>:.*)?$/.test(trimmed)
    ? trimmed.replaceAll('"', '')
    : trimmed;
}

const NUMBER = /^(?<amount>\d{1,6})(?<unit>GB?)?$/i;

/** `8`, `1..8`, `2..`, `..4`, and the same with GB. */
function parseRange(part: string, text: string): { range: Range; isMemory: boolean } {
  const [low = '', high, ...more] = part.trim().split('..');
  const ends = [low, high ?? low].map((end) => (end === '' ? null : NUMBER.exec(end)?.groups));
  const amounts = ends.map((end) => (end ? Number(end.amount) : null));
  const [min = null, max = null] = amounts;
  const unread = ends.includes(undefined) || more.length > 0 || (min === null && max === null);
  if (unread || min === 0 || max === 0 || (min !== null && max !== null && min > max)) {
    throw wrong('a count such as 8 or 1..8, or a memory such as 80GB..', part, text);
  }
  return { range: { min, max }, isMemory: ends.some((end) => end?.unit !== undefined) };
}

function wrong(expected: string, found: string, text: string): RangeError {
  const [part, whole] = [found, text].map((each) => JSON.stringify(each.trim().slice(0, 60)));
  return new RangeError(
    `expected ${expected}, found ${part} in the spec ${whole}; write it like ${EXAMPLES}`,
  );
}

function within(range: Range | null, value: number | null): boolean {
  if (range === null) return true;
  if (value === null) return false;
  return (range.min === null || value >= range.min) && (range.max === null || value <= range.max);
}

/** Lower-case words of a name; 昇腾 is how Ascend is written at home. */
function split(name: string): readonly string[] {
  const words = name
    .replaceAll('昇腾', ' ascend ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return words.filter((word) => word !== '');
}

// A catalogue has some hundred names and a database a hundred thousand offers: remembering the
// words of a name made the filter over all of them ten times as fast.
const REMEMBERED = new Map<string, readonly string[]>();

function wordsOfName({ accelerator, acceleratorName, vendor, stack }: SpecName) {
  const texts = [accelerator, acceleratorName, vendor, stack ?? ''];
  const key = texts.join('\n');
  const words = REMEMBERED.get(key) ?? wordsOf(...texts);
  REMEMBERED.set(key, words);
  return words;
}

/** The words of all names, and each two neighbours as one word: `RTX4090` is `rtx-4090`. */
function wordsOf(...texts: readonly string[]): readonly string[] {
  return texts
    .map(split)
    .flatMap((words) => [...words, ...words.slice(1).map((word, i) => `${words[i]}${word}`)]);
}

function names(words: readonly string[], known: readonly string[], families: boolean): boolean {
  const meets = (word: string) =>
    known.some((each) => each === word || (families && continues(word, each)));
  return words.every(meets) || known.includes(words.join(''));
}

/**
 * True when the longer word is a member of the family: `910b3` of `910B`, `mi300x` of `MI300`.
 * The border must lie between a letter and a digit. NVIDIA is left out by the caller: an L40S is
 * another card than an L40.
 */
function continues(family: string, member: string): boolean {
  if (!member.startsWith(family)) return false;
  const border = member.slice(family.length - 1, family.length + 1);
  return /^(?:\p{L}\p{N}|\p{N}\p{L})$/u.test(border);
}
