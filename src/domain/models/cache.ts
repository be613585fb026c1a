import type { Cache } from './model.ts';

/** Formats a cache is kept in. */
export type CacheFormat = 'bf16' | 'fp8';

const WINDOW = 128;
const PAGE = 256;

/** Bytes of what V4 keeps, by layer. bf16: of one entry, and of its index. */
const ENTRY = 1024;
const INDEX_ENTRY = 256;
/** fp8: of a page of 256 tokens, whose 64 entries of four tokens also give the size of one. */
const BY_4_PAGE = 37_440;
const INDEX_PAGE = 8640;
const BY_128_PAGE = 1728;
const ENTRY_FP8 = BY_4_PAGE / (PAGE / 4);

/**
 * Bytes that one sequence of so many tokens takes on every rank that holds it; null where nobody
 * published the size in this format. V4 is not linear: short sequences are mostly windows.
 */
export function cacheBytes(cache: Cache, tokens: number, format: CacheFormat): number | null {
  if (cache.kind === 'linear') {
    const each = cache.bytesPerToken[format];
    return each === undefined ? null : each * tokens;
  }
  const { windowLayers, by4Layers, by128Layers } = cache;
  const layers = windowLayers + by4Layers + by128Layers;
  if (format === 'bf16') {
    const compressed = by4Layers * (tokens / 4) * (ENTRY + INDEX_ENTRY);
    return layers * WINDOW * ENTRY + compressed + by128Layers * (tokens / 128) * ENTRY;
  }
  const page = by4Layers * (BY_4_PAGE + INDEX_PAGE) + by128Layers * BY_128_PAGE;
  return layers * WINDOW * ENTRY_FP8 + Math.ceil(tokens / PAGE) * page;
}
