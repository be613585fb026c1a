/**
 * Scaleway's Instance API: every server type of a zone, and whether one can be started there now.
 * Prices are euros an hour for the whole instance, tax excluded; a GPU's memory is given in bytes,
 * counted in GiB and sold as GB. https://www.scaleway.com/en/developers/api/instances/
 */
import { z } from 'zod';
import {
  allPages,
  amount,
  byPart,
  type Documents,
  eachPart,
  envelope,
  pagesOf,
  type Reading,
  readingsOf,
  type Scraper,
  type Tools,
  UNSAID,
  whole,
} from './kit/index.ts';

const API = 'https://api.scaleway.com/instance/v1/zones';
const ZONES = [
  'fr-par-1',
  'fr-par-2',
  'fr-par-3',
  'nl-ams-1',
  'nl-ams-2',
  'nl-ams-3',
  'pl-waw-1',
  'pl-waw-2',
  'pl-waw-3',
  'it-mil-1',
];
const SERVERS = 'servers';
const STOCK = 'servers/availability';
const LAST_PAGE = /[?&]page=(?<last>\d+)[^>]*>; rel="last"/;
const GIB = 2 ** 30;
const AVAILABILITY = { available: 'available', scarce: 'limited', shortage: 'sold-out' } as const;

const Page = z.object({ servers: z.record(z.string(), z.unknown()) });
const IsOurs = z
  .object({ server: z.object({ gpu: z.number().int().nonnegative() }) })
  .transform(({ server }) => server.gpu > 0);
const GpuServer = z.object({
  sku: z.string(),
  server: z.object({
    gpu: z.number().int().positive(),
    gpu_info: z.object({ gpu_name: z.string().min(1), gpu_memory: z.number().positive() }),
    mig_profile: z.string().min(1).nullable(),
    hourly_price: amount('EUR').nullable(),
    ncpus: z.number().int().positive(),
    ram: z.number().positive(),
    end_of_service: z.boolean(),
  }),
  stock: z.object({ availability: z.enum(['available', 'scarce', 'shortage']) }).optional(),
});
type GpuServer = z.infer<typeof GpuServer>;

export const scaleway: Scraper = {
  id: 'scaleway',
  provider: 'scaleway',
  homepage: 'https://www.scaleway.com/en/pricing/gpu/',
  reads: 'GPU instances and stock, by zone',
  every: '1h',
  absentMeans: 'withdrawn',
  anchors: ['l4'],
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'recorded 2026-05-18',

  fetch: (tools) => eachPart(tools, ZONES, bothLists),

  *parse(documents) {
    for (const [zone, pages] of byPart(documents)) {
      const stock = typesOf(pages, STOCK);
      for (const [sku, server] of typesOf(pages, SERVERS)) {
        const served = { sku, server, stock: stock.get(sku) };
        const readings = (read: GpuServer) => [listing(read, zone)];
        yield* readingsOf(served, { isOurs: IsOurs, row: GpuServer, readings }, zone);
      }
    }
  },
};

async function bothLists(tools: Tools, zone: string): Promise<Documents> {
  const lists = [SERVERS, STOCK].map((list) => listOf(tools, zone, list));
  return (await Promise.all(lists)).flat();
}

function listOf({ http }: Tools, zone: string, list: string): Promise<Documents> {
  return allPages(
    (page) => http.get(`${list}/${page}`, `${API}/${zone}/products/${list}?page=${page}`),
    ({ headers }) => Number(LAST_PAGE.exec(headers.link ?? '')?.groups?.last),
  );
}

function typesOf(documents: Documents, list: string): ReadonlyMap<string, unknown> {
  const pages = pagesOf(documents, list);
  const rows = new Map(pages.flatMap((page) => Object.entries(envelope(page, Page).servers)));
  const total = pages[0]?.headers['x-total-count'];
  return new Map(whole(list, [...rows], total === undefined ? undefined : Number(total)));
}

function listing(type: GpuServer, zone: string): Reading {
  const { sku, server, stock } = type;
  return {
    ...UNSAID,
    sku,
    accelerator: acceleratorOf(server),
    memoryGb: server.gpu_info.gpu_memory / GIB,
    count: server.gpu,
    region: zone.replace(/-\d+$/, ''),
    zone,
    billing: 'on-demand',
    price: server.hourly_price,
    tax: 'excluded',
    vcpus: server.ncpus,
    ramGb: server.ram / GIB,
    availability: stock === undefined ? 'unknown' : AVAILABILITY[stock.availability],
    words: words(type),
    scope: zone,
  };
}

function acceleratorOf({ gpu_info, mig_profile }: GpuServer['server']): string {
  return mig_profile === null ? gpu_info.gpu_name : `${gpu_info.gpu_name} MIG ${mig_profile}`;
}

function words({ server, stock }: GpuServer): string | null {
  const said = [server.end_of_service ? 'end of service' : null, stock?.availability];
  return said.filter(Boolean).join(', ') || null;
}
