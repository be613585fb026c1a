import { money } from '../money.ts';
import type { Sighting } from './sightings.ts';

/** The pages bear no date: this is when the evidence was gathered. */
const GATHERED = '2026-11';
const VENDOR_SAMPLE =
  'github.com/huaweicloud-samples/modelarts-vllm-ascend-deploy-skill CODEARTS.md, references/model-recipes.md';

const JOHANNESBURG = {
  kind: 'for-rent',
  provider: 'huawei-cloud',
  region: 'af-south-1',
  place: 'Johannesburg',
  country: 'ZA',
  jurisdiction: 'outside-china',
  accelerator: 'ascend-910b3',
  seenOn: GATHERED,
  price: null,
  priceUnit: null,
  source: VENDOR_SAMPLE,
  confidence: 'documented',
} as const;

/** Ascend that could be rented. */
export const FOR_RENT: readonly Sighting[] = [
  {
    ...JOHANNESBURG,
    id: 'huawei-johannesburg-910b3-1',
    what: 'ModelArts inference in the public pool, one card: modelarts.bm.arm.24u.192g.npu.1d910b',
    says: 'Seen by 2026-11: a vendor sample says this service flavour ran there; no price is known.',
  },
  {
    ...JOHANNESBURG,
    id: 'huawei-johannesburg-910b3-2',
    what: 'ModelArts inference in the public pool, two cards: modelarts.bm.arm.48u.384g.npu.2d910b',
    says: 'Seen by 2026-11: a vendor sample says this service flavour ran there; no price is known.',
  },
  {
    id: 'huawei-mainland-910b2-price',
    kind: 'for-rent',
    provider: 'huawei-cloud',
    region: null,
    place: 'mainland China',
    country: 'CN',
    jurisdiction: 'mainland-china',
    what: 'ModelArts real-time inference, one card: modelarts.bm.arm.24u.npu.1snt9b',
    accelerator: 'ascend-910b2',
    seenOn: '2026-05-15',
    price: money('29.55', 'CNY'),
    priceUnit: 'an hour of one card on demand',
    source: 'https://bbs.huaweicloud.com/forum/thread-0212721421799001051-1-1.html, second-hand',
    confidence: 'reported',
    says: 'A note that quotes this page gives the price for Snt9b3; the page itself was not read.',
  },
  {
    id: 'ctyun-910b-price',
    kind: 'for-rent',
    provider: 'ctyun',
    region: null,
    place: 'mainland China',
    country: 'CN',
    jurisdiction: 'mainland-china',
    what: 'pak3.4xlarge.8: one 910B of 64 GB, 16 vCPU, 128 GB',
    accelerator: 'ascend-910b',
    seenOn: '2026-06-05',
    price: money('38.45', 'CNY'),
    priceUnit: 'an hour of one card on demand',
    source: 'https://www.ctyun.cn/document/10029787/10047957, second-hand',
    confidence: 'reported',
    says: 'A note that quotes this tariff gives the price; the tariff itself was not read.',
  },
  {
    id: 'huawei-hong-kong-maas',
    kind: 'for-rent',
    provider: 'huawei-cloud',
    region: 'ap-southeast-1',
    place: 'Hong Kong',
    country: 'HK',
    jurisdiction: 'hong-kong',
    what: 'Models by the token (MaaS), api-ap-southeast-1.modelarts-maas.com',
    accelerator: null,
    seenOn: GATHERED,
    price: null,
    priceUnit: null,
    source:
      'https://support.huaweicloud.com/intl/zh-cn/usermanual-maas-modelarts/maas-modelarts-0079.html',
    confidence: 'documented',
    says: 'Seen by 2026-11: models are served from there; on which chip is not stated.',
  },
  {
    id: 'huawei-riyadh-maas',
    kind: 'for-rent',
    provider: 'huawei-cloud',
    region: 'me-east-1',
    place: 'Riyadh',
    country: 'SA',
    jurisdiction: 'outside-china',
    what: 'Models by the token (MaaS), api-me-east-1.modelarts-maas.com',
    accelerator: null,
    seenOn: GATHERED,
    price: null,
    priceUnit: null,
    source: 'public client code that names the host api-me-east-1.modelarts-maas.com',
    confidence: 'reported',
    says: 'Seen by 2026-11: public code calls a private qwen3-32b there; the chip is not stated.',
  },
];
