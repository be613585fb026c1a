import { describe, expect, it } from 'vitest';
import { type Recognition, recognise } from '../../../src/domain/catalogue/recognise.ts';

const GIB_IN_GB = 2 ** 30 / 1e9;
const MIB_IN_GIB = 1 / 1024;

type Case = readonly [words: string, memoryGb: number | null, id: string];

function idOf(found: Recognition): string {
  return found.kind === 'known' ? found.accelerator.id : `${found.kind}: ${found.reason}`;
}

function partOf(words: string, memoryGb: number | null = null): unknown {
  const found = recognise(words, memoryGb);
  return found.kind === 'known' ? [found.accelerator.id, found.fraction] : found.kind;
}

function unitOf(words: string, memoryGb: number | null = null): unknown {
  const found = recognise(words, memoryGb);
  return found.kind === 'known' ? [found.accelerator.id, found.unit] : found.kind;
}

const HUAWEI_CLOUD: readonly Case[] = [
  ['Snt3', null, 'ascend-310'],
  ['ASCEND_SNT3', null, 'ascend-310'],
  ['ascend-snt3', null, 'ascend-310'],
  ['D310', null, 'ascend-310'],
  ['ascend_a310', null, 'ascend-310'],
  ['D310P', null, 'ascend-310p'],
  ['Ascend310P3', null, 'ascend-310p'],
  ['310P1', null, 'ascend-310p'],
  ['310P4', null, 'ascend-310p'],
  ['Ascend310P', 21, 'ascend-310p'],
  ['Snt9', null, 'ascend-910a'],
  ['ascend-snt9', null, 'ascend-910a'],
  ['ASCEND_SNT9', 32, 'ascend-910a'],
  ['modelarts.kat1.xlarge', null, 'ascend-910a'],
  ['D910', null, 'ascend-910a'],
  ['Snt9B', null, 'ascend-910b'],
  ['ascend-snt9b', null, 'ascend-910b'],
  ['ASCEND_SNT9B', 64, 'ascend-910b'],
  ['ASCEND_SNT9B', 32, 'ascend-910b4'],
  ['D910B', null, 'ascend-910b'],
  ['d910b.kat2ne', null, 'ascend-910b'],
  ['modelarts.bm.arm.d910b.kat2ne.48xlarge.4', null, 'ascend-910b'],
  ['1d910b', null, 'ascend-910b'],
  ['modelarts.bm.arm.24u.192g.npu.1d910b', 64, 'ascend-910b'],
  ['Ascend 910b', null, 'ascend-910b'],
  ['Snt9B1', null, 'ascend-910b4'],
  ['Snt9B2', null, 'ascend-910b3'],
  ['Snt9B3', null, 'ascend-910b2'],
  ['Ascend snt9b2', null, 'ascend-910b3'],
  ['8snt9b2', null, 'ascend-910b3'],
  ['modelarts.bm.npu.arm.8snt9b2.d', null, 'ascend-910b3'],
  ['modelarts.bm.npu.arm.4snt9b1', null, 'ascend-910b4'],
  ['4*ascend-snt9b3', null, 'ascend-910b2'],
  ['Ascend: 1 * SNT9B2', null, 'ascend-910b3'],
  ['Snt9B23', null, 'ascend-910c'],
  ['HPS', null, 'ascend-910c'],
  ['supernode', null, 'ascend-910c'],
  ['huawei.com/ascend-1980', null, 'ascend-910'],
  ['ascend-310', null, 'ascend-310'],
];

