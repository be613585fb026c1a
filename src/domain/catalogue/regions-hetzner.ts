import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

/** The sites of Hetzner, of which only those in Germany and Finland have dedicated servers. */
export const REGIONS_HETZNER: readonly Region[] = regionsOf(
  'hetzner',
  {
    source: 'https://docs.hetzner.com/cloud/general/locations/',
    confidence: 'documented',
  },
  [
    ['ASH1', 'Ashburn', 'US'],
    ['FSN1', 'Falkenstein', 'DE'],
    ['HEL1', 'Helsinki', 'FI'],
    ['HIL1', 'Hillsboro', 'US'],
    ['NBG1', 'Nuremberg', 'DE'],
    ['SIN1', 'Singapore', 'SG'],
  ],
);
