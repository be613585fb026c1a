import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

/** It sells by continent. */
const COREWEAVE = regionsOf(
  'coreweave',
  { source: 'https://www.coreweave.com/pricing, as of 2026-08', confidence: 'documented' },
  [
    ['NORTH AMERICA', null, null, { jurisdiction: 'outside-china' }],
    ['EUROPE', null, null, { jurisdiction: 'outside-china' }],
  ],
);

const LATITUDE = regionsOf(
  'latitude',
  { source: 'https://www.latitude.sh/pricing, as of 2026-08', confidence: 'documented' },
  [
    ['AMS', 'Amsterdam', 'NL'],
    ['ASH', 'Ashburn', 'US'],
    ['ASH2', 'Ashburn', 'US'],
    ['CHI', 'Chicago', 'US'],
    ['DAL', 'Dallas', 'US'],
    ['FRA', 'Frankfurt', 'DE'],
    ['FRA2', 'Frankfurt', 'DE'],
    ['LAX', 'Los Angeles', 'US'],
    ['LAX2', 'Los Angeles', 'US'],
    ['LON', 'London', 'GB'],
    ['LON2', 'London', 'GB'],
    ['MIA2', 'Miami', 'US'],
    ['NYC', 'New York', 'US'],
    ['SJC2', 'San Jose', 'US'],
    ['SYD', 'Sydney', 'AU'],
    ['SYD2', 'Sydney', 'AU'],
    ['TYO3', 'Tokyo', 'JP'],
    ['TYO4', 'Tokyo', 'JP'],
  ],
);

/** The regions that pages of prices name. */
export const REGIONS_PAGES: readonly Region[] = [...COREWEAVE, ...LATITUDE];