const SCHEDULERS: readonly Case[] = [
  ['310', null, 'ascend-310'],
  ['310P3', null, 'ascend-310p'],
  ['910A', null, 'ascend-910a'],
  ['910PremiumA', null, 'ascend-910a'],
  ['910ProA', null, 'ascend-910a'],
  ['910ProB', null, 'ascend-910a'],
  ['910B1', null, 'ascend-910b1'],
  ['910B2', null, 'ascend-910b2'],
  ['910B3', null, 'ascend-910b3'],
  ['910B4', null, 'ascend-910b4'],
  ['Ascend950PR', null, 'ascend-950pr'],
  ['Ascend950DT', null, 'ascend-950dt'],
  ['module-910b-8', null, 'ascend-910b'],
  ['module-910b-16', null, 'ascend-910b'],
  ['card-910b-2', null, 'ascend-910b'],
  ['card-910b-infer', null, 'ascend-910b'],
  ['module-a3-16', null, 'ascend-910c'],
  ['module-a3-16-super-pod', null, 'ascend-910c'],
  ['module-a3-8-super-pod', null, 'ascend-910c'],
  ['350-Atlas-8', null, 'atlas-350'],
  ['350-Atlas-16', null, 'atlas-350'],
  ['350-Atlas-4p-8', null, 'atlas-350'],
  ['350-Atlas-4p-16', null, 'atlas-350'],
  ['850-Atlas-8p-8', null, 'ascend-950'],
  ['850-SuperPod-Atlas-8', null, 'ascend-950'],
  ['950-SuperPod-Atlas-8', null, 'ascend-950'],
  ['huawei.com/Ascend910', null, 'ascend-910'],
  ['huawei.com/Ascend310P', null, 'ascend-310p'],
  ['huawei.com/Ascend310', null, 'ascend-310'],
  ['huawei.com/npu', null, 'ascend-950'],
  ['huawei.com/Ascend910A', null, 'ascend-910a'],
  ['huawei.com/Ascend910B2', null, 'ascend-910b2'],
  ['huawei.com/Ascend910B3-memory', null, 'ascend-910b3'],
  ['huawei.com/Ascend910B4-core', null, 'ascend-910b4'],
  ['huawei.com/Ascend910B4-1', null, 'ascend-910b4-1'],
  ['huawei.com/Ascend910C', null, 'ascend-910c'],
  ['Ascend910A3', null, 'ascend-910c'],
  ['Ascend910A5', null, 'ascend-950'],
  ['Atlas A2', null, 'ascend-910b'],
  ['Atlas 800I A2', 32, 'unknown: expected the memory of Ascend 910B'],
  ['Atlas A3', null, 'ascend-910c'],
  ['Atlas 800T A3', null, 'ascend-910c'],
  ['A5', null, 'ascend-950'],
  ['Ascend 950 Products', null, 'ascend-950'],
  ['Ascend910_93xx', null, 'ascend-910c'],
  ['Ascend 910 B3', null, 'ascend-910b3'],
  ['Ascend 910 ProA', null, 'ascend-910a'],
  ['Ascend-910B', null, 'ascend-910b'],
  ['910B', 64, 'ascend-910b'],
  ['910B', 32, 'ascend-910b4'],
  ['ascend910b64', null, 'ascend-910b'],
  ['ascend910b32', null, 'ascend-910b4'],
  ['昇腾910B 64G', null, 'ascend-910b'],
  ['昇腾910B 32G', null, 'ascend-910b4'],
  ['pak1', null, 'ascend-910b'],
  ['pak3.4xlarge.8', 64, 'ascend-910b'],
  ['GPU_A_PAK1', null, 'ascend-910b'],
  ['physical.lcas910b.2xlarge1', null, 'ascend-910b'],
  ['atlas 300i pro', null, 'ascend-310p'],
  ['Atlas 300I Duo', null, 'atlas-300i-duo'],
  ['Atlas 300I Duo', 96, 'atlas-300i-duo-96gb'],
  ['CloudMatrix384', null, 'ascend-910c'],
  ['Atlas 350', null, 'atlas-350'],
  ['Ascend 950PR', 112, 'atlas-350'],
  ['Ascend 950PR', 128, 'ascend-950pr'],
];

