import type { Crawl } from './diff.ts';
import { confirmed, push, type Run } from './diff-run.ts';
import type { Offer, Reject } from './offer.ts';
import { type KnownOffer, type SourceState, within } from './source-state.ts';

/** An offer not seen for this long where absence means sold out is withdrawn without a word. */
export const SOLD_OUT_FOR_EVER_MS = 30 * 24 * 3_600_000;

/** What was listed and was not seen, and why it may be there all the same. */
export interface Absences {
  readonly missing: readonly KnownOffer[];
  /** Keys of those that may be among the rows we could not read. */
  readonly excused: ReadonlySet<string>;
}

/**
 * Finds what is missing. A row we could not read was there: it counts for the offers whose SKU it
 * names, and a new one that names none for as many of the missing as there are such rows.
 */
export function absences(before: SourceState, crawl: Crawl, seen: ReadonlySet<string>): Absences {
  if (crawl.isPart) return { missing: [], excused: new Set() };
  const missing = [...before.offers.values()].filter(
    ({ offer, listed }) => listed && !seen.has(offer.key) && !within(offer.scope, crawl.missing),
  );
  const unread = crawl.seen.rejects.filter(({ reason }) => reason !== 'not-a-chip');
  const named = missing.filter(({ offer }) => unread.some((each) => names(each, offer)));
  const excused = new Set(named.map(({ offer }) => offer.key));
  const rest = missing.filter(({ offer }) => !excused.has(offer.key));
  const nameless = unread.filter((each) => !named.some(({ offer }) => names(each, offer)));
  for (const key of maybeUnread(before, rest, strays(nameless, before))) excused.add(key);
  return { missing, excused };
}

function names({ sku, reason, detail }: Reject, offer: Offer): boolean {
  if (reason !== 'unread') return sku === offer.sku;
  // A row of JSON is quoted as a whole, and so are the quotes in it; one of plain text has none.
  const name = JSON.stringify(offer.sku);
  return detail.includes(JSON.stringify(name).slice(1, -1)) || detail.includes(name);
}

/** Rows that could be anyone's. */
function strays(rejects: readonly Reject[], { offers }: SourceState): readonly Reject[] {
  const skus = new Set([...offers.values()].map(({ offer }) => offer.sku));
  return rejects.filter(
    ({ reason, sku }) => reason !== 'unknown-accelerator' && (sku === null || !skus.has(sku)),
  );
}

/** Those excused before stay so while there are as many strays; new strays excuse new ones. */
function maybeUnread(
  before: SourceState,
  missing: readonly KnownOffer[],
  found: readonly Reject[],
): readonly string[] {
  const keys = missing.map(({ offer }) => offer.key);
  const still = keys.filter((key) => before.pending.has(`unread ${key}`));
  const fresh = keys.filter((key) => !before.pending.has(`unread ${key}`));
  const news = found.filter(({ detail }) => !before.lastRejects.has(detail)).length;
  return [...(still.length <= found.length ? still : []), ...(fresh.length <= news ? fresh : [])];
}

/** Tells that a listed offer was not seen, once a second crawl did not see it either. */
export function missOffer(run: Run, known: KnownOffer, { excused }: Absences): void {
  const { offer } = known;
  const { source, at } = run.crawl;
  if (excused.has(offer.key)) {
    run.pending.push({ kind: 'unread', subject: offer.key, candidate: null, since: at });
    return;
  }
  const absent = { kind: 'absent', subject: offer.key, candidate: null } as const;
  if (source.absentMeans === 'withdrawn') {
    if (!confirmed(run, absent)) return;
    push(run, { kind: 'withdrawn', flags: ['withdrawn'], offer, before: offer.state, after: null });
  } else if (offer.state.availability !== 'sold-out') {
    if (!confirmed(run, absent)) return;
    const after = { ...offer.state, availability: 'sold-out' as const, quantity: null };
    push(run, { kind: 'availability', flags: ['sold-out'], offer, before: offer.state, after });
  } else if (at - known.changedAt >= SOLD_OUT_FOR_EVER_MS) {
    push(run, { kind: 'withdrawn', flags: [], offer, before: offer.state, after: null });
  }
}
