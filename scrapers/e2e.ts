/**
 * E2E Networks' pricing page, as it declares itself in words of schema.org: instances with one GPU, rupees
 * an hour; the table beside that has another list, in dollars. It says of everything that it is in stock, which is no word about any, and names no region.
 * https://www.e2enetworks.com/pricing?region=us
 */
import { z } from 'zod';
import {
  declaredPage,
  declaredPrice,
  priced,
  type Reading,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const IsOurs = z
  .object({ category: z.string() })
  .transform(({ category }) => category === 'GPU Cloud Instance');
const Instance = z
  .object({
    name: z.string().regex(/^\S.* GPU Cloud Instance$/, 'expected "... GPU Cloud Instance"'),
    itemOffered: z.object({
      description: z
        .string()
        .regex(/^\d+ GB VRAM, \d+ vCPUs, \d+ GB RAM$/, 'expected VRAM, vCPUs and RAM')
        .transform((text) => text.split(', ').map((size) => Number.parseInt(size, 10))),
    }),
  })
  .and(declaredPrice('per hour'));

export const e2e: Scraper = declaredPage({
  id: 'e2e',
  homepage: 'https://www.e2enetworks.com/pricing?region=us',
  anchors: ['h100', 'h200'],
  verified: 'recorded 2026-08-22',
  isOurs: IsOurs,
  row: Instance,
  readings: (instance) => [listing(instance)],
});

function listing({ name, itemOffered, price }: z.infer<typeof Instance>): Reading {
  const [memoryGb = null, vcpus = null, ramGb = null] = itemOffered.description;
  const gpu = name.replace(/ GPU Cloud Instance$/, '');
  return {
    ...UNSAID,
    // One name is sold with 40 and with 80 GB.
    sku: `${gpu} ${memoryGb}GB`,
    accelerator: gpu,
    ...{ memoryGb, count: 1, vcpus, ramGb, region: null, billing: 'on-demand', tax: 'unknown' },
    ...priced(price),
  };
}
