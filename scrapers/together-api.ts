/**
 * Together AI's hardware for models of one's own: cents an hour for one replica with its GPUs, by region,
 * and how many more replicas fit there, as well as they can tell. It hosts a model; it is no machine to
 * log in to. https://docs.together.ai/reference/dmi/instance-types-list
 */
import { z } from 'zod';
import { bearer, cents, keyedList, type Listing, type Scraper, UNSAID } from './kit/index.ts';

const KEY = 'TOGETHER_API_KEY';

const Headroom = z.object({
  relation: z.enum(['RELATION_EQ', 'RELATION_GTE']),
  value: z.number().int().nonnegative().optional(),
});
const Type = z.object({
  id: z.string().min(1),
  gpuType: z.string().min(1),
  gpuCount: z.number().int().positive(),
  /** Of one GPU. */
  gpuMemoryGib: z.number().positive(),
  priceCentsPerHour: cents('USD'),
  regions: z.array(z.object({ name: z.string().min(1), headroom: Headroom.optional() })),
});
type Type = z.infer<typeof Type>;

export const togetherApi: Scraper = keyedList({
  id: 'together-api',
  provider: 'together',
  homepage: 'https://www.together.ai/pricing',
  reads: 'hardware for models of one’s own and how much of it is left, by region',
  verified: 'documented',
  secrets: [KEY],
  list: 'types',
  url: 'https://api.together.ai/v2/public/inference-instance-types',
  headers: (tools) => bearer(tools, KEY),
  // The list is served whole: a cursor to more of it would be a change.
  rows: z
    .object({
      object: z.literal('list'),
      data: z.array(z.unknown()).min(1),
      next_cursor: z.null().optional(),
    })
    .transform(({ data }) => data),
  row: Type,
  readings: (type) =>
    type.regions.length === 0
      ? [{ kind: 'nothing' }]
      : type.regions.map((region) => inRegion(type, region)),
});

function inRegion(type: Type, { name, headroom }: Type['regions'][number]): Listing {
  return {
    ...UNSAID,
    sku: type.id,
    accelerator: type.gpuType,
    memoryGb: type.gpuMemoryGib,
    count: type.gpuCount,
    region: name,
    billing: 'on-demand',
    tier: 'model-hosting',
    price: type.priceCentsPerHour,
    tax: 'unknown',
    ...stockOf(headroom),
  };
}

/** "At least so many" is stock, but no quantity; and no number is no word. */
function stockOf(
  headroom: z.infer<typeof Headroom> | undefined,
): Pick<Listing, 'availability' | 'quantity'> {
  if (headroom?.value === undefined) return { availability: 'listed', quantity: null };
  const { relation, value } = headroom;
  const isExact = relation === 'RELATION_EQ';
  if (value > 0) return { availability: 'available', quantity: isExact ? value : null };
  return isExact
    ? { availability: 'sold-out', quantity: 0 }
    : { availability: 'listed', quantity: null };
}
