/**
 * The price list behind IBM Cloud's form for Kubernetes clusters, region by region: dollars an hour for
 * a worker, tax excluded, for customers in the US. GPUs are named in the flavour alone. Several systems
 * run on one flavour, each with a row; those with an OpenShift licence in the price are left out.
 * https://cloud.ibm.com/containers/cluster-management/catalog/create
 */
import { z } from 'zod';
import {
  amount,
  byPart,
  type Document,
  eachPart,
  envelope,
  type Reading,
  row,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const FORM = 'https://cloud.ibm.com/containers/cluster-management/catalog/create';
const PRICES =
  'https://cloud.ibm.com/containers/cluster-management/api/prices/?platform=kube&country=USA&provider=vpc-gen2&region=';
const REGIONS = [
  ...['au-syd', 'br-sao', 'ca-tor', 'eu-de', 'eu-es', 'eu-fr2'],
  ...['eu-gb', 'jp-osa', 'jp-tok', 'us-east', 'us-south'],
];

/** Families of flavours with accelerators: gx2, gx3, gx3d. */
const ACCELERATED = /^g[a-z]*\d/;
/** gx3.48x240.2l40s; of one card no number: gx3.16x80.l4. */
const FLAVOUR = /^g\w+\.(?<vcpus>\d+)x(?<ram>\d+)\.(?<count>[1-9]\d*)?(?<card>[a-z]\w*)$/;
const CALLED: Readonly<Record<string, string>> = { a100p: 'NVIDIA A100 PCIe' };

const Groups = z
  .record(z.string(), z.array(z.unknown()))
  .refine((groups) => Object.keys(groups).length > 0, 'expected groups of prices, found none');
const Kind = z.object({
  flavor: z.string(),
  deprecated: z.unknown().optional(),
  ocp_included: z.unknown().optional(),
});

/** Prices by the hour, without a contract. Of several the first is paid, until many hours are used. */
function workerIn(region: string) {
  return z.object({
    flavor: z.string().transform((sku, context) => {
      const { vcpus, ram, count = 1, card } = FLAVOUR.exec(sku)?.groups ?? {};
      if (card !== undefined) {
        const facts = { vcpus: Number(vcpus), ramGb: Number(ram), count: Number(count) };
        return { accelerator: CALLED[card] ?? card, ...facts };
      }
      context.addIssue('expected a flavour like gx3.48x240.2l40s');
      return z.NEVER;
    }),
    region: z.literal(region),
    currency: z.literal('USD'),
    unit: z.string().regex(/hour/i, 'expected a price by the hour'),
    operating_system: z.string(),
    isolation: z.string().nullish(),
    contract_duration: z.literal('').nullish(),
    tiers: z.tuple([z.object({ price: amount('USD') })]).rest(z.unknown()),
  });
}

export const ibmKubernetes: Scraper = {
  id: 'ibm-kubernetes',
  provider: 'ibm',
  homepage: FORM,
  reads: 'workers with GPUs, by region',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'page',
  verified: 'documented',

  fetch(tools) {
    const headers = { accept: 'application/json', referer: FORM };
    return eachPart(tools, REGIONS, ({ http }, region) =>
      http.get(`prices/${region}`, `${PRICES}${region}`, { headers }),
    );
  },

  *parse(documents) {
    for (const [region, lists] of byPart(documents)) {
      for (const list of lists) yield* inRegion(list, region);
    }
  },
};

function* inRegion(list: Document, region: string): Iterable<Reading> {
  const Worker = workerIn(region);
  for (const served of Object.values(envelope(list, Groups)).flat()) {
    const kind = row(served, Kind, region);
    if ('unread' in kind) yield kind.unread;
    if ('unread' in kind || !isWanted(kind.read)) continue;
    const worker = row(served, Worker, region);
    yield 'unread' in worker ? worker.unread : listing(worker.read, kind.read.flavor, region);
  }
}

function isWanted({ flavor, deprecated, ocp_included }: z.infer<typeof Kind>): boolean {
  return ACCELERATED.test(flavor) && !isSaid(deprecated) && !isSaid(ocp_included);
}

/** Yes and no come as text, as truth values, or not at all. */
function isSaid(said: unknown): boolean {
  return ![undefined, null, false, '', 'false'].some((no) => no === said);
}

function listing(
  worker: z.infer<ReturnType<typeof workerIn>>,
  flavour: string,
  region: string,
): Reading {
  const { operating_system, isolation } = worker;
  return {
    ...UNSAID,
    ...worker.flavor,
    sku: [flavour, operating_system, isolation].filter(Boolean).join(' '),
    region,
    billing: 'on-demand',
    price: worker.tiers[0].price,
    tax: 'excluded',
    availability: 'listed',
    scope: region,
  };
}
