/**
 * Where Google Cloud has which accelerator: the machine types of every region, as its own API lists
 * them to Cyclenerd, who publishes the list. It has the newest machines, which are sold by reservation
 * or as spot and have no price anywhere in public; what the others cost, `gcp-pricing` tells. Cards that
 * are added to a machine of one's choice (T4, P100, V100) are not in it. https://gcloud-compute.com/
 */
import { csv, type Keep, oneDocument, type Place, type Scraper } from './kit/index.ts';

const TYPES = 'https://gcloud-compute.com/machine-types-regions.csv';
const COLUMNS = ['name', 'region', 'acceleratorType'] as const;
const NVIDIA = 'nvidia-';
/** Of some 25,000 machine types those with an accelerator. */
const KEPT: Keep = { head: 1, matching: /nvidia-/ };

export const gcpRegions: Scraper = oneDocument({
  id: 'gcp-regions',
  provider: 'gcp',
  homepage: 'https://cloud.google.com/compute/docs/gpus/gpu-regions-zones',
  reads: 'which accelerators each region has, from a public list made of its API; no prices',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'aggregator',
  robots: 'documented-api',
  verified: 'documented',
  // Some sixty columns of every machine type in every region.
  limits: { bytes: 60 * 2 ** 20 },
  ask: ({ http }) => http.get('machine-types', TYPES, { keep: KEPT }),

  async *read(served) {
    const places = new Map<string, Place>();
    for await (const cells of csv(served, 'name', COLUMNS)) {
      const { name = '', region = '', acceleratorType: product = '' } = cells;
      if (!product.startsWith(NVIDIA)) continue;
      const key = `${region} ${product}`;
      const words = [places.get(key)?.words, name].filter(Boolean).join(', ');
      places.set(key, { kind: 'place', stack: 'cuda', product, region, words, scope: null });
    }
    yield* places.values();
  },
});
