import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

const DIGITALOCEAN = regionsOf(
  'digitalocean',
  {
    source: 'https://docs.digitalocean.com/platform/regional-availability/',
    confidence: 'documented',
  },
  [
    ['ams2', 'Amsterdam', 'NL'],
    ['ams3', 'Amsterdam', 'NL'],
    ['atl1', 'Atlanta', 'US'],
    ['blr1', 'Bangalore', 'IN'],
    ['fra1', 'Frankfurt', 'DE'],
    ['lon1', 'London', 'GB'],
    ['nyc1', 'New York', 'US'],
    ['nyc2', 'New York', 'US'],
    ['nyc3', 'New York', 'US'],
    ['sfo1', 'San Francisco', 'US'],
    ['sfo2', 'San Francisco', 'US'],
    ['sfo3', 'San Francisco', 'US'],
    ['sgp1', 'Singapore', 'SG'],
    ['syd1', 'Sydney', 'AU'],
    ['tor1', 'Toronto', 'CA'],
  ],
);

const JARVISLABS = regionsOf(
  'jarvislabs',
  {
    source: 'github.com/dstackai/gpuhunt, src/gpuhunt/providers/jarvislabs.py: hosts by region',
    confidence: 'inferred',
  },
  [
    ['india-01', null, 'IN'],
    ['india-noida-01', null, 'IN'],
  ],
);

const SEEWEB = regionsOf(
  'seeweb',
  {
    source: 'github.com/dstackai/gpuhunt, src/tests/providers/test_seeweb.py: the codes',
    confidence: 'inferred',
  },
  [
    ['it-fr2', null, 'IT'],
    ['it-mi2', 'Milan', 'IT'],
  ],
);

/** The regions of providers whose lists want a key. */
export const REGIONS_KEYED: readonly Region[] = [...DIGITALOCEAN, ...JARVISLABS, ...SEEWEB];
