/** Where the figures of the catalogue were read. Rows cite these. */

export const INFERENCE_X =
  'github.com/SemiAnalysisAI/InferenceX-app packages/app/src/lib/gpu-specs.ts (2026-04)';
export const LLM_CAL =
  'github.com/FlyTOmeLight/llm-cal src/llm_cal/hardware/gpu_database.yaml (2026-04)';
export const HUGGING_FACE =
  'github.com/huggingface/huggingface.js packages/tasks/src/hardware-nvidia.ts (2026-08)';
export const LLM_ANALYSIS = 'github.com/cli99/llm-analysis llm_analysis/gpu_configs';
export const GPUHUNT = 'github.com/dstackai/gpuhunt src/gpuhunt/_internal/constraints.py';
export const VLLM_RECIPES = 'github.com/vllm-project/recipes taxonomy.yaml (2026-08)';
export const RUNPOD = 'https://docs.runpod.io/references/gpu-types';
export const AWS =
  'EC2 DescribeInstanceTypes, https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html';
export const AZURE =
  'https://learn.microsoft.com/azure/virtual-machines/sizes/overview, GPU accelerated';
export const GPU_DATA =
  'github.com/vantage-sh/ec2instances.info scraper/aws/ec2/gpu_data.go (2026)';
export const DOSSIER = 'AI Accelerator Hardware Catalog, public dossier of 2026-09-16';
export const DATA_SHEET = "the vendor's data sheet, from memory";

export const HAMI =
  'github.com/Project-HAMi/ascend-device-plugin ascend-device-configmap.yaml (2026-07)';
export const HUAWEI_SKILLS =
  'github.com/huaweicloud/huaweicloud-skills mfu-calculation-methodology.md (2026-08)';
export const CANN_OPS = 'https://gitcode.com/cann/ops-cv/issues/997 (2026-09)';
export const WHITE_PAPER = 'Ascend 950 NPU Architecture White Paper, as quoted in September 2026';
export const CLOUD_MATRIX = 'https://arxiv.org/abs/2506.12708';
export const CONNECT_2026 = 'Huawei Connect, 2026-09-17, as reported by TrendForce';
export const MIND_CLUSTER =
  'github.com/Ascend/mind-cluster docs/en/scheduling/api/k8s.md (2026-08)';
export const VLLM_ASCEND = 'https://docs.vllm.ai/projects/ascend (2026-08)';
