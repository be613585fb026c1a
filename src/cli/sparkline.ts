const BARS = '▁▂▃▄▅▆▇█';
const WIDEST = 30;

/**
 * A line of bars, the newest on the right, at most thirty: of more, each bar is the last value of
 * its share. What is not known is a dash; what never changed is even.
 */
export function sparkline(values: readonly (number | null)[]): string {
  const shown = thinned(values);
  const known = shown.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return shown.map((value) => (value === null ? '–' : bar(value, low, high))).join('');
}

function thinned(values: readonly (number | null)[]): readonly (number | null)[] {
  if (values.length <= WIDEST) return values;
  return Array.from({ length: WIDEST }, (_, index) => {
    const last = Math.ceil(((index + 1) * values.length) / WIDEST) - 1;
    return values[last] ?? null;
  });
}

function bar(value: number, low: number, high: number): string {
  const share = high === low ? 0.5 : (value - low) / (high - low);
  return BARS.charAt(Math.min(BARS.length - 1, Math.floor(share * BARS.length)));
}
