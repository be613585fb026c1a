export { aws } from './aws.ts';
export { awsSpot } from './aws-spot.ts';
export { huaweiCalculator } from './huawei-calculator/index.ts';
export { lambda } from './lambda.ts';
export { linode } from './linode.ts';
export { nebius } from './nebius.ts';
export { runpod } from './runpod.ts';
export { scaleway } from './scaleway.ts';
