/**
 * Clore.ai's market: machines of many hosts, rented whole. Its dollars are for a day, whatever coin
 * they are paid in; prices in coins are another thing. Told is a GPU, how many of it, in a country:
 * the cheapest machine that nobody rents, on demand and as spot, and how many there are.
 * https://docs.clore.ai/gpu-marketplace/api
 */
import { z } from 'zod';
import { amountFor, type Machine, machineList, type Scraper, UNSAID } from './kit/index.ts';

const MARKET = 'https://api.clore.ai/v1/marketplace';
const HOURS_A_DAY = 24;
/** "8x NVIDIA GeForce RTX 4090". */
const GPU = /^(?<count>[1-9]\d*)x (?<name>.+)$/;
/** Of a machine with several kinds of GPU it says no more. */
const MIXED = /\bmixed\b/i;

const Kind = z.object({ rented: z.boolean(), specs: z.object({ gpu: z.string() }) });
const daily = amountFor(HOURS_A_DAY, 'USD').nullish();
/** Given as 0 by hosts that do not offer it. */
const Spot = z.preprocess((said) => (said === 0 ? null : said), daily);
const Server = z.object({
  specs: z.object({
    gpu: z.string().regex(GPU, 'expected a number and a name'),
    gpuram: z.number().positive(),
    net: z.object({ cc: z.string().regex(/^[A-Z]{2}$/, 'expected a country') }),
  }),
  price: z.object({ usd: z.object({ on_demand_usd: daily, spot: Spot }) }),
});

export const clore: Scraper = machineList({
  id: 'clore',
  provider: 'clore',
  homepage: 'https://clore.ai/marketplace',
  reads: 'the cheapest free machine and how many, by country',
  robots: 'documented-api',
  verified: 'documented',
  url: MARKET,
  list: 'servers',
  kind: Kind,
  isForSale: ({ rented, specs }) => !rented && !MIXED.test(specs.gpu),
  row: Server,
  machines,
});

function machines(server: z.infer<typeof Server>): readonly Machine[] {
  const { on_demand_usd: onDemand, spot } = server.price.usd;
  const common = shared(server);
  return [
    ...(onDemand ? [{ ...common, billing: 'on-demand', price: onDemand } as const] : []),
    ...(spot ? [{ ...common, billing: 'spot', price: spot } as const] : []),
  ];
}

function shared({ specs }: z.infer<typeof Server>) {
  const { count, name = specs.gpu } = GPU.exec(specs.gpu)?.groups ?? {};
  return {
    ...UNSAID,
    sku: `${specs.gpu} ${specs.gpuram} GB`,
    accelerator: name,
    memoryGb: specs.gpuram,
    count: Number(count),
    region: specs.net.cc,
    tier: 'community',
    tax: 'unknown',
    availability: 'available',
    quantity: 1,
  } as const;
}