const NVIDIA_LABELS: readonly Case[] = [
  ['NVIDIA-H100-80GB-HBM3', null, 'h100-sxm'],
  ['NVIDIA-H100-PCIe', null, 'h100-pcie'],
  ['NVIDIA-H100-NVL', null, 'h100-nvl'],
  ['NVIDIA-H200', null, 'h200-sxm'],
  ['NVIDIA-H200-NVL', null, 'h200-nvl'],
  ['NVIDIA-A100-SXM4-40GB', null, 'a100-sxm-40gb'],
  ['NVIDIA-A100-SXM4-80GB', null, 'a100-sxm-80gb'],
  ['NVIDIA-A100-80GB-PCIe', null, 'a100-pcie-80gb'],
  ['Tesla-T4', null, 't4'],
  ['Tesla-V100-SXM2-16GB', null, 'v100-sxm-16gb'],
  ['NVIDIA-L40S', null, 'l40s'],
  ['NVIDIA-B200', null, 'b200-sxm'],
  ['NVIDIA-GB200', null, 'gb200'],
  ['NVIDIA-GH200-480GB', null, 'gh200'],
  ['NVIDIA-GH200-480GB', 96, 'gh200-96gb'],
  ['H100', null, 'h100'],
  ['H100-SXM', null, 'h100-sxm'],
  ['H100-MEGA-80GB', null, 'h100-sxm'],
  ['A100', null, 'a100'],
  ['A100-80GB', null, 'a100-80gb'],
  ['A100_80GB', null, 'a100-80gb'],
  ['A10G', null, 'a10g'],
  ['V100-32GB', null, 'v100-32gb'],
  ['RTX6000-Ada', null, 'rtx-6000-ada'],
  ['H100NVL', null, 'h100-nvl'],
  ['H200NVL', 141, 'h200-nvl'],
  ['RTX6000Ada', null, 'rtx-6000-ada'],
  ['RTXPRO6000', null, 'rtx-pro-6000'],
  ['RTX4000Ada', null, 'rtx-4000-ada'],
  ['A6000', 48, 'rtx-a6000'],
  ['gpu_1x_h100_pcie', null, 'h100-pcie'],
  ['gpu_8x_h100_sxm5', null, 'h100-sxm'],
  ['gpu_1x_gh200', 96, 'gh200-96gb'],
  ['gpu_8x_b200_sxm6', null, 'b200-sxm'],
  ['8x H100 (80 GB SXM5)', null, 'h100-sxm'],
  ['1x A100 (40 GB PCIe)', null, 'a100-pcie-40gb'],
];

