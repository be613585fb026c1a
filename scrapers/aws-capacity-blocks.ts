/**
 * EC2's page of Capacity Blocks: what an hour of an instance costs in a block of days that is booked and
 * paid ahead, in dollars before tax, by region. The page draws its tables from data it carries; that is
 * read. It says where blocks are sold, not whether there is one now. Places stand there by name: EC2's
 * list of locations has their codes, and calls some by another continent, so they are found by city.
 * https://aws.amazon.com/ec2/capacityblocks/pricing/
 */
import { z } from 'zod';
import { pricedBlocks } from './aws-capacity-tables.ts';
import { InstanceType } from './aws-families.ts';
import {
  type Document,
  document,
  envelope,
  money,
  type Reading,
  row,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const PAGE = 'https://aws.amazon.com/ec2/capacityblocks/pricing/';
const LOCATIONS = 'https://b0.p.awsstatic.com/locations/1.0/aws/current/locations.json';

const TAGS = /(?:<[^>]*>|&nbsp;|\s)+/g;
const CITY = /\((?<city>[^)]+)\)/;
const LOCAL_ZONE = / Local Zone$/;
/** For the US government and its suppliers only. */
const NOT_FOR_ALL = /GovCloud/;
const PRICE = /^\$(?<whole>[\d,]+(?:\.\d+)?)(?: USD)? \(\$(?<each>[\d,]+(?:\.\d+)?) USD\)$/;
/** The price of one accelerator is rounded to this, in dollars. */
const ROUNDED = 0.001;

const Locations = z.record(z.string(), z.object({ name: z.string(), code: z.string().min(1) }));
const text = z.string().transform((markup) => markup.replace(TAGS, ' ').trim());
/** Hosts sold as one: "u-p6e-gb200x72". */
const UltraServer = z
  .string()
  .regex(/^u-p\d+e-gb\d+x\d+$/)
  .transform((sku) => {
    const { chip = '', count } = /-(?<chip>gb\d+)x(?<count>\d+)$/.exec(sku)?.groups ?? {};
    const accelerator = `NVIDIA ${chip.toUpperCase()}`;
    return { sku, accelerator, memoryGb: null, count: Number(count), fraction: 1 };
  });
/** The price of the whole stands beside that of one accelerator: so neither is taken for the other. */
const Rate = z
  .object({ type: z.union([UltraServer, InstanceType]), price: text, accelerators: text })
  .transform(({ type, price, accelerators }, context) => {
    const [whole = '', each] = ['whole', 'each'].map((name) =>
      PRICE.exec(price)?.groups?.[name]?.replaceAll(',', ''),
    );
    const rest = Math.abs(Number(whole) - Number(each) * type.count);
    const isWhole = Number(whole) > 0 && rest <= ROUNDED * type.count;
    if (isWhole && accelerators.startsWith(`${type.count} x `)) {
      return { ...type, price: money(whole, 'USD') };
    }
    const found = `"${price}" for "${accelerators}"`;
    context.addIssue(`expected "$8.00 USD ($1.00 USD)" for "8 x ...", found ${found}`);
    return z.NEVER;
  });

export const awsCapacityBlocks: Scraper = {
  id: 'aws-capacity-blocks',
  provider: 'aws',
  homepage: PAGE,
  reads: 'instances in blocks of days, booked ahead, by region',
  every: '1d',
  absentMeans: 'withdrawn',
  anchors: ['h100-sxm', 'h200-sxm'],
  evidence: 'page',
  robots: 'page',
  verified: 'documented',

  async fetch({ http }) {
    return [await http.get('locations', LOCATIONS), await http.get('page', PAGE)];
  },

  *parse(documents) {
    const regions = regionsByCity(document(documents, 'locations'));
    for (const block of pricedBlocks(document(documents, 'page'))) yield* reading(block, regions);
  },
};

/** The region that each city is of; a local zone belongs to one elsewhere. */
function regionsByCity(locations: Document): ReadonlyMap<string, string> {
  return new Map(
    Object.values(envelope(locations, Locations)).map(({ name, code }) => [
      cityOf(name),
      /^[a-z]+-[a-z]+-\d/.exec(code)?.[0] ?? code,
    ]),
  );
}

function* reading(block: unknown, regions: ReadonlyMap<string, string>): Iterable<Reading> {
  const Place = z
    .object({ region: text })
    .transform(({ region }) => ({ name: region, code: regions.get(cityOf(region)) }));
  const place = row(block, Place, null);
  if ('unread' in place) return yield place.unread;
  const { name, code } = place.read;
  if (NOT_FOR_ALL.test(name)) return;
  const found = row(block, Rate, null);
  if ('unread' in found) return yield found.unread;
  yield {
    ...UNSAID,
    ...found.read,
    region: code ?? name,
    zone: LOCAL_ZONE.test(name) ? name : null,
    billing: 'calendar',
    tax: 'excluded',
    availability: 'listed',
  };
}

function cityOf(place: string): string {
  return CITY.exec(place)?.groups?.city ?? place;
}
