/** EC2's offer files: one of several hundred megabytes for each region, read as it arrives. */
import { z } from 'zod';
import { ACCELERATED_CELL } from './aws-families.ts';
import { inRegion, priceIn } from './aws-offer-rows.ts';
import {
  byPart,
  type Document,
  document,
  envelope,
  type Scraper,
  SourceError,
} from './kit/index.ts';

const GIGABYTE = 2 ** 30;
/** Notes and heads stand above the prices. */
const KEEP = { head: 6, matching: ACCELERATED_CELL };
/** Local and wavelength zones have codes of their own and few machines; GovCloud is for few people. */
const REGION = /^(?!us-gov-)[a-z]{2}-[a-z]+-\d$/;

const Regions = z.object({
  regions: z.record(
    z.string(),
    z.object({ currentVersionUrl: z.string().regex(/^\/offers\/[\w./-]+\.json$/) }),
  ),
});
/** Where one partition of AWS keeps its files, and how it is paid. */
interface Partition extends Pick<Scraper, 'id' | 'homepage' | 'reads' | 'verified'> {
  readonly origin: string;
  /** Below the origin: the file that lists the regions. */
  readonly index: string;
  readonly currency: string;
}

/** The source that reads a partition's files. */
export function offerFiles({ origin, index, currency, ...named }: Partition): Scraper {
  const schema = priceIn(currency);
  return {
    ...named,
    provider: 'aws',
    every: '1d',
    absentMeans: 'withdrawn',
    evidence: 'price-list',
    robots: 'documented-api',
    isBulk: true,
    // The largest regions have half a gigabyte, and forty of them take their time.
    limits: { bytes: GIGABYTE, seconds: 4 * 3600 },

    async fetch(tools) {
      const regions = await tools.http.get('regions', origin + index);
      const prices = filesIn(regions).map(([region, path]) =>
        tools.part(region, async ({ http }) => [
          await http.get(`prices/${region}`, origin + path, { keep: KEEP }),
        ]),
      );
      return [regions, ...(await Promise.all(prices)).flat()];
    },

    async *parse(documents) {
      const known = new Map(filesIn(document(documents, 'regions')));
      for (const [region, files] of byPart(documents)) {
        if (!known.has(region)) {
          throw new SourceError('changed', `expected a region of the index, found ${region}`);
        }
        for (const file of files) yield* inRegion(file, region, schema);
      }
    },
  };
}

function filesIn(regions: Document): readonly (readonly [string, string])[] {
  return Object.entries(envelope(regions, Regions).regions)
    .filter(([region]) => REGION.test(region))
    .map(([region, { currentVersionUrl: path }]) => [region, path.replace(/\.json$/, '.csv')]);
}
