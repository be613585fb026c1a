export { akash } from './akash.ts';
export { alibaba } from './alibaba.ts';
export { autodl } from './autodl.ts';
export { aws } from './aws.ts';
export { awsBulk } from './aws-bulk.ts';
export { awsChina } from './aws-china.ts';
export { awsSpot } from './aws-spot.ts';
export { azure } from './azure.ts';
export { clore } from './clore.ts';
export { cloudrift } from './cloudrift.ts';
export { coreweave } from './coreweave.ts';
export { crusoe } from './crusoe.ts';
export { crusoeApi } from './crusoe-api.ts';
export { ctyun } from './ctyun.ts';
export { cudo } from './cudo.ts';
export { deepinfra } from './deepinfra.ts';
export { digitalocean } from './digitalocean.ts';
export { ecb } from './ecb.ts';
export { exoscaleApi } from './exoscale-api.ts';
export { gcpBilling } from './gcp-billing.ts';
export { gcpPricing } from './gcp-pricing.ts';
export { gcpRegions } from './gcp-regions.ts';
export { hetznerAuction } from './hetzner-auction.ts';
export { hetznerDedicated } from './hetzner-dedicated.ts';
export { hotAisle } from './hot-aisle.ts';
export {
  huaweiCalculator,
  huaweiCalculatorEu,
  huaweiEcs,
  huaweiModelarts,
} from './huawei/index.ts';
export { hyperstack } from './hyperstack.ts';
export { hyperstackApi } from './hyperstack-api.ts';
export { ibmKubernetes } from './ibm-kubernetes.ts';
export { jarvislabs } from './jarvislabs.ts';
export { lambda } from './lambda.ts';
export { lambdaApi } from './lambda-api.ts';
export { latitudeApi } from './latitude-api.ts';
export { linode } from './linode.ts';
export { lium } from './lium.ts';
export { mithril } from './mithril.ts';
export { modelsDev } from './models-dev.ts';
export { nebius } from './nebius.ts';
export { oci } from './oci.ts';
export { openrouter } from './openrouter.ts';
export { otc } from './otc.ts';
export { ovhcloud } from './ovhcloud.ts';
export { ovhcloudDedicated } from './ovhcloud-dedicated/index.ts';
export { primeIntellect } from './prime-intellect.ts';
export { quantacloud } from './quantacloud.ts';
export { runpod } from './runpod.ts';
export { scaleway } from './scaleway.ts';
export { seeweb } from './seeweb.ts';
export { shadeform } from './shadeform.ts';
export { tencent } from './tencent.ts';
export { upcloudApi } from './upcloud-api.ts';
export { vast } from './vast.ts';
export { verda } from './verda.ts';
export { vultr } from './vultr.ts';
