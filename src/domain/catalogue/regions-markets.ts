import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

const COUNTRIES = [
  'AE AM AR AT AU AZ BA BD BE BG BO BR BY CA CH CL',
  'CN CO CR CY CZ DE DK DO DZ EC EE EG ES FI FR GB',
  'GE GR GT HK HR HU ID IE IL IN IQ IS IT JO JP KE',
  'KG KH KR KW KZ LA LB LK LT LU LV MA MD ME MG MK',
  'MN MO MT MX MY NG NL NO NP NZ OM PA PE PH PK PL',
  'PR PT PY QA RO RS RU SA SE SG SI SK SN TH TN TR',
  'TT TW UA US UY UZ VE VN ZA',
].flatMap((line) => line.split(' '));

/** What says no more of a place than its country, by the code of ISO 3166-1; most are markets and brokers. */
export const REGIONS_MARKETS: readonly Region[] = [
  'clore',
  'gcore',
  'lium',
  'prime-intellect',
  'vast',
].flatMap((market) =>
  regionsOf(
    market,
    { source: 'https://www.iso.org/obp/ui/#search (ISO 3166-1 alpha-2)', confidence: 'documented' },
    COUNTRIES.map((country) => [country, null, country] as const),
  ),
);
