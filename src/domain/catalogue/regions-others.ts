import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

const CLOUDRIFT = regionsOf(
  'cloudrift',
  {
    source: 'https://api.cloudrift.ai/api-docs/, the data centres seen in 2026-10',
    confidence: 'reported',
  },
  [
    ['ap-east-tw-kn-2', null, 'TW'],
    ['ap_northeast_kr_se_1', null, 'KR'],
    ['eu-central-it-gv-1', null, 'IT'],
    ['usny01_a01', 'New York', 'US'],
    ['ustx1a_a01', 'Texas', 'US'],
  ],
);

const CUDO = regionsOf(
  'cudo',
  {
    source:
      'github.com/skypilot-org/skypilot-catalog, catalogs/v8/cudo/vms.csv; dstack, until 2025',
    confidence: 'reported',
  },
  [
    ['ca-montreal-3', 'Montreal', 'CA'],
    ['gb-bournemouth-1', 'Bournemouth', 'GB'],
    ['gb-london-1', 'London', 'GB'],
    ['no-kristiansand-1', 'Kristiansand', 'NO'],
    ['no-luster-1', 'Luster', 'NO'],
    ['se-smedjebacken-1', 'Smedjebacken', 'SE'],
    ['se-stockholm-1', 'Stockholm', 'SE'],
    ['us-carlsbad-1', 'Carlsbad', 'US'],
    ['us-newyork-1', 'New York', 'US'],
    ['us-santaclara-1', 'Santa Clara', 'US'],
  ],
);

const LAMBDA = regionsOf(
  'lambda',
  { source: 'github.com/brevdev/cloud, locations of the Lambda provider', confidence: 'reported' },
  [
    ['us-east-1', 'Virginia', 'US'],
    ['us-east-2', 'Washington, DC', 'US'],
    ['us-east-3', 'Washington, DC', 'US'],
    ['us-midwest-1', 'Illinois', 'US'],
    ['us-south-1', 'Texas', 'US'],
    ['us-south-2', 'North Texas', 'US'],
    ['us-south-3', 'Central Texas', 'US'],
    ['us-west-1', 'California', 'US'],
    ['us-west-2', 'Arizona', 'US'],
    ['us-west-3', 'Utah', 'US'],
    // Sources have Tokyo and Osaka either way round.
    ['asia-northeast-1', null, 'JP'],
    ['asia-northeast-2', null, 'JP'],
    ['asia-south-1', null, 'IN'],
    ['australia-east-1', 'Sydney', 'AU'],
    ['australia-southeast-1', null, 'AU'],
    ['europe-central-1', null, 'DE'],
    ['europe-south-1', null, 'IT'],
    ['me-west-1', null, 'IL'],
  ],
);

const LINODE = regionsOf(
  'linode',
  { source: 'https://api.linode.com/v4/regions, as of 2024-07', confidence: 'documented' },
  [
    ['ap-northeast', 'Tokyo', 'JP'],
    ['ap-south', 'Singapore', 'SG'],
    ['ap-southeast', 'Sydney', 'AU'],
    ['ap-west', 'Mumbai', 'IN'],
    ['au-mel', 'Melbourne', 'AU'],
    ['br-gru', 'São Paulo', 'BR'],
    ['ca-central', 'Toronto', 'CA'],
    ['es-mad', 'Madrid', 'ES'],
    ['eu-central', 'Frankfurt', 'DE'],
    ['eu-west', 'London', 'GB'],
    ['fr-par', 'Paris', 'FR'],
    ['gb-lon', 'London', 'GB'],
    ['id-cgk', 'Jakarta', 'ID'],
    ['in-maa', 'Chennai', 'IN'],
    ['it-mil', 'Milan', 'IT'],
    ['jp-osa', 'Osaka', 'JP'],
    ['nl-ams', 'Amsterdam', 'NL'],
    ['se-sto', 'Stockholm', 'SE'],
    ['us-central', 'Dallas', 'US'],
    ['us-east', 'Newark', 'US'],
    ['us-iad', 'Washington, DC', 'US'],
    ['us-lax', 'Los Angeles', 'US'],
    ['us-mia', 'Miami', 'US'],
    ['us-ord', 'Chicago', 'US'],
    ['us-sea', 'Seattle', 'US'],
    ['us-southeast', 'Atlanta', 'US'],
    ['us-west', 'Fremont', 'US'],
  ],
);

