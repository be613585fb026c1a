import type { Format, Model } from './model.ts';
import * as source from './sources.ts';

type Sizes = readonly (readonly [precision: string, needs: Format, vramMinimumGb: number])[];

interface Row {
  readonly id: string;
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly parametersB: number | null;
  readonly activeB: number | null;
  readonly contextTokens: number | null;
  readonly sizes: Sizes;
  readonly note?: string;
}

const TOTALS_RECALLED = 'Parameters are recalled, the memory is documented.';

const ROWS: readonly Row[] = [
  {
    ...{ id: 'qwen3-235b-a22b', name: 'Qwen3-235B-A22B', parametersB: 235, activeB: 22 },
    contextTokens: 262_144,
    sizes: [
      ['BF16', 'bf16', 564],
      ['FP8', 'fp8', 240],
      ['NVFP4', 'fp4', 141],
    ],
  },
  {
    ...{ id: 'qwen3.5-397b-a17b', name: 'Qwen3.5-397B-A17B', parametersB: 397, activeB: 17 },
    contextTokens: null,
    sizes: [
      ['BF16', 'bf16', 953],
      ['NVFP4', 'fp4', 238],
    ],
  },
  {
    ...{ id: 'qwen3.8-2.4t-a95b', name: 'Qwen3.8-2.4T-A95B', parametersB: 2400, activeB: 95 },
    contextTokens: null,
    sizes: [
      ['FP8', 'fp8', 2996],
      ['MXFP4', 'fp8', 1917],
    ],
  },
  {
    ...{ id: 'qwen3.8-27b', name: 'Qwen3.8-27B', parametersB: 27, activeB: 27 },
    contextTokens: null,
    sizes: [
      ['FP8', 'fp8', 38],
      ['INT8', 'int8', 39],
    ],
  },
  {
    ...{ id: 'qwen3.6-35b-a3b', name: 'Qwen3.6-35B-A3B', parametersB: 35, activeB: 3 },
    contextTokens: null,
    sizes: [['FP8', 'fp8', 42]],
  },
  {
    ...{ id: 'glm-4.6', name: 'GLM-4.6', parametersB: 357, activeB: 32, contextTokens: null },
    sizes: [['FP8', 'fp8', 428]],
  },
  {
    ...{ id: 'glm-5.1', name: 'GLM-5.1', aliases: ['GLM-5'], parametersB: 744, activeB: 40 },
    contextTokens: 202_752,
    sizes: [
      ['FP8', 'fp8', 893],
      ['NVFP4', 'fp4', 446],
    ],
  },
  {
    ...{ id: 'glm-5.2', name: 'GLM-5.2', parametersB: 743, activeB: 39, contextTokens: 1_048_576 },
    sizes: [
      ['FP8', 'fp8', 893],
      ['MXFP4', 'fp8', 446],
    ],
  },
  {
    ...{ id: 'kimi-k2', name: 'Kimi-K2', parametersB: 1000, activeB: 32, contextTokens: null },
    sizes: [['FP8', 'fp8', 1200]],
  },
  {
    ...{ id: 'kimi-k2-thinking', name: 'Kimi-K2-Thinking', parametersB: 1000, activeB: 32 },
    contextTokens: null,
    sizes: [['INT4', 'bf16', 600]],
  },
  {
    ...{ id: 'kimi-k2.6', name: 'Kimi-K2.6', aliases: ['Kimi-K2.5'], parametersB: 1000 },
    ...{ activeB: 32, contextTokens: null },
    sizes: [['INT4', 'bf16', 714]],
  },
  {
    ...{ id: 'kimi-k3', name: 'Kimi-K3', parametersB: 2800, activeB: null },
    contextTokens: 1_048_576,
    sizes: [['MXFP4', 'fp8', 1680]],
  },
  {
    ...{ id: 'minimax-m2', name: 'MiniMax-M2.x', aliases: ['MiniMax-M2'], parametersB: 230 },
    ...{ activeB: 10, contextTokens: null },
    sizes: [['FP8', 'fp8', 276]],
  },
  {
    ...{ id: 'minimax-m3', name: 'MiniMax-M3', parametersB: 427, activeB: 26 },
    contextTokens: 1_048_576,
    sizes: [['MXFP8', 'fp8', 513]],
  },
  {
    ...{ id: 'gpt-oss-120b', name: 'gpt-oss-120b', parametersB: 117, activeB: 5.1 },
    ...{ contextTokens: 131_072, note: TOTALS_RECALLED },
    sizes: [['MXFP4', 'fp8', 96]],
  },
  {
    ...{ id: 'gpt-oss-20b', name: 'gpt-oss-20b', parametersB: 21, activeB: 3.6 },
    ...{ contextTokens: 131_072, note: TOTALS_RECALLED },
    sizes: [['MXFP4', 'fp8', 16]],
  },
];

/** The recipes ask for this much more memory than the weights have: 511 GB are 614. */
const MARGIN = 1.2;

/** Models to compare with: their memory is that of the recipes, their caches are not known. */
export const OTHERS: readonly Model[] = ROWS.map((row) => ({
  ...row,
  aliases: row.aliases ?? [],
  licence: null,
  weights: row.sizes.map(([name, needs, minimum]) => ({
    id: name.toLowerCase(),
    ...{ name, needs, gb: minimum / MARGIN, spreadGb: null },
    ...source.inferred(source.RECIPES),
  })),
  cache: null,
  tensorParts: null,
  unsupported: [],
  note: row.note ?? null,
  ...source.RECIPES,
}));

/** Asked for, and nothing published that could be computed with. */
export const UNPUBLISHED: readonly Model[] = [
  {
    id: 'llama-5-distilled',
    name: 'Llama 5 distilled',
    aliases: ['Llama 5'],
    parametersB: null,
    activeB: null,
    contextTokens: null,
    licence: null,
    weights: [],
    cache: null,
    tensorParts: null,
    unsupported: [],
    note: 'A candidate for self-hosting: no size, precision or context of it was found.',
    source: 'no public source found',
    date: '2026-11',
    confidence: 'documented',
  },
];
