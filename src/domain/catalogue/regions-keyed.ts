import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

const CRUSOE = regionsOf(
  'crusoe',
  {
    source: 'github.com/PrimeIntellect-ai/prime-cli, packages/prime/tests/data, 2025-10',
    confidence: 'reported',
  },
  [
    ['us-east1-a', null, 'US'],
    ['us-northcentral1-a', null, 'US'],
  ],
);

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

const EXOSCALE = regionsOf(
  'exoscale',
  { source: 'https://www.exoscale.com/datacenters/', confidence: 'documented' },
  [
    ['at-vie-1', 'Vienna', 'AT'],
    ['at-vie-2', 'Vienna', 'AT'],
    ['bg-sof-1', 'Sofia', 'BG'],
    ['ch-dk-2', 'Zurich', 'CH'],
    ['ch-gva-2', 'Geneva', 'CH'],
    ['de-fra-1', 'Frankfurt', 'DE'],
    ['de-muc-1', 'Munich', 'DE'],
    ['hr-zag-1', 'Zagreb', 'HR'],
  ],
);

const HYPERSTACK = regionsOf(
  'hyperstack',
  { source: 'https://docs.hyperstack.cloud/docs/hardware/regions', confidence: 'documented' },
  [
    ['CANADA-1', null, 'CA'],
    ['NORWAY-1', null, 'NO'],
    ['US-1', null, 'US'],
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

const UPCLOUD = regionsOf(
  'upcloud',
  {
    source:
      'github.com/UpCloudLtd/upcloud-go-api, upcloud/service/fixtures/getzones.yaml of 2020-08-19',
    confidence: 'documented',
  },
  [
    ['de-fra1', 'Frankfurt', 'DE'],
    ['fi-hel1', 'Helsinki', 'FI'],
    ['fi-hel2', 'Helsinki', 'FI'],
    ['nl-ams1', 'Amsterdam', 'NL'],
    ['sg-sin1', 'Singapore', 'SG'],
    ['uk-lon1', 'London', 'GB'],
    ['us-chi1', 'Chicago', 'US'],
    ['us-nyc1', 'New York', 'US'],
    ['us-sjo1', 'San Jose', 'US'],
  ],
);

const VERDA = regionsOf(
  'verda',
  {
    source: 'github.com/dstackai/gpuhunt, src/tests/providers/test_verda.py: the list of locations',
    confidence: 'reported',
  },
  [
    ['FIN-01', null, 'FI'],
    ['FIN-02', null, 'FI'],
    ['FIN-03', null, 'FI', { confidence: 'inferred' }],
    ['ICE-01', null, 'IS'],
  ],
);

/** The regions of providers whose lists want a key. */
export const REGIONS_KEYED: readonly Region[] = [
  ...CRUSOE,
  ...DIGITALOCEAN,
  ...EXOSCALE,
  ...HYPERSTACK,
  ...JARVISLABS,
  ...SEEWEB,
  ...UPCLOUD,
  ...VERDA,
];
