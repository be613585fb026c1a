import type { Confidence } from '../catalogue/accelerator.ts';

/** A number format an accelerator has to compute in. */
export type Format = 'fp4' | 'fp8' | 'int8' | 'bf16';

/** Who says so, when, and how sure that is. */
export interface Proof {
  readonly source: string;
  /** `2026-04-24`, or the month it was read in: `2026-11`. */
  readonly date: string;
  readonly confidence: Confidence;
}

/** One set of weights of a model: a precision, and what it takes to hold it. */
export interface Weights extends Proof {
  readonly id: string;
  /** For people: `FP4 experts, FP8 the rest`. */
  readonly name: string;
  /** Formats the accelerator has to compute in; storage alone is no support. */
  readonly needs: Format;
  /** Made for Ascend, and run by vLLM-Ascend alone. */
  readonly ascendOnly?: true;
  /** GB (1e9 bytes) of all files; null where nobody published it. */
  readonly gb: number | null;
  /** How much of that is spread over all ranks, experts above all; null where the split is not known. */
  readonly spreadGb: number | null;
}

/** What a sequence of tokens takes in the key-value cache. */
export type Cache = Proof &
  (
    | {
        readonly kind: 'linear';
        readonly bytesPerToken: Readonly<Partial<Record<'bf16' | 'fp8', number>>>;
      }
    /** V4: layers that keep a window only, and those that compress 4 or 128 tokens into one. */
    | {
        readonly kind: 'compressed';
        readonly windowLayers: number;
        readonly by4Layers: number;
        readonly by128Layers: number;
      }
  );

/** A model somebody may want to run. What was never published is null or absent. */
export interface Model extends Proof {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Billions; null where nobody published them. */
  readonly parametersB: number | null;
  readonly activeB: number | null;
  readonly contextTokens: number | null;
  readonly licence: string | null;
  /** The released precision first. */
  readonly weights: readonly Weights[];
  readonly cache: Cache | null;
  /** Tensor parallelism goes into this many parts at most; null: no limit is known. */
  readonly tensorParts: number | null;
  /** Accelerators that an engine names as not working. */
  readonly unsupported: readonly string[];
  readonly note: string | null;
}

/** A documented way to run a model. */
export interface Recipe extends Proof {
  readonly model: string;
  /** Id of the weights. */
  readonly weights: string;
  /** Canonical ids of the accelerators it is documented for. */
  readonly accelerators: readonly string[];
  /** Accelerators as sold (a 910C is one package) in each of the nodes. */
  readonly count: number;
  readonly nodes: number;
  readonly layout: string | null;
  /** Tokens; null where none is stated. */
  readonly contextTokens: number | null;
  readonly concurrency: number | null;
  /** The engine and, where stated, its version. */
  readonly engine: string;
}
