/**
 * DeepInfra's pricing page: GPUs that run a model of one's own, dollars for one GPU an hour. It names
 * no region and no stock. The tables beside it are of tokens. https://deepinfra.com/pricing
 */
import { z } from 'zod';
import {
  dollarsPer,
  priced,
  pricePage,
  type Reading,
  readingsOf,
  type Scraper,
  tableRows,
  UNSAID,
} from './kit/index.ts';

const Gpu = z.object({
  GPU: z.string().min(1),
  Memory: z.string().regex(/^\d+GB$/, 'expected GB'),
  Price: z.union([
    dollarsPer(' / GPU-hour'),
    z.string().regex(/^\D+$/, 'expected an amount like "$1.23 / GPU-hour"'),
  ]),
});

export const deepinfra: Scraper = pricePage({
  id: 'deepinfra',
  homepage: 'https://deepinfra.com/pricing',
  anchors: ['h100', 'a100-80gb'],
  verified: 'recorded 2026-08-22',

  *read(page) {
    for (const cells of tableRows(page, Object.keys(Gpu.shape))) {
      yield* readingsOf(cells, { row: Gpu, readings: (gpu) => [listing(gpu)] });
    }
  },
});

function listing({ GPU: sku, Memory, Price }: z.infer<typeof Gpu>): Reading {
  return {
    ...UNSAID,
    sku,
    accelerator: sku,
    memoryGb: Number.parseInt(Memory, 10),
    count: 1,
    region: null,
    billing: 'on-demand',
    // A host for a model, no machine to log in to.
    tier: 'model-hosting',
    ...priced(Price),
    tax: 'unknown',
  };
}
