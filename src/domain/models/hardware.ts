import type { Accelerator } from '../catalogue/accelerator.ts';
import type { Unit } from '../words.ts';
import type { Format, Weights } from './model.ts';

/** What an instance has. */
export interface Hardware {
  readonly accelerator: Accelerator;
  /** As the provider counts them. */
  readonly count: number;
  /** What the provider counts; null where it does not say. */
  readonly unit: Unit | null;
  /** GB of one, as the provider states them; null where it does not. */
  readonly memoryGb: number | null;
}

/** An instance as an engine sees it. A rank is what has a memory of its own: a die of a 910C. */
export interface Ranks {
  readonly ranks: number;
  /** GB of one rank; null where neither the catalogue nor the provider says. */
  readonly memoryGb: number | null;
  /** Accelerators as sold: packages, of a chip of several dies. */
  readonly packages: number;
}

/**
 * Ranks of an instance. Where a chip has several dies and the provider does not say what it counts,
 * the smaller reading counts: dies.
 */
export function ranksOf({ accelerator, count, unit, memoryGb }: Hardware): Ranks {
  const { dies } = accelerator;
  if (dies === null) {
    return { ranks: count, packages: count, memoryGb: smaller(accelerator.memoryGb, memoryGb) };
  }
  const each = accelerator.memoryGb === null ? null : accelerator.memoryGb / dies;
  if (unit === 'package') return { ranks: count * dies, packages: count, memoryGb: each };
  return { ranks: count, packages: Math.floor(count / dies), memoryGb: each };
}

/** Providers sell less than is marketed, never more. */
function smaller(marketed: number | null, stated: number | null): number | null {
  if (marketed === null || stated === null) return marketed ?? stated;
  return Math.min(marketed, stated);
}

/** Whether an accelerator computes in a format, by the rates of the catalogue. */
export type Computes = (accelerator: Accelerator, format: Format) => boolean;

/**
 * Reads what accelerators compute in from a catalogue. A row whose form is not stated (`h100`) takes
 * the rates of the forms it may be. No Ascend before the 950 has FP8 or FP4.
 */
export function computesBy(catalogue: readonly Accelerator[]): Computes {
  return (accelerator, format) =>
    [accelerator, ...catalogue.filter((each) => isForm(each, accelerator))].some((each) =>
      hasRate(each, format),
    );
}

function isForm(form: Accelerator, of: Accelerator): boolean {
  return (
    form.id.startsWith(`${of.id}-`) ||
    (/^ascend-950(?:pr|dt)$/.test(form.id) && of.id === 'ascend-950')
  );
}

function hasRate({ stack, fp16Tflops, fp8Tflops, fp4Tflops, year }: Accelerator, format: Format) {
  switch (format) {
    case 'fp4':
      return fp4Tflops !== null;
    case 'fp8':
      return fp8Tflops !== null;
    case 'bf16':
      // Volta and Turing have FP16 only.
      return fp16Tflops !== null && (stack !== 'cuda' || (year !== null && year >= 2020));
    case 'int8':
      return fp16Tflops !== null;
  }
}

/** Stacks with an engine that is documented to run these models. */
const SERVED: readonly (string | null)[] = ['cuda', 'cann', 'rocm'];

/** Whether these weights run on the accelerator at all. */
export function runs(weights: Weights, accelerator: Accelerator, computes: Computes): boolean {
  const { stack, id } = accelerator;
  if (!SERVED.includes(stack)) return false;
  if (!weights.ascendOnly) return computes(accelerator, weights.needs);
  // vLLM-Ascend runs them from the 910B on.
  return stack === 'cann' && !/^ascend-(?:310|910a|910$)|^atlas-300/.test(id);
}
