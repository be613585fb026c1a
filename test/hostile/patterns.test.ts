import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';

/** Long enough that what takes the square of it does not end in time; `CHIPWATCH_SOAK` makes it longer. */
const LENGTH = process.env.CHIPWATCH_SOAK ? 65_536 : 16_384;
const LIMIT_MS = 2000;

const LITERAL =
  /(?:[=(,:[!&|?]|return|yield)\s*\/(?<source>(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/(?<flags>[dgimsuvy]*)/g;

interface Pattern {
  readonly name: string;
  readonly pattern: RegExp;
}

const PATTERNS: readonly Pattern[] = ['src', 'scrapers', 'db'].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => path.endsWith('.ts'))
    .flatMap(patternsIn),
);

function patternsIn(path: string): Pattern[] {
  return [...readFileSync(path, 'utf8').matchAll(LITERAL)].map(({ groups }) => {
    const pattern = new RegExp(groups?.source ?? '', groups?.flags);
    return { name: `${path} ${String(pattern)}`, pattern };
  });
}

/** What makes a pattern begin, go on and begin again: its own letters, and one of each usual class. */
function alphabetOf({ source }: RegExp): readonly string[] {
  const letters = source.replace(/\\[pPu]\{[^}]*\}|\\./g, '').match(/[\p{L}\p{N}"'<>=$,. -]/gu);
  const words = source.replace(/\(\?<\w+>/g, '').match(/[a-z<]{3,}/gi);
  return [...new Set([...(letters ?? []), ...(words ?? []), ' ', '0', 'a', '\n', '<', '"', '\\'])];
}

/** Whether the pattern is done with the text in time. */
function ends(pattern: RegExp, text: string): boolean {
  try {
    runInNewContext('pattern.test(text)', { pattern, text }, { timeout: LIMIT_MS });
    return true;
  } catch {
    // It was stopped: the context has no other way to fail.
    return false;
  }
}

/** A repeated group that holds a repeat itself and nothing else that must stand between two rounds. */
const NESTED = /\((?:\?:|\?<\w+>)?(?:\\.|\[[^\]]*\]|[^()[\]\\])[*+]\)(?:[*+]|\{\d+,)/;

describe('the patterns of the program', () => {
  it('are found', () => {
    expect(PATTERNS.length).toBeGreaterThan(100);
  });

  it('repeat no repeat', () => {
    expect(NESTED.test('^(?:a+)+$')).toBe(true);
    expect(PATTERNS.filter(({ pattern }) => NESTED.test(pattern.source))).toEqual([]);
  });

  it('are stopped where they do not end, or this would prove nothing', () => {
    expect(ends(/^(?:a+)+$/, `${'a'.repeat(40)}!`)).toBe(false);
  });

  it.each(PATTERNS)('$name ends on its own letters', ({ pattern }) => {
    for (const letter of alphabetOf(pattern)) {
      const text = letter.repeat(Math.ceil(LENGTH / letter.length));
      expect(ends(pattern, `${text}\u0001`), JSON.stringify(letter)).toBe(true);
    }
  });
});
