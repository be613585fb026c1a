/** Round steps of an axis: one, two or five, and their tens. */
const STEPS = [1, 2, 5, 10] as const;
const PARTS = 4;

/** An axis that begins and ends at a round value, with round values between at equal distances. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  /** From the lowest to the highest, each in as many decimals as the step needs. */
  readonly labels: readonly string[];
}

/** The axis that holds all values; around a single one it leaves room. Expects one at least. */
export function axisOf(values: readonly number[]): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = most > least ? most - least : Math.abs(most) / 4;
  const step = stepFor(room / PARTS);
  const [below, above] = [Math.floor(least / step), Math.ceil(most / step)];
  // A single value that is round itself stands in the middle.
  const [first, end] = above > below ? [below, above] : [below - 1, above + 1];
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const labels = Array.from({ length: end - first + 1 }, (_, index) =>
    ((first + index) * step).toFixed(decimals),
  );
  return { low: first * step, high: end * step, labels };
}

function stepFor(raw: number): number {
  if (!(raw > 0)) return 1;
  const ten = 10 ** Math.floor(Math.log10(raw));
  return (STEPS.find((step) => step * ten >= raw * 0.999_999) ?? 10) * ten;
}
