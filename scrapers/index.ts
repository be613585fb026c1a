export { aws } from './aws.ts';
export { awsSpot } from './aws-spot.ts';
export { gcpPricing } from './gcp-pricing.ts';
export {
  huaweiCalculator,
  huaweiCalculatorEu,
  huaweiEcs,
  huaweiModelarts,
} from './huawei/index.ts';
export { lambda } from './lambda.ts';
export { linode } from './linode.ts';
export { nebius } from './nebius.ts';
export { oci } from './oci.ts';
export { ovhcloud } from './ovhcloud.ts';
export { runpod } from './runpod.ts';
export { scaleway } from './scaleway.ts';
export { vultr } from './vultr.ts';
