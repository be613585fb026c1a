/**
 * The price maps behind EC2's on-demand page, one for each region: dollars an hour for an instance
 * with Linux, before tax; what is listed may need a quota. They do not name accelerators: our table
 * knows them by family. https://aws.amazon.com/ec2/pricing/on-demand/
 */
import { z } from 'zod';
import { InstanceType, isAccelerated } from './aws-families.ts';
import { Memory, Storage, Vcpus } from './aws-specs.ts';
import {
  amountText,
  byPart,
  type Document,
  type Documents,
  document,
  envelope,
  type Reading,
  row,
  type Scraper,
  SourceError,
  UNSAID,
} from './kit/index.ts';

const FEED = 'https://b0.p.awsstatic.com';
const LOCATIONS = `${FEED}/locations/1.0/aws/current/locations.json`;
const PRICES = `${FEED}/pricing/2.0/meteredUnitMaps/ec2/USD/current/ec2-ondemand-without-sec-sel`;

const Location = z.object({ name: z.string().min(1), code: z.string().min(1), type: z.string() });
const Locations = z.record(z.string(), Location);
const Prices = z.object({ regions: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Kind = z.object({ 'Instance Type': z.string() });
const Instance = z.object({
  'Instance Type': InstanceType,
  price: amountText('USD'),
  vCPU: Vcpus,
  Memory,
  Storage,
});

export const aws: Scraper = {
  id: 'aws',
  provider: 'aws',
  homepage: 'https://aws.amazon.com/ec2/pricing/on-demand/',
  reads: 'on-demand prices, by region',
  every: '1d',
  absentMeans: 'withdrawn',
  anchors: ['h100-sxm', 'a100-sxm-40gb', 'l40s'],
  evidence: 'price-list',
  robots: 'page',
  verified: 'recorded 2026-09-29',

  async fetch(tools) {
    const locations = await tools.http.get('locations', LOCATIONS);
    const prices = regions(locations).map(({ code, name }) =>
      tools.part(code, async ({ http }) => [
        await http.get(`prices/${code}`, `${PRICES}/${encodeURIComponent(name)}/Linux/index.json`),
      ]),
    );
    return [locations, ...(await Promise.all(prices)).flat()];
  },

  *parse(documents) {
    const names = new Map(
      regions(document(documents, 'locations')).map(({ code, name }) => [code, name]),
    );
    for (const [code, served] of byPart(documents)) {
      yield* inRegion(code, pricesOf(served, names.get(code)));
    }
  },
};

/** GovCloud is sold to the US government and its suppliers only; local zones have other maps. */
function regions(locations: Document): readonly z.infer<typeof Location>[] {
  return Object.values(envelope(locations, Locations)).filter(
    ({ type, code }) => type === 'AWS Region' && !code.startsWith('us-gov-'),
  );
}

/** The rows of the one place that was asked for. */
function pricesOf(served: Documents, name: string | undefined): readonly unknown[] {
  return served.flatMap((each) => {
    const [[found, prices] = [], ...more] = Object.entries(envelope(each, Prices).regions);
    if (prices !== undefined && found === name && more.length === 0) return Object.values(prices);
    throw new SourceError(
      'changed',
      `${each.name}: expected prices of "${name}", found "${found}"`,
    );
  });
}

function* inRegion(code: string, prices: readonly unknown[]): Iterable<Reading> {
  for (const served of prices) {
    const kind = row(served, Kind, code);
    if ('unread' in kind) yield kind.unread;
    else if (isAccelerated(kind.read['Instance Type'])) yield reading(served, code);
  }
}

function reading(served: unknown, code: string): Reading {
  const found = row(served, Instance, code);
  if ('unread' in found) return found.unread;
  const { 'Instance Type': instance, price, vCPU } = found.read;
  return {
    ...UNSAID,
    ...instance,
    region: code,
    billing: 'on-demand',
    price,
    tax: 'excluded',
    vcpus: vCPU,
    ramGb: found.read.Memory,
    diskGb: found.read.Storage,
    availability: 'listed',
    scope: code,
  };
}