const CLOUD_SHAPES: readonly Case[] = [
  ['Standard_ND96isr_H100_v5', null, 'h100-sxm'],
  ['Standard_ND96isr_H200_v5', null, 'h200-sxm'],
  ['Standard_NC40ads_H100_v5', null, 'h100-nvl'],
  ['Standard_ND128isr_NDR_GB200_v6', null, 'gb200'],
  ['Standard_ND96amsr_A100_v4', null, 'a100-sxm-80gb'],
  ['Standard_ND96asr_v4', null, 'a100-sxm-40gb'],
  ['Standard_NC24ads_A100_v4', null, 'a100-pcie-80gb'],
  ['Standard_NV36ads_A10_v5', null, 'a10'],
  ['Standard_NC4as_T4_v3', null, 't4'],
  ['p3.2xlarge', 16, 'v100-sxm-16gb'],
  ['p3dn.24xlarge', null, 'v100-sxm-32gb'],
  ['p4d.24xlarge', null, 'a100-sxm-40gb'],
  ['p4de.24xlarge', null, 'a100-sxm-80gb'],
  ['p5.48xlarge', null, 'h100-sxm'],
  ['p5e.48xlarge', null, 'h200-sxm'],
  ['p5en.48xlarge', null, 'h200-sxm'],
  ['p6-b200.48xlarge', null, 'b200-sxm'],
  ['p6-b300.48xlarge', null, 'b300-sxm'],
  ['u-p6e-gb200x36', null, 'gb200'],
  ['g4dn.xlarge', null, 't4'],
  ['g5.xlarge', null, 'a10g'],
  ['g6.xlarge', null, 'l4'],
  ['g6e.xlarge', null, 'l40s'],
  ['g7e.2xlarge', null, 'rtx-pro-6000'],
  ['trn1.32xlarge', null, 'trainium'],
  ['trn2.48xlarge', null, 'trainium2'],
  ['trn3', null, 'trainium3'],
  ['inf2.xlarge', null, 'inferentia2'],
  ['nvidia-tesla-t4', null, 't4'],
  ['nvidia-l4', null, 'l4'],
  ['nvidia-tesla-a100', 40, 'a100-40gb'],
  ['nvidia-a100-80gb', null, 'a100-80gb'],
  ['nvidia-h100-80gb', null, 'h100'],
  ['nvidia-h100-mega-80gb', null, 'h100-sxm'],
  ['nvidia-h200-141gb', null, 'h200'],
  ['nvidia-b200', null, 'b200-sxm'],
  ['nvidia-gb200', null, 'gb200'],
  ['nvidia-rtx-pro-6000', null, 'rtx-pro-6000'],
  ['a2-highgpu-1g', null, 'a100-sxm-40gb'],
  ['a2-ultragpu-8g', null, 'a100-sxm-80gb'],
  ['a3-highgpu-8g', null, 'h100-sxm'],
  ['a3-ultragpu-8g', null, 'h200-sxm'],
  ['a4-highgpu-8g', null, 'b200-sxm'],
  ['BM.GPU.H100.8', null, 'h100'],
  ['BM.GPU.H200.8', null, 'h200'],
  ['BM.GPU.B200.8', null, 'b200-sxm'],
  ['BM.GPU.GB200.4', null, 'gb200'],
  ['BM.GPU.A100-v2.8', null, 'a100-sxm-80gb'],
  ['BM.GPU4.8', null, 'a100-sxm-40gb'],
  ['VM.GPU.A10.1', null, 'a10'],
  ['BM.GPU.L40S.4', null, 'l40s'],
  ['BM.GPU.MI300X.8', null, 'mi300x'],
  ['nvidia-a30:1', null, 'a30'],
  ['NVIDIA T4', 16, 't4'],
  ['gpu-h100x8', null, 'h100'],
  ['gpurtx6000pro', null, 'rtx-pro-6000'],
];

