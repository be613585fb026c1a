import { InvalidArgumentError } from 'commander';
import { UsageError } from './exit.ts';

/** A whole number from 1. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number from 1.');
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
