import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { pricedBlocks } from '../../scrapers/aws-capacity-tables.ts';
import { declaredOffers } from '../../scrapers/kit/carried.ts';
import { carried } from '../../scrapers/kit/index.ts';
import { aPage } from '../support/documents.ts';

/** Long enough that what takes the square of it does not end in time; `CHIPWATCH_SOAK` makes it longer. */
const LENGTH = process.env.CHIPWATCH_SOAK ? 65_536 : 16_384;
const LIMIT_MS = 2000;
/** A page is parsed too, which takes its time. */
const PAGE_LIMIT_MS = 6000;
const TIMED_OUT = 'ERR_SCRIPT_EXECUTION_TIMEOUT';

const LITERAL =
  /(?:[=(,:[!&|?]|return|yield)\s*\/(?<source>(?![*/])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/(?<flags>[dgimsuvy]*)/g;

interface Pattern {
  readonly name: string;
  readonly pattern: RegExp;
}

/** What a page may be full of so that a reader that begins again at each takes the square of their number. */
const PARTS: readonly (readonly [string, string])[] = [
  ['scripts that never end', '<script type="application/ld+json">'],
  ['scripts whose tag never ends', '<script type="application/ld+json" '],
  ['types of one tag', 'type="application/ld+json" '],
  ['scripts of data that never end', '<script type="application/json">'],
  ['comments that never end', '<!-- '],
  ['chunks that never end', 'self.__next_f.push([1,"'],
  ['values that never end', `self.__next_f.push([1,${JSON.stringify('"wanted":[')}])`],
  ['texts that never end', `self.__next_f.push([1,${JSON.stringify('"wanted":["\\"\\"')}])`],
];

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
  return isDone(() => pattern.test(text), LIMIT_MS);
}

/** Whether that comes to an end in time, whatever it throws. */
function isDone(run: () => unknown, timeout: number): boolean {
  try {
    runInNewContext('run()', { run }, { timeout });
    return true;
  } catch (cause) {
    // An error of the other context is none of this one's errors.
    return Object(cause).code !== TIMED_OUT;
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

  it.each(PARTS)('find nothing on a page of %s, and are done with it', (_, part) => {
    const page = aPage('page', `<script ${part.repeat((32 * LENGTH) / part.length)}`);

    expect(isDone(() => declaredOffers(page), PAGE_LIMIT_MS)).toBe(true);
    expect(() => declaredOffers(page)).toThrow('expected');
    expect(isDone(() => pricedBlocks(page), PAGE_LIMIT_MS)).toBe(true);
    expect(() => pricedBlocks(page)).toThrow('expected');
    expect(isDone(() => carried(page, 'wanted'), PAGE_LIMIT_MS)).toBe(true);
    expect(() => carried(page, 'wanted')).toThrow('expected');
  });

  it.each(PATTERNS)('$name ends on its own letters', ({ pattern }) => {
    for (const letter of alphabetOf(pattern)) {
      const text = letter.repeat(Math.ceil(LENGTH / letter.length));
      expect(ends(pattern, `${text}\u0001`), JSON.stringify(letter)).toBe(true);
    }
  });
});
