/** A median of fewer is no signal. */
export const LEAST_SAMPLE = 3;

/** The lowest; null of none. */
export function lowest(values: readonly number[]): number | null {
  let found: number | null = null;
  for (const value of values) if (found === null || value < found) found = value;
  return found;
}

/** The middle, of an even number the mean of both; null of fewer than `least`: that is no signal. */
export function median(values: readonly number[], least: number = LEAST_SAMPLE): number | null {
  if (values.length < Math.max(least, 1)) return null;
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = null, high = null] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return low === null || high === null ? null : (low + high) / 2;
}
