import type { Stack } from '../words.ts';

/** How sure a row of the catalogue is. */
export type Confidence = 'documented' | 'reported' | 'inferred' | 'recalled';

/**
 * One kind of accelerator. Rates are dense (no sparsity) tensor or cube TFLOPS of one accelerator
 * as sold; null: not supported or not found.
 */
export interface Accelerator {
  /** Canonical id: `h100-sxm`, `ascend-910b3`. */
  readonly id: string;
  /** For people: `H100 SXM`, `Ascend 910B3`. */
  readonly name: string;
  readonly vendor: string;
  /** Null where its software is none of ours. */
  readonly stack: Stack | null;
  /** Year of first shipment or of the announced one; null where nobody said. */
  readonly year: number | null;
  /** Marketed device memory in GB, and the band a provider's own figure may fall into. */
  readonly memoryGb: number | null;
  readonly memoryBand: readonly [number, number] | null;
  /** How many dies a package has where providers count either; else null. */
  readonly dies: number | null;
  readonly bandwidthGBps: number | null;
  readonly fp16Tflops: number | null;
  readonly fp8Tflops: number | null;
  readonly fp4Tflops: number | null;
  /** Names it goes by in feeds, beside `name`; matched as whole tokens. */
  readonly aliases: readonly string[];
  /** Set when it is announced and not yet rentable: any sighting is news. */
  readonly coming: boolean;
  /** Who says so. */
  readonly source: string;
  readonly confidence: Confidence;
  readonly note: string | null;
}
