/**
 * OVHcloud's dedicated servers with GPUs: the stock list says which configuration each data centre can
 * deliver and when, Germany's catalogues what its parts cost a month, tax excluded. Told is the base
 * configuration with each choice of GPU, rented by the month, as the price of one of its 730 hours;
 * what is paid once for the set-up stands in the words. https://api.ovh.com/console/?section=%2Fdedicated%2Fserver
 */
import { z } from 'zod';
import {
  byPart,
  document,
  envelope,
  type Reading,
  row,
  type Scraper,
  times,
  UNSAID,
} from '../kit/index.ts';
import { baseWith, Configuration, Cost, costOf, GPU, type Sold, soldIn } from './catalogue.ts';

const CATALOGUE = 'https://api.ovh.com/v1/order/catalog/public';
const CATALOGUES = ['baremetalServers', 'eco'];
const STOCK = 'https://eu.api.ovh.com/v1/dedicated/server/datacenter/availabilities';
const HOURS_A_MONTH = 730;

/** In how many hours it is delivered; how sure the first hour is. */
const DELIVERY = /^\d+H$/;
const SAID: ReadonlyMap<string, 'available' | 'limited' | 'sold-out'> = new Map([
  ['1H-high', 'available'],
  ['1H-low', 'limited'],
  ['unavailable', 'sold-out'],
]);

const Stock = z.array(z.unknown()).min(1);
const Kind = z.object({ gpu: z.string().nullish() });
export const ovhcloudDedicated: Scraper = {
  id: 'ovhcloud-dedicated',
  provider: 'ovhcloud',
  homepage: 'https://www.ovhcloud.com/en/bare-metal/prices/',
  reads: 'servers with GPUs by the month, and their stock by data centre',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  // A catalogue has every server with all its parts: 12 MB were seen.
  limits: { bytes: 40 * 2 ** 20 },

  async fetch(tools) {
    const stock = await tools.http.get('stock', STOCK);
    const catalogues = CATALOGUES.map((name) =>
      tools.part(name, async ({ http }) => [
        await http.get(name, `${CATALOGUE}/${name}?ovhSubsidiary=DE`),
      ]),
    );
    return [stock, ...(await Promise.all(catalogues)).flat()];
  },

  *parse(documents) {
    const sold = new Map(
      [...byPart(documents)].flatMap(([scope, served]) =>
        served.flatMap((each) => soldIn(each, scope)),
      ),
    );
    for (const served of envelope(document(documents, 'stock'), Stock)) {
      const kind = row(served, Kind, null);
      if ('unread' in kind) yield kind.unread;
      else if (kind.read.gpu) yield* inStock(served, sold);
    }
  },
};

function* inStock(served: unknown, sold: ReadonlyMap<string, Sold>): Iterable<Reading> {
  const found = row(served, Configuration, null);
  if ('unread' in found) return yield found.unread;
  // The list has the plans of every company; only those of the catalogues have a price here.
  const offered = sold.get(found.read.planCode);
  const chosen = offered === undefined ? null : baseWith(found.read, offered);
  if (offered === undefined || chosen === null) return;
  const cost = row(costOf(chosen), Cost, offered.scope);
  if ('unread' in cost) return yield cost.unread;
  for (const { datacenter, availability } of found.read.datacenters) {
    yield {
      ...UNSAID,
      ...cardsOf(found.read.gpu),
      sku: found.read.fqn,
      region: datacenter,
      billing: 'reserved',
      termMonths: 1,
      price: times(cost.read.month, 1 / HOURS_A_MONTH),
      tax: 'excluded',
      availability:
        SAID.get(availability) ?? (DELIVERY.test(availability) ? 'waitlist' : 'unknown'),
      words: wordsOf(cost.read, availability),
      scope: offered.scope,
    };
  }
}

function cardsOf(gpu: string): { readonly accelerator: string; readonly count: number } {
  const { count, name = gpu } = GPU.exec(gpu)?.groups ?? {};
  return { accelerator: name, count: Number(count) };
}

function wordsOf({ month, once }: z.infer<typeof Cost>, availability: string): string {
  const setUp = once > 0 ? `, ${once} EUR once` : '';
  return `${month.micros / 1e6} EUR a month${setUp}; ${availability}`;
}
