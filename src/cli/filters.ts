import { InvalidArgumentError } from 'commander';
import { parseSpec, type Spec } from '../domain/spec.ts';
import { UsageError } from './exit.ts';

/** `a,b` and repeated options as one list. */
export function listed(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((part) => part.trim())].filter((part) => part !== '');
}

/** Countries by their two letters, however they are written. */
export function countries(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...listed(text.toUpperCase())];
}

/** A list whose every word must be one of these. */
export function oneOf<Word extends string>(words: readonly Word[]) {
  return (text: string, before: readonly Word[] = []): readonly Word[] => {
    const found = listed(text).map((part) => {
      const word = words.find((each) => each === part);
      if (word === undefined) {
        throw new InvalidArgumentError(`expected one of ${words.join(', ')}, found "${part}".`);
      }
      return word;
    });
    return [...before, ...found];
  };
}

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number from 1.');
}

/** An amount above zero. */
export function amount(text: string): number {
  const value = Number(text);
  if (/^\d{1,9}(?:\.\d{1,6})?$/.test(text) && value > 0) return value;
  throw new InvalidArgumentError('expected an amount above zero such as 2.50.');
}

const AGE = /^(?<number>\d{1,5})(?<unit>[mhdw])$/;
const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** `24h`, `7d` or an ISO time, as milliseconds UTC. */
export function sinceTime(text: string, now: number): number {
  const { number, unit } = AGE.exec(text)?.groups ?? {};
  const ms = Object.entries(UNIT_MS).find(([letter]) => letter === unit)?.[1];
  const time = ms === undefined ? Date.parse(text) : now - Number(number) * ms;
  if (!Number.isNaN(time) && (ms !== undefined || /^\d{4}-\d{2}-\d{2}/.test(text))) return time;
  throw new UsageError(
    `expected an age such as 24h or 7d, or a time such as 2026-08-04 for --since, found "${text}"`,
  );
}

/** The hardware that is meant, or undefined where none is named. Throws a `UsageError`. */
export function specOf(text: string | undefined): Spec | undefined {
  try {
    return text === undefined ? undefined : parseSpec(text);
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
