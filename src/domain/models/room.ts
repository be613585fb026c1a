import { type CacheFormat, cacheBytes } from './cache.ts';
import type { Model, Weights } from './model.ts';

/** What is asked of an instance. */
export interface Demand {
  /** Tokens of each sequence. */
  readonly contextTokens: number;
  /** Sequences at a time. */
  readonly concurrency: number;
  /** Ranks that share each layer; absent: whatever holds most. */
  readonly tensorParallel?: number | undefined;
}

/** What every answer by arithmetic rests on. */
export const ASSUMED = {
  /** Share of a rank's memory that an engine takes: what vLLM does unless told otherwise. */
  memoryShare: 0.9,
  /** GB a rank needs beside weights and cache; engines take 2 to 6. */
  runtimeGb: 4,
  /** Where the cache is not known, the memory the recipes ask for: so many times the weights. */
  margin: 1.2,
} as const;

/** Ranks whose memory is known. */
export interface Memory {
  readonly ranks: number;
  readonly memoryGb: number;
  readonly cacheFormat: CacheFormat;
}

/** How weights lie in the memory. Below zero, `leftGb` is what is missing. */
export interface Room {
  /** GB left over on all ranks together. */
  readonly leftGb: number;
  /** Sequences of the asked length that it holds; null where the size of the cache is not known. */
  readonly sequences: number | null;
  /** Groups of ranks: each layer is shared by `tensor` of them, `data` groups serve side by side. */
  readonly layout: { readonly tensor: number; readonly data: number };
}

/**
 * The best layout of these weights. The cache is computed for each rank: a layer shared by several
 * ranks has the whole cache of a sequence on every one of them. Null where the size of the weights
 * is not known.
 */
export function roomOf(
  model: Model,
  weights: Weights,
  memory: Memory,
  demand: Demand,
): Room | null {
  const { gb, spreadGb } = weights;
  if (gb === null) return null;
  const perSequence = sequenceGb(model, memory.cacheFormat, demand.contextTokens);
  const rooms = layoutsOf(model, weights, memory.ranks, demand).map(({ tensor, data }): Room => {
    const ranks = tensor * data;
    if (perSequence === null) {
      const leftGb = ranks * memory.memoryGb - gb * ASSUMED.margin;
      return { leftGb, sequences: null, layout: { tensor, data } };
    }
    const spread = spreadGb ?? 0;
    const held = spread / ranks + (gb - spread) / tensor + ASSUMED.runtimeGb;
    const free = memory.memoryGb * ASSUMED.memoryShare - held;
    const asked = Math.ceil(demand.concurrency / data) * perSequence;
    const sequences = data * Math.max(0, Math.floor(free / perSequence));
    return { leftGb: (free - asked) * ranks, sequences, layout: { tensor, data } };
  });
  return rooms.sort(roomiestFirst)[0] ?? null;
}

function roomiestFirst(a: Room, b: Room): number {
  return Number(b.sequences) - Number(a.sequences) || b.leftGb - a.leftGb;
}

/** GB of the cache of one sequence; a format nobody published is kept in bf16. */
function sequenceGb({ cache }: Model, format: CacheFormat, tokens: number): number | null {
  if (cache === null) return null;
  const bytes = cacheBytes(cache, tokens, format) ?? cacheBytes(cache, tokens, 'bf16');
  return bytes === null ? null : bytes / 1e9;
}

/**
 * Layouts over as many ranks as make a power of two. Where it is not known which weights are
 * spread, all ranks share each layer: any other layout could hold some of them twice.
 */
function layoutsOf(
  { tensorParts }: Model,
  { spreadGb }: Weights,
  ranks: number,
  { tensorParallel }: Demand,
): readonly Room['layout'][] {
  const used = 2 ** Math.floor(Math.log2(ranks));
  const all = spreadGb === null && tensorParallel === undefined ? [used] : powersTo(used);
  return all
    .filter((tensor) => tensorParallel === undefined || tensor === tensorParallel)
    .map((tensor) => Math.min(tensor, tensorParts ?? tensor))
    .map((tensor) => ({ tensor, data: used / tensor }));
}

function powersTo(most: number): readonly number[] {
  return Array.from({ length: Math.log2(most) + 1 }, (_, power) => 2 ** power);
}
