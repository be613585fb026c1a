import type { Region } from './region.ts';
import { REGIONS_ALIBABA } from './regions-alibaba.ts';
import { REGIONS_AUTODL } from './regions-autodl.ts';
import { REGIONS_AWS } from './regions-aws.ts';
import { REGIONS_AZURE } from './regions-azure.ts';
import { REGIONS_CTYUN } from './regions-ctyun.ts';
import { REGIONS_GCP } from './regions-gcp.ts';
import { REGIONS_HETZNER } from './regions-hetzner.ts';
import { REGIONS_HUAWEI } from './regions-huawei.ts';
import { REGIONS_IBM } from './regions-ibm.ts';
import { REGIONS_KEYED } from './regions-keyed.ts';
import { REGIONS_MARKETS } from './regions-markets.ts';
import { REGIONS_OCI } from './regions-oci.ts';
import { REGIONS_OTHERS } from './regions-others.ts';
import { REGIONS_OVHCLOUD } from './regions-ovhcloud.ts';
import { REGIONS_PAGES } from './regions-pages.ts';
import { REGIONS_TENCENT } from './regions-tencent.ts';
import { REGIONS_VULTR } from './regions-vultr.ts';

/** Every region of the catalogue. */
export const REGIONS: readonly Region[] = Object.freeze([
  ...REGIONS_ALIBABA,
  ...REGIONS_AUTODL,
  ...REGIONS_AWS,
  ...REGIONS_AZURE,
  ...REGIONS_CTYUN,
  ...REGIONS_GCP,
  ...REGIONS_HETZNER,
  ...REGIONS_HUAWEI,
  ...REGIONS_IBM,
  ...REGIONS_KEYED,
  ...REGIONS_MARKETS,
  ...REGIONS_OCI,
  ...REGIONS_OTHERS,
  ...REGIONS_OVHCLOUD,
  ...REGIONS_PAGES,
  ...REGIONS_TENCENT,
  ...REGIONS_VULTR,
]);

const BY_CODE = new Map(REGIONS.map((region) => [codeOf(region.provider, region.region), region]));

/** The region of that provider, or null where the catalogue does not have it. */
export function regionOf(provider: string, region: string): Region | null {
  return BY_CODE.get(codeOf(provider, region)) ?? null;
}

function codeOf(provider: string, region: string): string {
  return `${provider} ${region}`;
}
