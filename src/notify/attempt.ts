/**
 * What an answer means. `taken`: told. `again`: to be tried again. `final`: no other try could do
 * better. `gone`: nobody will ever listen there again.
 */
export type Verdict = 'taken' | 'again' | 'final' | 'gone';

/** One try to deliver a message. Nothing in it holds a secret, a path or a query. */
export interface Attempt {
  readonly verdict: Verdict;
  /** What the receiver answered, or null where it did not. */
  readonly status: number | null;
  /** One sentence why it failed, or null where it did not. */
  readonly error: string | null;
  /** The first bytes of the answer, cleaned; at most 1024. */
  readonly excerpt: string;
  /** Milliseconds the receiver asked us to wait, or null. */
  readonly retryAfterMs: number | null;
  /** True when nothing came in time. */
  readonly timedOut: boolean;
  readonly durationMs: number;
}
