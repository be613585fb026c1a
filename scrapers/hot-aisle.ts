/**
 * Hot Aisle's virtual machines with AMD GPUs, at its one site: those that can be had now, in cents an hour
 * for the whole machine. That there are none is served as null. Its bare metal, which is had for some time
 * at least, is another list and is not read. https://admin.hotaisle.app/api/docs/
 */
import { z } from 'zod';
import {
  cents,
  envelope,
  oneDocument,
  type Reading,
  readingsOf,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const KEY = 'HOTAISLE_API_KEY';
const TEAM = 'HOTAISLE_TEAM_HANDLE';
const GIB = 2 ** 30;

const Machines = z.array(z.unknown()).min(1).nullable();
const bytes = z.number().positive();
const Gpus = z.object({ count: z.number().int().positive(), model: z.string().min(1) });
const Machine = z.object({
  OnDemandPrice: cents('USD'),
  Quantity: z.number().int().nonnegative().nullish(),
  Specs: z.object({
    cpu_cores: z.number().positive(),
    ram_capacity: bytes,
    disk_capacity: bytes,
    gpus: z.tuple([Gpus]),
  }),
});

export const hotAisle: Scraper = oneDocument({
  id: 'hot-aisle',
  provider: 'hot-aisle',
  homepage: 'https://hotaisle.xyz/pricing/',
  reads: 'virtual machines with AMD GPUs that can be had now',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [KEY, TEAM],

  ask({ http, secret }) {
    const team = `https://admin.hotaisle.app/api/teams/${encodeURIComponent(secret(TEAM))}`;
    const headers = { authorization: `Token ${secret(KEY)}` };
    return http.get('machines', `${team}/virtual_machines/available/`, { headers });
  },

  *read(served) {
    const machines = envelope(served, Machines);
    if (machines === null) yield { kind: 'nothing' };
    for (const each of machines ?? []) {
      yield* readingsOf(each, { row: Machine, readings: (machine) => [listing(machine)] });
    }
  },
});

function listing({ OnDemandPrice, Quantity, Specs }: z.infer<typeof Machine>): Reading {
  const [{ count, model }] = Specs.gpus;
  return {
    ...UNSAID,
    // Machines have no name but what they are.
    sku: `${count}x ${model}, ${Specs.cpu_cores} cores`,
    accelerator: model,
    count,
    region: null,
    billing: 'on-demand',
    price: OnDemandPrice,
    tax: 'unknown',
    vcpus: Specs.cpu_cores,
    ramGb: Specs.ram_capacity / GIB,
    diskGb: Specs.disk_capacity / GIB,
    availability: 'available',
    quantity: Quantity ?? null,
  };
}
