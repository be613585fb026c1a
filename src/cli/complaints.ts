import type { Reject } from '../domain/offer.ts';

/** What is wrong with some rows of a source, in one sentence: mostly the path in the row first. */
export interface Complaint {
  readonly reason: Reject['reason'];
  readonly says: string;
  readonly rows: number;
  /** The first of the rows, with the sentence. */
  readonly example: string;
}

/** What could not become an offer, alike rows as one; chips that we do not know are left out. */
export function complaintsOf(rejects: readonly Reject[]): readonly Complaint[] {
  const found = new Map<string, Complaint>();
  for (const { reason, detail } of rejects) {
    if (reason === 'unknown-accelerator') continue;
    const says = reason === 'unread' ? withoutRow(detail) : detail;
    const key = `${reason} ${says}`;
    const before = found.get(key);
    const first = { reason, says, rows: 1, example: detail };
    found.set(key, before === undefined ? first : { ...before, rows: before.rows + 1 });
  }
  return [...found.values()].sort((one, other) => other.rows - one.rows);
}

/** A row stands quoted behind what is wrong with it. */
function withoutRow(detail: string): string {
  const at = detail.indexOf(': "');
  return at < 0 ? detail : detail.slice(0, at);
}
