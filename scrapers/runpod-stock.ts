import { z } from 'zod';
import { amount, type Reading, row, UNSAID } from './kit/index.ts';

export const CENTRES = 'data-centres';
export const GPU = { ...UNSAID, count: 1, billing: 'on-demand', tax: 'unknown' } as const;
const STOCK = { High: 'available', Medium: 'available', Low: 'limited', None: 'sold-out' } as const;
const Lowest = z.object({
  uninterruptablePrice: amount('USD').nullable(),
  /** What spot costs at least; zero or nothing where there is none. */
  minimumBidPrice: z.union([z.literal(0), amount('USD')]).nullish(),
  stockStatus: z.enum(['High', 'Medium', 'Low', 'None']).nullable(),
});
const Stock = z.object({ id: z.string(), memoryInGb: z.number(), lowestPrice: Lowest.nullable() });

/** No word on the stock of a GPU: it is not to be had there, and may never have been. */
export function* inDataCentre(served: unknown, scope: string | null): Iterable<Reading> {
  const found = row(served, Stock, scope);
  if ('unread' in found) return yield found.unread;
  const { id, memoryInGb, lowestPrice } = found.read;
  if (!lowestPrice?.stockStatus) return;
  const { stockStatus, uninterruptablePrice, minimumBidPrice } = lowestPrice;
  const facts = {
    ...GPU,
    sku: id,
    accelerator: id,
    memoryGb: memoryInGb,
    region: scope?.replace(`${CENTRES}/`, '') ?? null,
    tier: 'secure',
    words: `stock ${stockStatus}`,
    scope,
  } as const;
  const availability = STOCK[stockStatus];
  yield { ...facts, price: uninterruptablePrice, availability };
  if (minimumBidPrice) {
    // The word is on the GPUs, however they are paid for: none left is none for spot either.
    const left = availability === 'sold-out' ? availability : 'listed';
    yield { ...facts, billing: 'spot', price: minimumBidPrice, availability: left };
  }
}
