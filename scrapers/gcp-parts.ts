import { z } from 'zod';
import { type Document, envelope, type Reading, row, SourceError } from './kit/index.ts';

const GPU = /^Nvidia (?<gpu>Tesla A100|L4) GPU (?:attached to Spot Preemptible VMs )?running in /;
const HOST = /^(?:Spot Preemptible )?(?<series>A2|G2) Instance (?<part>Core|Ram) running in /;
const SERIES_OF = new Map(Object.entries({ 'Tesla A100': 'A2', L4: 'G2' }));
const BILLING = { OnDemand: 'on-demand', Preemptible: 'spot' } as const;

/** A page of the catalogue. */
export const Page = z.object({
  skus: z.array(z.unknown()).min(1),
  nextPageToken: z.string().optional(),
});
const Kind = z.object({ description: z.string() });
const Rate = z.object({
  startUsageAmount: z.literal(0),
  unitPrice: z
    .object({
      currencyCode: z.literal('USD'),
      units: z.string().regex(/^\d+$/).transform(Number),
      nanos: z.number().int().nonnegative(),
    })
    .transform(({ units, nanos }) => units + nanos / 1e9)
    .refine((hourly) => hourly > 0, 'zero is never a price'),
});
const Sku = z.object({
  category: z.object({ usageType: z.enum(['OnDemand', 'Preemptible']) }),
  serviceRegions: z.array(z.string().min(1)).min(1),
  pricingInfo: z.tuple([
    z.object({
      pricingExpression: z.object({
        usageUnit: z.enum(['h', 'GiBy.h']),
        tieredRates: z.tuple([Rate], 'expected one rate'),
      }),
    }),
  ]),
});
/** Dollars an hour by part, billing and region. */
export type Parts = Map<string, number>;

/** Reads the prices of parts; what it yields could not be read. */
export function* partsIn(page: Document, parts: Parts): Iterable<Reading> {
  for (const served of envelope(page, Page).skus) {
    const kind = row(served, Kind, null);
    if ('unread' in kind) yield kind.unread;
    else {
      const part = partOf(kind.read.description);
      if (part === null) continue;
      const found = row(served, Sku, null);
      if ('unread' in found) yield found.unread;
      else add(parts, part, found.read);
    }
  }
}

/** "A2/Core", "G2/GPU", or null for what is none of these parts. */
function partOf(description: string): string | null {
  const series = SERIES_OF.get(GPU.exec(description)?.groups?.gpu ?? '');
  if (series !== undefined) return `${series}/GPU`;
  const host = HOST.exec(description)?.groups;
  return host === undefined ? null : `${host.series}/${host.part}`;
}

function add(
  parts: Parts,
  part: string,
  { category, serviceRegions, pricingInfo }: z.infer<typeof Sku>,
) {
  const { usageUnit, tieredRates } = pricingInfo[0].pricingExpression;
  const unit = part.endsWith('/Ram') ? 'GiBy.h' : 'h';
  if (usageUnit !== unit) {
    throw new SourceError('changed', `${part}: expected a price per ${unit}, found ${usageUnit}`);
  }
  for (const region of serviceRegions) {
    const name = `${part}/${BILLING[category.usageType]}/${region}`;
    if (parts.has(name))
      throw new SourceError('changed', `expected one price of ${name}, found two`);
    parts.set(name, tieredRates[0].unitPrice);
  }
}
