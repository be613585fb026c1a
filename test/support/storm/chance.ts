/** Chance that a seed repeats, so that a storm that found something can be called again. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** One of the list, which is not empty. */
  of<T>(list: readonly T[]): T;
  /** From `low` up to, not including, `high`. */
  between(low: number, high: number): number;
}

/** Chance by mulberry32. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  function of<T>(list: readonly T[]): T {
    for (const chosen of list.slice(Math.floor(next() * list.length))) return chosen;
    throw new Error('expected something to choose from, found nothing');
  }
  return {
    next,
    of,
    between: (low, high) => low + next() * (high - low),
  };
}
