import type { Stack } from '../words.ts';
import type { Accelerator, Confidence } from './accelerator.ts';

/** What the catalogue knows of one accelerator: GB, GB/s and dense TFLOPS. */
export interface Facts {
  readonly year: number | null;
  readonly memoryGb: number | null;
  readonly bandwidthGBps: number | null;
  readonly fp16: number | null;
  readonly fp8: number | null;
  readonly fp4: number | null;
}

/** An accelerator as a file of the catalogue writes it down: what follows from the rest is left out. */
export interface Row {
  readonly id: string;
  readonly name: string;
  readonly facts: Facts;
  readonly aliases?: readonly string[];
  /** Where providers state more, or less, than the marketed size. */
  readonly memoryBand?: readonly [number, number];
  readonly dies?: number;
  readonly coming?: true;
  readonly source: readonly string[];
  readonly confidence: Confidence;
  readonly note?: string;
}

/** Nothing known: a row of figures starts from it and states the rest. */
export const UNKNOWN: Facts = {
  year: null,
  memoryGb: null,
  bandwidthGBps: null,
  fp16: null,
  fp8: null,
  fp4: null,
};

/** GB and GiB of one size are 7.4 % apart, and drivers keep a little for themselves. */
const SLACK = 1.08;

/** The rows of one vendor as accelerators. */
export function accelerators(
  vendor: string,
  stack: Stack | null,
  rows: readonly Row[],
): readonly Accelerator[] {
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    vendor,
    stack,
    year: row.facts.year,
    memoryGb: row.facts.memoryGb,
    memoryBand: row.memoryBand ?? bandAround(row.facts.memoryGb),
    dies: row.dies ?? null,
    bandwidthGBps: row.facts.bandwidthGBps,
    fp16Tflops: row.facts.fp16,
    fp8Tflops: row.facts.fp8,
    fp4Tflops: row.facts.fp4,
    aliases: row.aliases ?? [],
    coming: row.coming ?? false,
    source: row.source.join('; '),
    confidence: row.confidence,
    note: row.note ?? null,
  }));
}

function bandAround(memoryGb: number | null): readonly [number, number] | null {
  return memoryGb === null ? null : [memoryGb / SLACK, memoryGb * SLACK];
}
