/** Wrong tokens that cost nothing: a person mistypes. */
const FREE = 5;
/** In milliseconds: after that an address begins anew, and the longest it ever waits. */
const FORGET = 15 * 60_000;
const LONGEST = 60_000;
/** Addresses remembered; beyond them the oldest is forgotten. */
const REMEMBERED = 10_000;

/** Slows down whoever tries one token after the other, by address. */
export interface Guesses {
  /** Milliseconds until this address may try again; 0 where it may now. */
  waitOf(address: string): number;
  wrong(address: string): void;
  right(address: string): void;
}

export function createGuesses(now: () => number): Guesses {
  const tries = new Map<string, { readonly count: number; readonly at: number }>();
  const triesOf = (address: string) => {
    const known = tries.get(address);
    return known !== undefined && now() - known.at < FORGET ? known : { count: 0, at: now() };
  };
  return {
    waitOf(address) {
      const { count, at } = triesOf(address);
      if (count < FREE) return 0;
      return Math.max(0, at + Math.min(1000 * 2 ** (count - FREE), LONGEST) - now());
    },
    wrong(address) {
      const { count } = triesOf(address);
      tries.delete(address);
      tries.set(address, { count: count + 1, at: now() });
      const [oldest] = tries.keys();
      if (tries.size > REMEMBERED && oldest !== undefined) tries.delete(oldest);
    },
    right: (address) => void tries.delete(address),
  };
}
