/**
 * Verda's (DataCrunch) pricing page, as it declares itself in words of schema.org: instances, on demand
 * and spot, dollars for the instance an hour. It names no region and no stock. Clusters, and containers
 * that are billed while they run, stand beside these and are not read. https://verda.com/pricing
 */
import { z } from 'zod';
import {
  declaredPage,
  declaredPrice,
  priced,
  type Reading,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const BILLINGS = {
  'Hourly on-demand instance price': 'on-demand',
  'Hourly spot instance price': 'spot',
} as const;
const Sold = z.enum(Object.keys(BILLINGS) as (keyof typeof BILLINGS)[]);
/** Instances without a GPU have a price, and no name before how they are billed. */
const NAMELESS = /^ (?:on-demand|spot)$/;
const NAME = /^(?<count>[1-9]\d*)x (?<gpu>\S.*) (?<memory>\d+)GB (?:on-demand|spot)$/;

const IsOurs = z
  .object({ name: z.string(), description: z.string() })
  .transform(
    ({ name, description }) => Sold.safeParse(description).success && !NAMELESS.test(name),
  );
const Instance = z
  .object({
    name: z.string().regex(NAME, 'expected a name like "1x H100 SXM5 80GB spot"'),
    description: Sold,
  })
  .and(declaredPrice('hour'));

export const verdaPage: Scraper = declaredPage({
  id: 'verda-page',
  provider: 'verda',
  homepage: 'https://verda.com/pricing',
  anchors: ['h100-sxm', 'h200-sxm'],
  verified: 'recorded 2026-08-22',
  isOurs: IsOurs,
  row: Instance,
  readings: (instance) => [listing(instance)],
});

function listing({ name, description, price }: z.infer<typeof Instance>): Reading {
  const [count, ...words] = name.split(' ').slice(0, -1);
  return {
    ...UNSAID,
    sku: name.replace(/ (?:on-demand|spot)$/, ''),
    accelerator: words.join(' '),
    memoryGb: Number.parseInt(words.at(-1) ?? '', 10),
    count: Number.parseInt(count ?? '', 10),
    region: null,
    billing: BILLINGS[description],
    ...priced(price),
    tax: 'unknown',
  };
}
