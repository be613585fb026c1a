import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

/** The regions of IBM Cloud. */
export const REGIONS_IBM: readonly Region[] = regionsOf(
  'ibm',
  {
    source: 'https://cloud.ibm.com/docs/overview?topic=overview-locations',
    confidence: 'documented',
  },
  [
    ['au-syd', 'Sydney', 'AU'],
    ['br-sao', 'São Paulo', 'BR'],
    ['ca-mon', 'Montreal', 'CA'],
    ['ca-tor', 'Toronto', 'CA'],
    ['eu-de', 'Frankfurt', 'DE'],
    ['eu-es', 'Madrid', 'ES'],
    ['eu-fr2', 'Paris', 'FR'],
    ['eu-gb', 'London', 'GB'],
    ['in-che', 'Chennai', 'IN', { confidence: 'recalled' }],
    ['jp-osa', 'Osaka', 'JP'],
    ['jp-tok', 'Tokyo', 'JP'],
    ['us-east', 'Washington, DC', 'US'],
    ['us-south', 'Dallas', 'US'],
  ],
);
