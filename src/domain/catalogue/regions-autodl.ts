import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

/** AutoDL's regions for elastic deployments, all in mainland China. */
export const REGIONS_AUTODL: readonly Region[] = regionsOf(
  'autodl',
  {
    source: 'https://www.autodl.com/docs/esd_api_doc/ appendix, as read by its users in 2026',
    confidence: 'documented',
  },
  [
    ['westDC2', 'north-west', 'CN'],
    ['westDC3', 'north-west', 'CN'],
    ['beijingDC1', 'Beijing', 'CN'],
    ['beijingDC2', 'Beijing', 'CN'],
    ['beijingDC3', 'Beijing', 'CN'],
    ['beijingDC4', 'Beijing', 'CN'],
    ['neimengDC1', 'Inner Mongolia', 'CN'],
    ['neimengDC3', 'Inner Mongolia', 'CN'],
    ['foshanDC1', 'Foshan', 'CN'],
    ['chongqingDC1', 'Chongqing', 'CN'],
    ['yangzhouDC1', 'Yangzhou', 'CN'],
  ],
);
