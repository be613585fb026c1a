import type { Proof } from './model.ts';
import * as source from './sources.ts';
import { A3, A5, B200, H200 } from './systems.ts';

/** What was served while it was measured. Without these a rate of tokens means nothing. */
export interface Workload {
  /** Tokens of a request and of its answer. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Share of the input that the cache held already, 0 to 1. */
  readonly cacheHit: number;
}

/** A published rate of a whole system. */
export interface Throughput extends Proof, Workload {
  readonly model: string;
  /** Id of the weights. */
  readonly weights: string;
  readonly accelerators: readonly string[];
  /** Accelerators as sold in each of the nodes. */
  readonly count: number;
  readonly nodes: number;
  /** Requests at a time; null where it is not stated. */
  readonly concurrency: number | null;
  /** Output tokens a second of all nodes together. */
  readonly outputPerSecond: number;
  /** What it is a floor or a gate of; null: a rate that was reached and reported. */
  readonly caveat: string | null;
}

const FLASH = 'deepseek-v4-flash';
const PRO = 'deepseek-v4-pro';

const K = 1024;
/** Agents: a long, mostly cached request with a short answer. At least 50 tokens a second a user. */
const AGENTIC: Workload = { inputTokens: 64_000, outputTokens: 400, cacheHit: 0.9 };
const CHAT: Workload = { inputTokens: 3500, outputTokens: 1500, cacheHit: 0 };
const LONG: Workload = { inputTokens: 64 * K, outputTokens: K, cacheHit: 0.9 };
const LONGER: Workload = { inputTokens: 128 * K, outputTokens: K, cacheHit: 0.9 };
const LAMBDA: Workload = { inputTokens: 8192, outputTokens: K, cacheHit: 0 };

const FLOOR = 'the floor of a nightly test, no record';
const LOW = '32 streams only, no ceiling';

type Row = Omit<Throughput, 'nodes' | 'caveat'> & Partial<Pick<Throughput, 'nodes' | 'caveat'>>;

const ROWS: readonly Row[] = [
  dynamo(FLASH, 'native', { accelerators: H200, count: 4, each: 145.4, concurrency: 16 }),
  dynamo(FLASH, 'nvfp4', { accelerators: B200, count: 4, each: 362.1, concurrency: 38 }),
  dynamo(PRO, 'native', { accelerators: H200, count: 8, each: 45.9, concurrency: 8 }),
  dynamo(PRO, 'nvfp4', { accelerators: B200, count: 8, each: 72.8, concurrency: 13 }),
  hgx(B200, 1222),
  hgx(['h100', 'h100-sxm'], 1262),
  ...ascend(FLASH, 'w8a8', 2, [
    [CHAT, 1024, 15_569],
    [CHAT, 100, 4071],
    [LONG, null, 3884],
    [LONGER, null, 2114],
  ]),
  ...ascend(FLASH, 'w8a8', 1, [[{ inputTokens: 32 * K, outputTokens: K, cacheHit: 0 }, 16, 181.9]]),
  ...ascend(PRO, 'w4a8', 4, [
    [CHAT, 256, 3823],
    [LONG, null, 1952],
    [LONGER, null, 869],
  ]),
  ...ascend('deepseek-v4.1-flash', 'w8a8', 2, [
    [{ inputTokens: 16 * K, outputTokens: K, cacheHit: 0 }, 64, 2400],
    [LONGER, null, 2100],
  ]),
  {
    ...{
      model: FLASH,
      weights: 'native',
      accelerators: A5,
    },
    ...{ count: 8, concurrency: 32, outputPerSecond: 83.5, ...CHAT, ...source.ASCEND_NIGHTLY },
    caveat: 'a test that it works at all, of a configuration for debugging',
  },
];

/** Every published rate of output tokens with its conditions; the nightly tests' own are floors. */
export const THROUGHPUT: readonly Throughput[] = ROWS.map((row) => ({
  ...row,
  nodes: row.nodes ?? 1,
  caveat: row.caveat ?? null,
}));

/** The accelerators of a system, as sold. */
export const acceleratorsOf = ({ count, nodes }: Throughput): number => count * nodes;

/** Output tokens a second of one accelerator as sold. */
export function perAccelerator(row: Throughput): number {
  return row.outputPerSecond / acceleratorsOf(row);
}

/** A rate that is told of each accelerator. */
function dynamo(
  model: string,
  weights: string,
  { each, ...system }: Pick<Row, 'accelerators' | 'count' | 'concurrency'> & { each: number },
): Row {
  const proof = model === FLASH ? source.DYNAMO_FLASH : source.DYNAMO;
  return { model, weights, ...system, outputPerSecond: each * system.count, ...AGENTIC, ...proof };
}

function hgx(accelerators: readonly string[], outputPerSecond: number): Row {
  return {
    ...{ model: FLASH, weights: 'native', accelerators, count: 8, concurrency: 32 },
    ...{ outputPerSecond, caveat: LOW, ...LAMBDA, ...source.LAMBDA_FLASH },
  };
}

/** Rates of Atlas 800 A3 nodes, eight 910C each. */
function ascend(
  model: string,
  weights: string,
  nodes: number,
  rates: readonly (readonly [Workload, concurrency: number | null, outputPerSecond: number])[],
): readonly Row[] {
  return rates.map(([workload, concurrency, outputPerSecond]) => ({
    ...{ model, weights, accelerators: A3, count: 8, nodes, concurrency, outputPerSecond },
    ...{ caveat: FLOOR, ...workload, ...source.ASCEND_NIGHTLY },
  }));
}