const NEBIUS = regionsOf(
  'nebius',
  { source: 'https://docs.nebius.com/overview/regions, as quoted in 2026', confidence: 'reported' },
  [
    ['eu-north1', null, 'FI'],
    ['eu-north2', null, 'IS'],
    ['eu-south1', 'Madrid', 'ES'],
    ['eu-west1', null, 'FR'],
    ['eu-west2', null, 'FR'],
    ['me-west1', null, 'IL'],
    ['uk-south1', null, 'GB'],
    ['uk-south2', null, 'GB'],
    ['us-central1', 'Kansas City', 'US'],
    ['us-north1', 'Woodbury', 'US'],
  ],
);

const NOVITA = regionsOf(
  'novita',
  {
    source: 'https://api.novita.ai/gpu-instance/openapi/v1/products, as others read it in 2026',
    confidence: 'reported',
  },
  [
    ['AS-IN-01', null, 'IN'],
    ['AS-SGP-02', null, 'SG'],
    ['CN-HK-01', null, 'HK'],
    ['EU-GB-01', null, 'GB'],
    ['EU-GER-02', null, 'DE'],
    ['US-01', 'Dallas', 'US'],
    ['US-CA-06', 'California', 'US'],
  ],
);

const QUANTACLOUD = regionsOf(
  'quantacloud',
  {
    source: 'github.com/skypilot-org/skypilot, sky/catalog/data_fetchers/fetch_quantacloud.py',
    confidence: 'reported',
  },
  [
    ['us-east-1', null, 'US'],
    ['us-midwest-1', null, 'US'],
  ],
);

const RUNPOD = regionsOf(
  'runpod',
  {
    source: 'https://docs.rs/runpod-sdk/0.6.2/runpod_sdk/model/enum.DataCenterId.html',
    confidence: 'reported',
  },
  [
    ['AP-IN-1', null, 'IN'],
    ['AP-JP-1', null, 'JP'],
    ['CA-MTL-1', 'Montreal', 'CA'],
    ['CA-MTL-2', 'Montreal', 'CA'],
    ['CA-MTL-3', 'Montreal', 'CA'],
    ['EU-CZ-1', null, 'CZ'],
    ['EU-FR-1', null, 'FR'],
    ['EU-NL-1', null, 'NL'],
    ['EU-RO-1', null, 'RO'],
    ['EU-SE-1', null, 'SE'],
    ['EUR-IS-1', null, 'IS'],
    ['EUR-IS-2', null, 'IS'],
    ['EUR-IS-3', null, 'IS'],
    ['EUR-NO-1', null, 'NO'],
    ['OC-AU-1', null, 'AU'],
    ['US-CA-2', 'California', 'US'],
    ['US-DE-1', 'Delaware', 'US'],
    ['US-GA-1', 'Georgia', 'US'],
    ['US-GA-2', 'Georgia', 'US'],
    ['US-IL-1', 'Illinois', 'US'],
    ['US-KS-2', 'Kansas', 'US'],
    ['US-KS-3', 'Kansas', 'US'],
    ['US-MD-1', 'Maryland', 'US'],
    ['US-NC-1', 'North Carolina', 'US'],
    ['US-OR-1', 'Oregon', 'US', { confidence: 'inferred' }],
    ['US-TX-1', 'Texas', 'US'],
    ['US-TX-3', 'Texas', 'US'],
    ['US-TX-4', 'Texas', 'US'],
    ['US-WA-1', 'Washington', 'US'],
  ],
);

const SCALEWAY = regionsOf(
  'scaleway',
  {
    source: 'https://www.scaleway.com/en/docs/account/reference-content/products-availability/',
    confidence: 'documented',
  },
  [
    ['fr-par', 'Paris', 'FR'],
    ['it-mil', 'Milan', 'IT', { confidence: 'recalled' }],
    ['nl-ams', 'Amsterdam', 'NL'],
    ['pl-waw', 'Warsaw', 'PL'],
  ],
);

/** The regions of the providers with one list each. */
export const REGIONS_OTHERS: readonly Region[] = [
  ...CLOUDRIFT,
  ...CUDO,
  ...LAMBDA,
  ...LINODE,
  ...NEBIUS,
  ...NOVITA,
  ...QUANTACLOUD,
  ...RUNPOD,
  ...SCALEWAY,
];
