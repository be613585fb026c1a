import { complaint } from '../config/complaints.ts';
import { Listing, type Reading, UNSAID, type Unread } from '../domain/listing.ts';
import type { Line } from '../pipeline/importing.ts';

/** Of a line that could not be read, this much is kept. */
const LINE_MAX = 4000;

/** Reads a listing in each line that is not empty; a line that cannot be read says what is wrong with it. */
export function readLines(text: string): readonly Line[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [{ number: index + 1, reading: readLine(line, index + 1) }],
  );
}

function readLine(line: string, number: number): Reading {
  const found = parsed(line);
  if (!isObject(found)) return unread(number, 'expected a JSON object, found', line);
  const listing = Listing.safeParse({ ...UNSAID, ...found }, { error: complaint });
  if (listing.success) return listing.data;
  const [issue] = listing.error.issues;
  const at = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return unread(number, `${at}${issue?.message ?? 'not a listing'}`, line);
}

function unread(number: number, what: string, line: string): Unread {
  const reason = `line ${number}: ${what}`;
  return { kind: 'unread', reason, row: line.slice(0, LINE_MAX), scope: null };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // No JSON is one more thing that is no object; the line itself is shown.
    return null;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
