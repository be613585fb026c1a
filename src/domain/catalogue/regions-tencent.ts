import type { Region } from './region.ts';
import { regionsOf } from './region-rows.ts';

/** The regions of Tencent Cloud. */
export const REGIONS_TENCENT: readonly Region[] = regionsOf(
  'tencent-cloud',
  { source: 'https://www.tencentcloud.com/document/product/213/6091', confidence: 'documented' },
  [
    ['ap-bangkok', 'Bangkok', 'TH'],
    ['ap-beijing', 'Beijing', 'CN'],
    ['ap-chengdu', 'Chengdu', 'CN'],
    ['ap-chongqing', 'Chongqing', 'CN'],
    ['ap-guangzhou', 'Guangzhou', 'CN'],
    ['ap-hongkong', 'Hong Kong', 'HK'],
    ['ap-jakarta', 'Jakarta', 'ID'],
    ['ap-mumbai', 'Mumbai', 'IN'],
    ['ap-nanjing', 'Nanjing', 'CN'],
    ['ap-seoul', 'Seoul', 'KR'],
    ['ap-shanghai', 'Shanghai', 'CN'],
    ['ap-singapore', 'Singapore', 'SG'],
    ['ap-tokyo', 'Tokyo', 'JP'],
    ['eu-frankfurt', 'Frankfurt', 'DE'],
    ['me-saudi-arabia', null, 'SA', { confidence: 'recalled' }],
    ['na-ashburn', 'Virginia', 'US'],
    ['na-siliconvalley', 'Silicon Valley', 'US'],
    ['na-toronto', 'Toronto', 'CA'],
    ['sa-saopaulo', 'São Paulo', 'BR'],
  ],
);
