/**
 * Hetzner's server auction: used machines, each once, at prices in euros without tax that fall until
 * somebody takes it. Machines come and go, so what is offered is a GPU at a site: the cheapest of its
 * machines, by the hour, and how many there are. An IPv4 address costs extra.
 * https://www.hetzner.com/sb/
 */
import { z } from 'zod';
import { amount, type Machine, machineList, type Scraper, UNSAID } from './kit/index.ts';

const FEED = 'https://www.hetzner.com/_resources/app/data/app/live_data_sb.json';
const GPU = 'GPU';
/** "GPU - Nvidia RTX 6000 Ada" among the lines that describe a machine. */
const LINE = /^(?:(?<count>\d+) ?x )?GPU - (?<name>.+)$/;

const Kind = z.object({
  Details: z.object({ Information: z.array(z.string()), Specials: z.array(z.string()) }),
});
const Server = z.object({
  Prices: z.object({ hourly: z.object({ EUR: amount('EUR') }) }),
  Details: z.object({
    Information: z
      .array(z.string())
      .transform((lines) => lines.filter((line) => LINE.test(line)))
      .pipe(z.tuple([z.string()], 'expected one line that names a GPU')),
    Datacenter: z.object({ Name: z.string().regex(/^[A-Z]{3}\d+-DC\d+$/, 'expected FSN1-DC14') }),
  }),
});

export const hetznerAuction: Scraper = machineList({
  id: 'hetzner-auction',
  provider: 'hetzner',
  homepage: 'https://www.hetzner.com/sb/',
  reads: 'GPUs in the server auction, cheapest and how many, by site',
  robots: 'page',
  verified: 'documented',
  url: FEED,
  list: 'server',
  kind: Kind,
  isForSale: hasGpu,
  row: Server,
  machines: (machine) => [listing(machine)],
});

function hasGpu({ Details }: z.infer<typeof Kind>): boolean {
  return Details.Specials.includes(GPU) || Details.Information.some((line) => LINE.test(line));
}

function listing({ Prices, Details }: z.infer<typeof Server>): Machine {
  const [sku] = Details.Information;
  const { name = sku, count = 1 } = LINE.exec(sku)?.groups ?? {};
  return {
    ...UNSAID,
    sku,
    accelerator: name,
    count: Number(count),
    region: Details.Datacenter.Name.replace(/-DC\d+$/, ''),
    billing: 'on-demand',
    tier: 'auction',
    price: Prices.hourly.EUR,
    tax: 'excluded',
    availability: 'available',
    quantity: 1,
  };
}
