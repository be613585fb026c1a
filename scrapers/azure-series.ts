import { z } from 'zod';

type Sizes = Readonly<Record<string, number>>;

/** Sizes by the accelerators they have; below one for a share of one. */
const NC_T4 = { NC4as_T4_v3: 1, NC8as_T4_v3: 1, NC16as_T4_v3: 1, NC64as_T4_v3: 4 };
const NC_A10 = { NC8ads_A10_v4: 1 / 2, NC16ads_A10_v4: 1, NC32ads_A10_v4: 2 };
const NV_A10 = {
  ...{ NV6ads_A10_v5: 1 / 6, NV12ads_A10_v5: 1 / 3, NV18ads_A10_v5: 1 / 2 },
  ...{ NV36ads_A10_v5: 1, NV36adms_A10_v5: 1, NV72ads_A10_v5: 2 },
};
const RTX_PRO_6000 = {
  ...{ NC24lds_xl_RTXPRO6000BSE_v6: 1 / 4, NC36lds_xl_RTXPRO6000BSE_v6: 1 / 4 },
  ...{ NC36ds_xl_RTXPRO6000BSE_v6: 1 / 4, NC72ds_xl_RTXPRO6000BSE_v6: 1 / 2 },
  ...{ NC72lds_xl_RTXPRO6000BSE_v6: 1 / 2, NC144ds_xl_RTXPRO6000BSE_v6: 1 },
  ...{ NC144lds_xl_RTXPRO6000BSE_v6: 1, NC288ds_xl_RTXPRO6000BSE_v6: 2 },
  ...{ NC288lds_xl_RTXPRO6000BSE_v6: 2 },
};
const NV_V710 = {
  ...{ NV4ads_V710_v5: 1 / 6, NV8ads_V710_v5: 1 / 3, NV12ads_V710_v5: 1 / 2 },
  ...{ NV24ads_V710_v5: 1, NV28adms_V710_v5: 1 },
};
const NG_V620 = {
  ...{ NG8ads_V620_v1: 1 / 4, NG16ads_V620_v1: 1 / 2, NG32ads_V620_v1: 1, NG32adms_V620_v1: 1 },
};

/** https://learn.microsoft.com/azure/virtual-machines/sizes/overview, GPU accelerated */
const SERIES: readonly (readonly [accelerator: string, sizes: Sizes])[] = [
  ['NVIDIA K80', { NC6: 1, NC12: 2, NC24: 4, NC24r: 4 }],
  ['NVIDIA M60', { NV6: 1, NV12: 2, NV24: 4, NV12s_v3: 1, NV24s_v3: 2, NV48s_v3: 4 }],
  ['NVIDIA P100', { NC6s_v2: 1, NC12s_v2: 2, NC24s_v2: 4, NC24rs_v2: 4 }],
  ['NVIDIA P40', { ND6s: 1, ND12s: 2, ND24s: 4, ND24rs: 4 }],
  ['NVIDIA V100 PCIe 16GB', { NC6s_v3: 1, NC12s_v3: 2, NC24s_v3: 4, NC24rs_v3: 4 }],
  ['NVIDIA V100 SXM 32GB', { ND40rs_v2: 8 }],
  ['NVIDIA T4', NC_T4],
  ['NVIDIA A10', { ...NC_A10, ...NV_A10 }],
  ['NVIDIA A100 PCIe 80GB', { NC24ads_A100_v4: 1, NC48ads_A100_v4: 2, NC96ads_A100_v4: 4 }],
  ['NVIDIA A100 SXM 40GB', { ND96asr_v4: 8 }],
  ['NVIDIA A100 SXM 80GB', { ND96amsr_A100_v4: 8, ND96ams_A100_v4: 8 }],
  ['NVIDIA H100 NVL', { NC40ads_H100_v5: 1, NC80adis_H100_v5: 2 }],
  ['NVIDIA H100 SXM', { ND96isr_H100_v5: 8, ND96is_H100_v5: 8, ND96is_noIB_H100_v5: 8 }],
  ['NVIDIA H200 SXM', { ND96isr_H200_v5: 8 }],
  ['NVIDIA GB200', { ND128isr_NDR_GB200_v6: 4 }],
  ['NVIDIA GB300', { ND128isr_GB300_v6: 4, ND128isr_NDR_GB300_v6: 4 }],
  ['NVIDIA RTX PRO 6000 Blackwell Server Edition', RTX_PRO_6000],
  ['AMD MI300X', { ND96isr_MI300X_v5: 8, ND96is_MI300X_v5: 8 }],
  [
    'AMD Radeon Instinct MI25',
    { NV4as_v4: 1 / 8, NV8as_v4: 1 / 4, NV16as_v4: 1 / 2, NV32as_v4: 1 },
  ],
  ['AMD Radeon Pro V710', NV_V710],
  ['AMD Radeon Pro V620', NG_V620],
];
const BY_SIZE: ReadonlyMap<string, readonly [accelerator: string, share: number]> = new Map(
  SERIES.flatMap(([accelerator, sizes]) =>
    Object.entries(sizes).map(([size, share]) => [size, [accelerator, share]]),
  ),
);
/** The N series, those to come too; but NP has FPGAs and NM encoders of video. */
const ACCELERATED = /^Standard_N(?![PM]\d)[A-Z]+\d/;

/** Whether the size is of a series with accelerators, known to us or not. */
export function isAccelerated(armSkuName: string): boolean {
  return ACCELERATED.test(armSkuName);
}

/** A size as the part of a listing that it settles; not read when it is not in the table. */
export const Size = z.string().transform((sku, context) => {
  const [accelerator, share] = BY_SIZE.get(sku.replace('Standard_', '')) ?? [];
  if (accelerator !== undefined && share !== undefined) {
    return { sku, accelerator, count: Math.max(share, 1), fraction: Math.min(share, 1) };
  }
  context.addIssue(`size not in the table: ${sku}`);
  return z.NEVER;
});
