import { createHash, randomBytes } from 'node:crypto';

/** How long a browser stays logged in, in milliseconds. */
const LIFE = 12 * 3_600_000;

/** Browsers that brought the token to the login page. */
export interface Sessions {
  /** Begins one and gives the secret that the browser keeps, and for how many seconds. */
  begin(): { readonly secret: string; readonly seconds: number };
  isOpen(secret: string | undefined): boolean;
  end(secret: string | undefined): void;
}

/**
 * Kept in memory alone: they end with the process, and so with the token it was started with. A digest
 * of the token, which may stand in a file, opens none.
 */
export function createSessions(now: () => number): Sessions {
  const ends = new Map<string, number>();
  return {
    begin() {
      for (const [key, end] of ends) if (end <= now()) ends.delete(key);
      const secret = randomBytes(32).toString('base64url');
      ends.set(keyOf(secret), now() + LIFE);
      return { secret, seconds: LIFE / 1000 };
    },
    isOpen: (secret = '') => (ends.get(keyOf(secret)) ?? Number.NEGATIVE_INFINITY) > now(),
    end: (secret = '') => void ends.delete(keyOf(secret)),
  };
}

/** Looked up by its digest, so that how long it takes says nothing of the secret. */
function keyOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}
