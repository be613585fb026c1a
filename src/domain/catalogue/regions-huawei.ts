import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

const RECALLED = { confidence: 'recalled' } as const;
const INFERRED = { confidence: 'inferred' } as const;

const HUAWEI_CLOUD = regionsOf(
  'huawei-cloud',
  {
    source: 'region maps of github.com/huaweicloud/huaweicloud-skills and of the SDK (2026-08)',
    confidence: 'documented',
  },
  [
    ['cn-north-1', 'Beijing', 'CN', RECALLED],
    ['cn-north-2', 'Beijing', 'CN', RECALLED],
    ['cn-north-4', 'Beijing', 'CN'],
    ['cn-north-7', 'Ulanqab', 'CN', { confidence: 'reported' }],
    ['cn-north-9', 'Ulanqab', 'CN'],
    ['cn-north-11', 'Ulanqab', 'CN'],
    ['cn-north-12', 'Ulanqab', 'CN'],
    ['cn-east-2', 'Shanghai', 'CN', RECALLED],
    ['cn-east-3', 'Shanghai', 'CN'],
    ['cn-east-4', 'Wuhu', 'CN', INFERRED],
    ['cn-east-5', 'Qingdao', 'CN'],
    ['cn-south-1', 'Guangzhou', 'CN'],
    ['cn-south-2', 'Shenzhen', 'CN', RECALLED],
    ['cn-south-4', 'Guangzhou', 'CN'],
    ['cn-southwest-2', 'Guiyang', 'CN'],
    ['cn-southwest-3', "Gui'an", 'CN', INFERRED],
    ['ap-southeast-1', 'Hong Kong', 'HK'],
    ['ap-southeast-2', 'Bangkok', 'TH'],
    ['ap-southeast-3', 'Singapore', 'SG'],
    ['ap-southeast-4', 'Jakarta', 'ID'],
    ['ap-southeast-5', 'Manila', 'PH'],
    ['my-kualalumpur-1', 'Kuala Lumpur', 'MY', { operator: 'TM One', ...INFERRED }],
    ['af-south-1', 'Johannesburg', 'ZA'],
    ['af-north-1', 'Cairo', 'EG'],
    ['me-east-1', 'Riyadh', 'SA'],
    ['ae-ad-1', 'Abu Dhabi', 'AE', { operator: 'e&' }],
    ['tr-west-1', 'Istanbul', 'TR'],
    ['tr-central-201', 'Ankara', 'TR', { operator: 'a partner' }],
    ['eu-west-101', 'Dublin', 'IE'],
    ['eu-west-0', 'Paris', 'FR', { operator: 'Orange' }],
    ['la-north-2', 'Mexico City', 'MX'],
    ['na-mexico-1', 'Mexico City', 'MX', RECALLED],
    ['la-south-2', 'Santiago', 'CL'],
    ['sa-brazil-1', 'São Paulo', 'BR'],
    ['sa-peru-1', 'Lima', 'PE', RECALLED],
    ['ru-moscow-1', 'Moscow', 'RU'],
    ['ru-northwest-2', null, 'RU'],
  ],
);

/** Built on Huawei's stack, run by T-Systems. */
const OPEN_TELEKOM_CLOUD = regionsOf(
  'open-telekom-cloud',
  {
    source: 'github.com/opentelekomcloud-docs/regions-and-endpoints doc/source/index.rst',
    confidence: 'documented',
  },
  [
    ['eu-de', null, 'DE'],
    ['eu-nl', null, 'NL'],
    ['eu-ch2', null, 'CH', RECALLED],
  ],
);

/** The regions of Huawei Cloud and of the clouds others build on it. */
export const REGIONS_HUAWEI: readonly Region[] = [...HUAWEI_CLOUD, ...OPEN_TELEKOM_CLOUD];