/** Every name in RunPod's list of 2026-08-22, with the memory it states. */
const RUNPOD: readonly Case[] = [
  ['AMD Instinct MI300X OAM', 192, 'mi300x'],
  ['NVIDIA A100 80GB PCIe', 80, 'a100-pcie-80gb'],
  ['NVIDIA A100-SXM4-40GB', 40, 'a100-sxm-40gb'],
  ['NVIDIA A100-SXM4-80GB', 80, 'a100-sxm-80gb'],
  ['NVIDIA A40', 48, 'a40'],
  ['NVIDIA B200', 180, 'b200-sxm'],
  ['NVIDIA B300 SXM6 AC', 288, 'b300-sxm'],
  ['NVIDIA GeForce GTX 1050', 2, 'gtx-1050'],
  ['NVIDIA GeForce GTX 1050 Ti', 4, 'gtx-1050-ti'],
  ['NVIDIA GeForce RTX 3070', 8, 'rtx-3070'],
  ['NVIDIA GeForce RTX 3080', 10, 'rtx-3080'],
  ['NVIDIA GeForce RTX 3080 Ti', 12, 'rtx-3080-ti'],
  ['NVIDIA GeForce RTX 3090', 24, 'rtx-3090'],
  ['NVIDIA GeForce RTX 3090 Ti', 24, 'rtx-3090-ti'],
  ['NVIDIA GeForce RTX 4070 Ti', 12, 'rtx-4070-ti'],
  ['NVIDIA GeForce RTX 4080', 16, 'rtx-4080'],
  ['NVIDIA GeForce RTX 4080 SUPER', 16, 'rtx-4080-super'],
  ['NVIDIA GeForce RTX 4090', 24, 'rtx-4090'],
  ['NVIDIA GeForce RTX 5080', 16, 'rtx-5080'],
  ['NVIDIA GeForce RTX 5090', 32, 'rtx-5090'],
  ['NVIDIA H100 80GB HBM3', 80, 'h100-sxm'],
  ['NVIDIA H100 NVL', 94, 'h100-nvl'],
  ['NVIDIA H100 PCIe', 80, 'h100-pcie'],
  ['NVIDIA H200', 141, 'h200-sxm'],
  ['NVIDIA H200 NVL', 143, 'h200-nvl'],
  ['NVIDIA L4', 24, 'l4'],
  ['NVIDIA L40', 48, 'l40'],
  ['NVIDIA L40S', 48, 'l40s'],
  ['NVIDIA RTX 2000 Ada Generation', 16, 'rtx-2000-ada'],
  ['NVIDIA RTX 4000 Ada Generation', 20, 'rtx-4000-ada'],
  ['NVIDIA RTX 4000 SFF Ada Generation', 20, 'rtx-4000-sff-ada'],
  ['NVIDIA RTX 5000 Ada Generation', 32, 'rtx-5000-ada'],
  ['NVIDIA RTX 6000 Ada Generation', 48, 'rtx-6000-ada'],
  ['NVIDIA RTX A2000', 6, 'rtx-a2000'],
  ['NVIDIA RTX A4000', 16, 'rtx-a4000'],
  ['NVIDIA RTX A4500', 20, 'rtx-a4500'],
  ['NVIDIA RTX A5000', 24, 'rtx-a5000'],
  ['NVIDIA RTX A6000', 48, 'rtx-a6000'],
  ['NVIDIA RTX PRO 4000 Blackwell', 24, 'rtx-pro-4000'],
  ['NVIDIA RTX PRO 4500 Blackwell', 32, 'rtx-pro-4500'],
  ['NVIDIA RTX PRO 5000 Blackwell', 48, 'rtx-pro-5000-48gb'],
  ['NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition', 96, 'rtx-pro-6000-max-q'],
  ['NVIDIA RTX PRO 6000 Blackwell Server Edition', 96, 'rtx-pro-6000-server'],
  ['NVIDIA RTX PRO 6000 Blackwell Workstation Edition', 96, 'rtx-pro-6000-workstation'],
  ['Tesla V100-PCIE-16GB', 16, 'v100-pcie-16gb'],
  ['Tesla V100-SXM2-16GB', 16, 'v100-sxm-16gb'],
  ['RTX 4000 Ada SFF', 20, 'rtx-4000-sff-ada'],
  ['RTX PRO 6000 MaxQ', 96, 'rtx-pro-6000-max-q'],
  ['RTX PRO 6000 WK', 96, 'rtx-pro-6000-workstation'],
];

