import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

const SOURCE = 'https://www.ovhcloud.com/en/about-us/global-infrastructure/expansion-regions-az/';

/** The data centres of its dedicated servers, by the codes of their stock list. */
const DATA_CENTRES = regionsOf('ovhcloud', { source: SOURCE, confidence: 'recalled' }, [
  ['bhs', 'Beauharnois', 'CA'],
  ['eri', 'London', 'GB'],
  ['eu-west-par-a', 'Paris', 'FR'],
  ['eu-west-par-b', 'Paris', 'FR'],
  ['eu-west-par-c', 'Paris', 'FR'],
  ['fra', 'Frankfurt', 'DE'],
  ['gra', 'Gravelines', 'FR'],
  ['hil', 'Hillsboro', 'US'],
  ['lim', 'Limburg', 'DE'],
  ['lon', 'London', 'GB'],
  ['mum', 'Mumbai', 'IN'],
  ['rbx', 'Roubaix', 'FR'],
  ['sbg', 'Strasbourg', 'FR'],
  ['sgp', 'Singapore', 'SG'],
  ['syd', 'Sydney', 'AU'],
  ['vin', 'Vint Hill', 'US'],
  ['waw', 'Warsaw', 'PL'],
  ['ynm', 'Mumbai', 'IN'],
]);

/** The regions of its public cloud. */
const PUBLIC_CLOUD = regionsOf('ovhcloud', { source: SOURCE, confidence: 'recalled' }, [
  ['AP-SOUTH-MUM', 'Mumbai', 'IN'],
  ['BHS', 'Beauharnois', 'CA'],
  ['CA-EAST-TOR', 'Toronto', 'CA'],
  ['DE', 'Frankfurt', 'DE'],
  ['EU-SOUTH-MIL', 'Milan', 'IT'],
  ['EU-WEST-PAR', 'Paris', 'FR'],
  ['GRA', 'Gravelines', 'FR'],
  ['RBX', 'Roubaix', 'FR'],
  ['SBG', 'Strasbourg', 'FR'],
  ['SGP', 'Singapore', 'SG'],
  ['SYD', 'Sydney', 'AU'],
  ['UK', 'London', 'GB'],
  ['US-EAST-VA', 'Vint Hill', 'US'],
  ['US-WEST-OR', 'Hillsboro', 'US'],
  ['WAW', 'Warsaw', 'PL'],
]);

/** The regions of OVHcloud. */
export const REGIONS_OVHCLOUD: readonly Region[] = [...DATA_CENTRES, ...PUBLIC_CLOUD];
