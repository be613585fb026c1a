import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

/** The regions of Vultr. */
export const REGIONS_VULTR: readonly Region[] = regionsOf(
  'vultr',
  {
    source:
      'https://api.vultr.com/v2/regions, as placed in github.com/SpareCores/sc-crawler (2026)',
    confidence: 'documented',
  },
  [
    ['ams', 'Amsterdam', 'NL'],
    ['atl', 'Atlanta', 'US'],
    ['blr', 'Bangalore', 'IN'],
    ['bom', 'Mumbai', 'IN'],
    ['cdg', 'Paris', 'FR'],
    ['del', 'Delhi NCR', 'IN'],
    ['dfw', 'Dallas', 'US'],
    ['ewr', 'New Jersey', 'US'],
    ['fra', 'Frankfurt', 'DE'],
    ['hnl', 'Honolulu', 'US'],
    ['icn', 'Seoul', 'KR'],
    ['itm', 'Osaka', 'JP'],
    ['jnb', 'Johannesburg', 'ZA'],
    ['lax', 'Los Angeles', 'US'],
    ['lhr', 'London', 'GB'],
    ['mad', 'Madrid', 'ES'],
    ['man', 'Manchester', 'GB'],
    ['mel', 'Melbourne', 'AU'],
    ['mex', 'Mexico City', 'MX'],
    ['mia', 'Miami', 'US'],
    ['mxp', 'Milan', 'IT'],
    ['nrt', 'Tokyo', 'JP'],
    ['ord', 'Chicago', 'US'],
    ['sao', 'São Paulo', 'BR'],
    ['scl', 'Santiago', 'CL'],
    ['sea', 'Seattle', 'US'],
    ['sgp', 'Singapore', 'SG'],
    ['sjc', 'Silicon Valley', 'US'],
    ['sto', 'Stockholm', 'SE'],
    ['syd', 'Sydney', 'AU'],
    ['tlv', 'Tel Aviv', 'IL'],
    ['waw', 'Warsaw', 'PL'],
    ['yto', 'Toronto', 'CA'],
  ],
);