/** Names of the other sources, memory in GB and in GiB. */
const OTHER_FEEDS: readonly Case[] = [
  ['H100-PCIe', 80, 'h100-pcie'],
  ['H100-PCIe', 80 * GIB_IN_GB, 'h100-pcie'],
  ['H100-SXM', 80 * GIB_IN_GB, 'h100-sxm'],
  ['B300-SXM', 288, 'b300-sxm'],
  ['B300-SXM', 288 * GIB_IN_GB, 'b300-sxm'],
  ['B300 SXM6 268GB', null, 'b300-sxm'],
  ['L4', 24 * GIB_IN_GB, 'l4'],
  ['L4', 22_888 * MIB_IN_GIB, 'l4'],
  ['L40S', 48 * GIB_IN_GB, 'l40s'],
  ['L40S', 45_776 * MIB_IN_GIB, 'l40s'],
  ['A10G', 22_888 * MIB_IN_GIB, 'a10g'],
  ['H200', 144_384 * MIB_IN_GIB, 'h200'],
  ['H200 SXM', 141 * GIB_IN_GB, 'h200-sxm'],
  ['B200', 183_359 * MIB_IN_GIB, 'b200-sxm'],
  ['B200', 192, 'b200-sxm'],
  ['RTX-3070', 8 * GIB_IN_GB, 'rtx-3070'],
  ['P100', 16 * GIB_IN_GB, 'p100'],
  ['NVIDIA HGX H100', null, 'h100-sxm'],
  ['NVIDIA HGX H200', null, 'h200-sxm'],
  ['NVIDIA HGX B200', null, 'b200-sxm'],
  ['NVIDIA HGX B300', null, 'b300-sxm'],
  ['NVIDIA GB200 NVL72', null, 'gb200'],
  ['NVIDIA GB300 NVL72', null, 'gb300'],
  ['NVIDIA GB200 186GB NVL72', null, 'gb200'],
  ['NVIDIA H100 80GB HGX', null, 'h100-sxm'],
  ['NVIDIA L40S with Intel CPU', null, 'l40s'],
  ['L40S with AMD CPU', null, 'l40s'],
  ['NVIDIA B200 SXM6', 180, 'b200-sxm'],
  ['NVIDIA A100 SXM', 40, 'a100-sxm-40gb'],
  ['NVIDIA A100 SXM', 80, 'a100-sxm-80gb'],
  ['NVIDIA Tesla V100', 16, 'v100-16gb'],
  ['NVIDIA Quadro RTX 6000', 24, 'quadro-rtx-6000'],
  ['Quadro RTX 6000', null, 'quadro-rtx-6000'],
  ['Quadro-RTX5000', 16, 'quadro-rtx-5000'],
  ['GeForce GTX 1080', null, 'gtx-1080'],
  ['Nvidia RTX 6000 Ada', null, 'rtx-6000-ada'],
  ['NVIDIA V100 SXM', 32, 'v100-sxm-32gb'],
  ['RTX4000 Ada', null, 'rtx-4000-ada'],
  ['rtx4000a', null, 'rtx-4000-ada'],
  ['NVIDIA_A100_PCIE', 80, 'a100-pcie-80gb'],
  ['NVIDIA_A100_PCIE', 40, 'a100-pcie-40gb'],
  ['RTX_4090', 24, 'rtx-4090'],
  ['Q RTX 6000', 24, 'quadro-rtx-6000'],
  ['Radeon Pro V520', 8, 'radeon-pro-v520'],
  ['AMD_MI325X', 256, 'mi325x'],
  ['AMD MI355X 288GB', null, 'mi355x'],
  ['NVIDIA K80', 12, 'k80'],
  ['NVIDIA M60', 8, 'm60'],
  ['T4g', 16, 't4g'],
  ['AWS Inferentia', 8, 'inferentia'],
  ['AWS Inferentia2', 32, 'inferentia2'],
  ['AWS Trainium', 32, 'trainium'],
  ['AWS Trainium2', null, 'trainium2'],
  ['Gaudi HL-205', 32, 'gaudi'],
  ['Intel Gaudi', null, 'gaudi'],
  ['Intel Gaudi 3', 128, 'gaudi3'],
  ['Qualcomm AI100', 16_000 * MIB_IN_GIB, 'cloud-ai-100'],
  ['v5litepod-8', null, 'tpu-v5e'],
  ['TPU v6e', 32, 'tpu-v6e'],
  ['昆仑芯P800', 96, 'kunlun-p800'],
];

