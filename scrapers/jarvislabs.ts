/**
 * JarvisLabs' servers: dollars an hour for one GPU with its share of the host, and how many are free in a
 * region, to rent and as spot. The same card is sold in containers and in virtual machines: rows without a
 * kind are of virtual machines. Of one GPU each is told; more of them cost so many times as much.
 * https://docs.jarvislabs.ai/
 */
import { z } from 'zod';
import {
  amount,
  bearer,
  keyedList,
  listIn,
  type Reading,
  type Scraper,
  stockOf,
  UNSAID,
} from './kit/index.ts';

const KEY = 'JL_API_KEY';

const Free = z.number().int().nonnegative();
const Server = z.object({
  gpu_type: z.string().min(1),
  region: z.string().min(1),
  workload_type: z.enum(['vm', 'container']).nullable(),
  price_per_hour: amount('USD'),
  spot_price: amount('USD').nullable(),
  effective_num_free_devices: Free,
  spot_num_free_devices: Free,
  vram: z.string().regex(/^\d+$/, 'expected GB as text').transform(Number),
  cpus_per_gpu: z.number().positive(),
  ram_per_gpu: z.number().positive(),
});
type Server = z.infer<typeof Server>;

export const jarvislabs: Scraper = keyedList({
  id: 'jarvislabs',
  provider: 'jarvislabs',
  homepage: 'https://jarvislabs.ai/pricing',
  reads: 'GPUs and how many are free, by region, spot too',
  verified: 'documented',
  secrets: [KEY],
  list: 'servers',
  url: 'https://backendprod.jarvislabs.net/misc/server_meta',
  headers: (tools) => bearer(tools, KEY),
  rows: listIn('server_meta'),
  row: Server,
  *readings(server) {
    const { price_per_hour, effective_num_free_devices, spot_price } = server;
    yield listing(server, 'on-demand', price_per_hour, effective_num_free_devices);
    if (spot_price === null) return;
    yield listing(server, 'spot', spot_price, server.spot_num_free_devices);
  },
});

function listing(
  server: Server,
  billing: 'on-demand' | 'spot',
  price: Server['price_per_hour'],
  free: number,
): Reading {
  const { gpu_type, workload_type } = server;
  return {
    ...UNSAID,
    sku: `${gpu_type} ${workload_type ?? 'vm'}`,
    accelerator: gpu_type,
    memoryGb: server.vram,
    count: 1,
    region: server.region,
    billing,
    price,
    tax: 'unknown',
    vcpus: server.cpus_per_gpu,
    ramGb: server.ram_per_gpu,
    availability: stockOf(free > 0),
    quantity: free,
  };
}
