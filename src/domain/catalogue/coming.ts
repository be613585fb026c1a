import type { Accelerator } from './accelerator.ts';
import { readWords } from './chip-words.ts';
import { ACCELERATORS, keyOf } from './recognise.ts';

/** Names of accelerators that were announced, by their letters and digits. */
const COMING = names();
/** What any of their names has in it: most rows have none, and need not be taken apart. */
const TRACES = [...new Set([...COMING.keys()].map((key) => /\d{3}|rubin/.exec(key)?.[0] ?? key))];
/** The longest of them, `850 SuperPod Atlas`, has three words. */
const MOST_WORDS = 4;

/**
 * Announced accelerators whose name stands anywhere in the text, be it a row that nobody could read.
 * The longest name counts: `Ascend 950 PR` is no Ascend 950 beside it.
 */
export function comingIn(text: string): readonly Accelerator[] {
  const lower = text.toLowerCase();
  if (!TRACES.some((trace) => lower.includes(trace))) return [];
  const { tokens } = readWords(text);
  const found = new Set<Accelerator>();
  for (let at = 0; at < tokens.length; ) {
    const [row, length] = longestAt(tokens, at);
    if (row !== null) found.add(row);
    at += length;
  }
  return [...found];
}

function longestAt(tokens: readonly string[], at: number): readonly [Accelerator | null, number] {
  for (let length = Math.min(MOST_WORDS, tokens.length - at); length > 0; length -= 1) {
    const row = COMING.get(tokens.slice(at, at + length).join(''));
    if (row !== undefined) return [row, length];
  }
  return [null, 1];
}

function names(): ReadonlyMap<string, Accelerator> {
  const here = new Set(ACCELERATORS.filter(({ coming }) => !coming).flatMap(keysOf));
  const found = new Map<string, Accelerator>();
  for (const row of ACCELERATORS.filter(({ coming }) => coming)) {
    for (const key of keysOf(row)) {
      if (isTelling(key) && !here.has(key) && !found.has(key)) found.set(key, row);
    }
  }
  return found;
}

function keysOf({ name, aliases }: Accelerator): readonly string[] {
  return [name, ...aliases].map(keyOf);
}

/** Says what it is wherever it stands: not `960`, `A5` or `R200`, which may be anything in a row. */
function isTelling(key: string): boolean {
  return key === 'rubin' || /^(?!r\d)(?=.*\p{L}).*\d{3}/u.test(key);
}