describe('recognise', () => {
  it.each([
    ...HUAWEI_CLOUD,
    ...SCHEDULERS,
    ...NVIDIA_LABELS,
    ...CLOUD_SHAPES,
    ...RUNPOD,
    ...OTHER_FEEDS,
  ])('reads %s with %s GB as %s', (words, memoryGb, id) => {
    expect(idOf(recognise(words, memoryGb)).slice(0, id.length)).toBe(id);
    expect(recognise(words, memoryGb).kind === 'known').toBe(!id.startsWith('unknown'));
  });

  it.each<Case>([
    ['GB200', null, 'gb200'],
    ['GB300', null, 'gb300'],
    ['L40S', null, 'l40s'],
    ['L40', null, 'l40'],
    ['L4', null, 'l4'],
    ['A10', null, 'a10'],
    ['A100', null, 'a100'],
    ['A16', null, 'a16'],
    ['A1', null, 'unknown'],
    ['A100X', null, 'unknown'],
    ['H100 SXM NVLink', null, 'h100-sxm'],
    ['H100 NVLink', null, 'h100'],
    ['V100S', null, 'v100s'],
    ['RTX 6000', 24, 'quadro-rtx-6000'],
    ['RTX 6000 96GB', null, 'rtx-pro-6000'],
    ['RTX 6000', 48, 'unknown: expected the memory'],
    ['RTX 6000', null, 'unknown: expected the memory'],
    ['RTX A6000', 48, 'rtx-a6000'],
    ['RTX 4000', 8, 'unknown'],
    ['RTX 4090D', 24, 'rtx-4090d'],
    ['AMD A10', null, 'unknown'],
    ['Atlas 500 A2', null, 'unknown'],
  ])('tells %s with %s GB from its siblings: %s', (words, memoryGb, id) => {
    expect(idOf(recognise(words, memoryGb)).slice(0, id.length)).toBe(id);
  });

  it.each<Case>([
    ['A100', 40, 'a100-40gb'],
    ['A100', 80, 'a100-80gb'],
    ['A100 SXM', null, 'a100'],
    ['V100', 16, 'v100-16gb'],
    ['V100', 32, 'v100-32gb'],
    ['GH200', 96, 'gh200-96gb'],
    ['GH200', 144, 'gh200-144gb'],
    ['GH200', null, 'gh200'],
    ['H20', 96, 'h20-96gb'],
    ['H20', 141, 'h20-141gb'],
    ['H100', 94, 'h100-nvl'],
    ['RTX PRO 5000', 72, 'rtx-pro-5000-72gb'],
  ])('lets memory decide: %s with %s GB is %s', (words, memoryGb, id) => {
    expect(idOf(recognise(words, memoryGb))).toBe(id);
  });

  it.each<readonly [string, number]>([
    ['H100', 64],
    ['H100 SXM', 94],
    ['A100', 64],
    ['A100-SXM4-40GB', 80],
    ['RTX 4090', 48],
    ['L40S', 24],
    ['B200', 141],
    ['Ascend 910C', 96],
    ['NVIDIA_GH200', 480],
  ])('does not match %s with the memory of another: %s GB', (words, memoryGb) => {
    expect(recognise(words, memoryGb)).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(/^expected the memory of .+, found .+ GB$/),
    });
  });

  it.each(['H100 or H200', 'A100 / V100', 'NVIDIA L4, L40S', 'Snt9b1, Snt9b2'])(
    'does not choose among several chips: %s',
    (words) => {
      expect(recognise(words, null)).toMatchObject({
        kind: 'unknown',
        reason: expect.stringMatching(/^expected one chip, found /),
      });
    },
  );

  it.each([
    ['NVIDIA L40S-48GB, 8 vCPU', 'l40s'],
    ['Ascend 910C, Atlas A3', 'ascend-910c'],
  ])('reads %s, which names one', (words, id) => {
    expect(idOf(recognise(words, null))).toBe(id);
  });

  it.each([
    ['Ascend 960', 'ascend-960'],
    ['Ascend 960DT', 'ascend-960dt'],
    ['Ascend 970', 'ascend-970'],
    ['Ascend 980', 'ascend-980'],
    ['Ascend 950DT', 'ascend-950dt'],
    ['NVIDIA Rubin', 'rubin'],
    ['VR200 NVL72', 'rubin'],
    ['MI455X', 'mi455x'],
  ])('knows that %s is still to come', (words, id) => {
    expect(recognise(words, null)).toMatchObject({
      kind: 'known',
      accelerator: { id, coming: true },
    });
  });

  it.each(['Ascend 920', 'ascend920', '昇腾920', 'Huawei Ascend-920 64GB'])(
    'refuses %s',
    (words) => {
      expect(recognise(words, null)).toEqual({
        kind: 'unknown',
        reason: 'not a product: press rumour',
      });
    },
  );

  it.each([
    'X100',
    'NVIDIA H400',
    'MI500X',
    'Ascend 990',
    'RTX 7090',
    'NVIDIA Feynman',
    'B400 SXM',
  ])('takes %s for new hardware', (words) => {
    expect(recognise(words, null)).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    '',
    ' ',
    '-',
    'unknown',
    'CPU',
    'N/A',
    'n/a',
    'GPU',
    'NVIDIA',
    'NVIDIA GPU',
    'none',
    '8',
    '80 GB',
    '8 vCPUs, 32 GB',
    'Intel Xeon 8480C',
    'AMD EPYC 9654',
    'Intel Ice Lake',
    'module',
    'card',
    '<td>H100 SXM</td>',
    'We rent out the H100 and the H200 by the hour, please contact our sales team',
  ])('takes %j for no chip', (words) => {
    expect(recognise(words, null)).toMatchObject({ kind: 'junk' });
  });

  it.each<readonly [string, number | null, string, number]>([
    [
      'NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 1g.24gb',
      24,
      'rtx-pro-6000-server',
      24 / 96,
    ],
    [
      'NVIDIA RTX PRO 6000 Blackwell Server Edition MIG 2g.48gb',
      48,
      'rtx-pro-6000-server',
      48 / 96,
    ],
    ['H100-PCIe MIG 1g.10gb', 80, 'h100-pcie', 10 / 80],
    ['NVIDIA-A100-SXM4-40GB-MIG-1g.5gb', null, 'a100-sxm-40gb', 5 / 40],
    ['H100 SXM mig_3g.40gb', 40, 'h100-sxm', 40 / 80],
    ['1/8 L4', null, 'l4', 1 / 8],
    ['L4 (1/8)', 3, 'l4', 1 / 8],
    ['NVIDIA A16-8Q', 8, 'a16', 8 / 16],
  ])('reads %s with %s GB as a part of the %s', (words, memoryGb, id, fraction) => {
    expect(partOf(words, memoryGb)).toEqual([id, fraction]);
  });

  it('names no fraction of a whole card', () => {
    expect(partOf('H100 SXM', 80)).toEqual(['h100-sxm', null]);
  });

  it.each([
    'A100 MIG 1g.5gb',
    'NVIDIA-A100-SXM4-40GB-SHARED',
    'H100 SXM slice',
    'huawei.com/Ascend910-2c',
    'huawei.com/Ascend310P-4c',
    'L4 MIG 1g.48gb',
  ])('does not take a part of unknown size for a whole: %s', (words) => {
    expect(recognise(words, null)).toMatchObject({ kind: 'unknown' });
  });

  it.each<readonly [string, number | null, string | null]>([
    ['Ascend 910C', 64, 'die'],
    ['Ascend 910C', 64 * GIB_IN_GB, 'die'],
    ['Ascend 910C', 128, 'package'],
    ['Ascend 910C 128GB', null, 'package'],
    ['Snt9B23', null, 'die'],
    ['8snt9b23', null, 'die'],
    ['Ascend 910C davinci0', null, 'die'],
    ['Ascend 910C die', null, 'die'],
    ['Ascend 910C package', null, 'package'],
    ['Ascend 910C', null, null],
  ])('counts %s with %s GB by the %s', (words, memoryGb, unit) => {
    expect(unitOf(words, memoryGb)).toEqual(['ascend-910c', unit]);
  });

  it('has no unit for a chip of one die', () => {
    expect(unitOf('Ascend 910B3', 64)).toEqual(['ascend-910b3', null]);
  });
});
