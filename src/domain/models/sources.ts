import type { Proof } from './model.ts';

/** Who the figures about models were read from, each with its date. */

const documented = (source: string, date: string): Proof => ({
  source,
  date,
  confidence: 'documented',
});

export const RECIPES = documented('github.com/vllm-project/recipes models', '2026-08');
export const FLASH_RECIPE = documented(
  'github.com/vllm-project/recipes models/deepseek-ai/DeepSeek-V4-Flash.yaml',
  '2026-08',
);
export const PRO_RECIPE = documented(
  'github.com/vllm-project/recipes models/deepseek-ai/DeepSeek-V4-Pro.yaml',
  '2026-08',
);
export const FLASH_41_RECIPE = documented(
  'github.com/vllm-project/recipes models/deepseek-ai/DeepSeek-V4.1-Flash.yaml',
  '2026-09',
);
export const VLLM_BLOG = documented(
  'github.com/vllm-project/vllm-project.github.io _posts/2026-04-24-deepseek-v4.md',
  '2026-04-24',
);
export const DYNAMO = documented(
  'github.com/ai-dynamo/dynamo recipes/deepseek-v4/README.md',
  '2026',
);
export const DYNAMO_FLASH = documented(
  'github.com/ai-dynamo/dynamo recipes/deepseek-v4/deepseek-v4-flash/README.md',
  '2026',
);
export const ASCEND_FLASH = documented(
  'github.com/vllm-project/vllm-ascend docs/source/tutorials/models/DeepSeek-V4-Flash.md',
  '2026-08',
);
export const ASCEND_PRO = documented(
  'github.com/vllm-project/vllm-ascend docs/source/tutorials/models/DeepSeek-V4-Pro.md',
  '2026-08',
);
export const ASCEND_NIGHTLY = documented(
  'github.com/vllm-project/vllm-ascend tests/e2e/nightly, "baseline" of its configurations',
  '2026-11',
);

export const LAMBDA_FLASH = documented(
  'https://lambda.ai/inference-models/deepseek-ai/deepseek-v4-flash',
  '2026-11',
);
export const DEEPSEEK_PRICING = documented(
  'https://api-docs.deepseek.com/quick_start/pricing, dated snapshots',
  '2026-11-15',
);

/** A figure that somebody else than its vendor tells of. */
export const reported = (source: string, date: string): Proof => ({
  source,
  date,
  confidence: 'reported',
});

/** A figure computed from published ones. */
export function inferred({ source, date }: Proof): Proof {
  return { source, date, confidence: 'inferred' };
}
