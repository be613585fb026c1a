/**
 * The file behind EC2's spot price page: for each region the lowest price of a type among its zones,
 * dollars an hour for the instance. "N/A*" means the type is not to be had as spot there.
 * https://aws.amazon.com/ec2/spot/pricing/
 */
import { z } from 'zod';
import { InstanceType, isAccelerated } from './aws-families.ts';
import {
  amountText,
  envelope,
  oneDocument,
  type Reading,
  readingsOf,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const PRICES = 'https://website.spot.ec2.aws.a2z.com/spot.json';
const NOT_SOLD = 'N/A*';
/** The file keeps the names that six regions had before codes. */
const CODES: Readonly<Record<string, string>> = {
  'us-east': 'us-east-1',
  'us-west': 'us-west-1',
  'eu-ireland': 'eu-west-1',
  'apac-sin': 'ap-southeast-1',
  'apac-syd': 'ap-southeast-2',
  'apac-tokyo': 'ap-northeast-1',
};

const Prices = z.object({
  config: z.object({
    rate: z.literal('perhr'),
    regions: z.array(
      z.object({
        region: z.string().min(1),
        instanceTypes: z.array(z.object({ sizes: z.array(z.unknown()) })),
      }),
    ),
  }),
});
const IsOurs = z.object({ size: z.string() }).transform(({ size }) => isAccelerated(size));
const Spot = z.object({
  size: InstanceType,
  valueColumns: z
    .array(z.object({ name: z.string(), prices: z.object({ USD: z.string() }) }))
    .transform((columns) => columns.find(({ name }) => name === 'linux')?.prices.USD)
    .pipe(
      z.union([z.literal(NOT_SOLD), amountText('USD')], `expected a price of linux or ${NOT_SOLD}`),
    ),
});

export const awsSpot: Scraper = oneDocument({
  id: 'aws-spot',
  provider: 'aws',
  homepage: 'https://aws.amazon.com/ec2/spot/pricing/',
  reads: 'spot prices, by region',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'price-list',
  robots: 'page',
  verified: 'documented',
  ask: ({ http }) => http.get('spot', PRICES),

  *read(served) {
    for (const { region, instanceTypes } of envelope(served, Prices).config.regions) {
      const code = CODES[region] ?? region;
      for (const size of instanceTypes.flatMap(({ sizes }) => sizes)) {
        yield* readingsOf(size, {
          isOurs: IsOurs,
          row: Spot,
          readings: (spot) => listings(spot, code),
        });
      }
    }
  },
});

function* listings(
  { size, valueColumns: price }: z.infer<typeof Spot>,
  region: string,
): Iterable<Reading> {
  if (price === NOT_SOLD) return;
  yield {
    ...UNSAID,
    ...size,
    region,
    billing: 'spot',
    price,
    tax: 'excluded',
    availability: 'listed',
  };
}
