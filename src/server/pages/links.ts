import type { Params } from '../../query/question-error.ts';

/** A path of ours with its question; the blanks of a form are left out. */
export function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams(
    Object.entries(params).filter(([, value]) => value !== ''),
  ).toString();
  return query === '' ? path : `${path}?${query}`;
}

/** The question with one parameter changed, or without it; it begins at its first page. */
export function withParam(params: Params, name: string, value: string | null): Params {
  const others = Object.entries(params).filter(([key]) => key !== name && key !== 'cursor');
  return Object.fromEntries(value === null ? others : [...others, [name, value]]);
}

/** A word of a list turned on, or off where it was on. */
export function toggled(params: Params, name: string, word: string): Params {
  const words = wordsOf(params, name);
  const left = words.includes(word) ? words.filter((each) => each !== word) : [...words, word];
  return withParam(params, name, left.length === 0 ? null : left.join(','));
}

export function wordsOf(params: Params, name: string): readonly string[] {
  const value = params[name];
  return value === undefined ? [] : value.split(',').map((word) => word.trim());
}

/** The parameters of an address; one that is given twice is a list. Blanks of a form say nothing. */
export function paramsOf(url: string): Params {
  const given = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (value.trim() === '') continue;
    const before = given.get(name);
    given.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(given);
}

/** Whether the address has parameters that say nothing. */
export function hasBlanks(url: string): boolean {
  return [...new URL(url).searchParams.values()].some((value) => value.trim() === '');
}
