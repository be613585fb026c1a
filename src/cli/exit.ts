/** Exit codes, stable: scripts depend on them. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  empty: 3,
  stale: 4,
  someFailed: 5,
  allFailed: 6,
  leaseHeld: 75,
  config: 78,
  interrupted: 130,
  terminated: 143,
} as const;

/** The command line cannot be what was meant; its message is one sentence for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
