import type { Recipe } from './model.ts';
import * as source from './sources.ts';
import { A2, A3, A5, B200, H200 } from './systems.ts';

const RTX_PRO_6000 = [
  ...['rtx-pro-6000', 'rtx-pro-6000-server', 'rtx-pro-6000-workstation'],
  ...['rtx-pro-6000-max-q'],
];
const MILLION = 1_048_576;

const VLLM = 'vLLM >= 0.25.0';
const DYNAMO = 'NVIDIA Dynamo with vLLM or SGLang, version not stated';
const ASCEND = 'vLLM-Ascend, version not stated';

type Row = Omit<Recipe, 'nodes' | 'layout' | 'concurrency'> &
  Partial<Pick<Recipe, 'nodes' | 'layout' | 'concurrency'>>;

const ROWS: readonly Row[] = [
  ...flash(H200, 4, { layout: 'DP4, TP1, EP', engine: DYNAMO, ...source.DYNAMO_FLASH }),
  ...flash(['b200-sxm', 'gb200', 'b300-sxm', 'gb300', 'mi325x', 'mi355x'], 4, {
    layout: 'DP4',
    engine: VLLM,
    ...source.FLASH_RECIPE,
  }),
  ...flash(['gb300'], 1, { engine: VLLM, ...source.FLASH_RECIPE }),
  ...flash(['gb10'], 1, { nodes: 2, engine: VLLM, ...source.FLASH_RECIPE }),
  ...flash(RTX_PRO_6000, 8, { engine: VLLM, ...source.FLASH_RECIPE }),
  ...flash(A5, 8, { layout: 'DP8, fp8 cache', engine: ASCEND, ...source.ASCEND_NIGHTLY }),
  {
    model: 'deepseek-v4-flash',
    weights: 'nvfp4',
    accelerators: B200,
    count: 4,
    layout: 'TP4',
    contextTokens: MILLION,
    engine: DYNAMO,
    ...source.DYNAMO_FLASH,
  },
  {
    model: 'deepseek-v4-flash',
    weights: 'w8a8',
    accelerators: A3,
    count: 8,
    layout: 'DP4, TP4',
    contextTokens: MILLION,
    engine: ASCEND,
    ...source.ASCEND_FLASH,
  },
  {
    model: 'deepseek-v4-flash',
    weights: 'w8a8',
    accelerators: A2,
    count: 8,
    layout: 'TP8',
    contextTokens: 133_120,
    engine: ASCEND,
    ...source.ASCEND_FLASH,
  },
  {
    model: 'deepseek-v4-flash',
    weights: 'w4a8',
    accelerators: A2,
    count: 8,
    layout: 'DSpark',
    contextTokens: 800_000,
    engine: ASCEND,
    ...source.ASCEND_FLASH,
  },
  {
    model: 'deepseek-v4-flash',
    weights: 'w4a8',
    accelerators: ['ascend-910b4'],
    count: 8,
    layout: 'TP8',
    contextTokens: 32_768,
    concurrency: 4,
    engine: ASCEND,
    source: 'https://docs.alauda.io, V4-Flash on 910B4',
    date: '2026',
    confidence: 'reported',
  },
  ...pro('nvfp4', B200, 8, { layout: 'TP8, EP, MTP-2', engine: DYNAMO, ...source.DYNAMO }),
  {
    model: 'deepseek-v4-pro',
    weights: 'native',
    accelerators: H200,
    count: 8,
    layout: 'TP8, EP',
    contextTokens: 86_016,
    engine: DYNAMO,
    ...source.DYNAMO,
  },
  {
    model: 'deepseek-v4-pro',
    weights: 'native',
    accelerators: H200,
    count: 8,
    layout: 'DP8, EP',
    contextTokens: 800_000,
    engine: VLLM,
    ...source.PRO_RECIPE,
  },
  {
    model: 'deepseek-v4-pro',
    weights: 'native',
    accelerators: H200,
    count: 8,
    layout: 'TP8, EP, for batches: some 202 s to the first token',
    contextTokens: 998_218,
    engine: DYNAMO,
    ...source.DYNAMO,
  },
  ...pro('native', ['gb200'], 4, { nodes: 2, engine: DYNAMO, ...source.DYNAMO }),
  ...pro('native', ['b300-sxm', 'gb300', 'mi355x'], 8, { engine: VLLM, ...source.PRO_RECIPE }),
  ...pro('w4a8', A3, 8, { nodes: 2, layout: 'DP2, TP16', engine: ASCEND, ...source.ASCEND_PRO }),
  ...pro('w4a8', A3, 8, {
    nodes: 4,
    layout: 'prefill and decode apart',
    engine: ASCEND,
    ...source.ASCEND_PRO,
  }),
  ...pro('w4a8', A2, 8, { nodes: 4, layout: 'DP2, TP16', engine: ASCEND, ...source.ASCEND_PRO }),
  ...flash41(['b200-sxm', 'gb200', 'b300-sxm', 'gb300', 'mi350x', 'mi355x'], 4, { layout: 'TP4' }),
  ...flash41(H200, 8, { layout: 'TP4 workers' }),
  {
    model: 'deepseek-v4.1-flash',
    weights: 'w8a8',
    accelerators: A3,
    count: 8,
    nodes: 2,
    layout: 'prefill and decode apart, Engram in the memory of the host',
    contextTokens: MILLION,
    engine: ASCEND,
    ...source.ASCEND_NIGHTLY,
  },
  {
    model: 'qwen3.8-27b',
    weights: 'int8',
    accelerators: ['ascend-950pr'],
    count: 1,
    contextTokens: null,
    engine: ASCEND,
    ...source.RECIPES,
  },
];

/** Every documented way to run a model of the catalogue. */
export const RECIPES: readonly Recipe[] = ROWS.map((row) => ({
  ...row,
  nodes: row.nodes ?? 1,
  layout: row.layout ?? null,
  concurrency: row.concurrency ?? null,
}));

type Rest = Omit<Row, 'model' | 'weights' | 'accelerators' | 'count' | 'contextTokens'>;

function flash(accelerators: readonly string[], count: number, rest: Rest): readonly Row[] {
  const model = 'deepseek-v4-flash';
  return [{ model, weights: 'native', accelerators, count, contextTokens: MILLION, ...rest }];
}

function pro(
  weights: string,
  accelerators: readonly string[],
  count: number,
  rest: Rest,
): readonly Row[] {
  return [
    { model: 'deepseek-v4-pro', weights, accelerators, count, contextTokens: MILLION, ...rest },
  ];
}

function flash41(
  accelerators: readonly string[],
  count: number,
  rest: Pick<Row, 'layout'>,
): readonly Row[] {
  const engine = 'vLLM >= 0.30.0';
  return [
    {
      ...{ model: 'deepseek-v4.1-flash', weights: 'native', accelerators, count },
      ...{ contextTokens: MILLION, engine, ...source.FLASH_41_RECIPE, ...rest },
    },
  ];
}
