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
/** What a machine is made of. */
export const PARTS = ['GPU', 'Core', 'Ram'] as const;
type Part = (typeof PARTS)[number];
export type Billing = (typeof BILLING)[keyof typeof BILLING];
/** Dollars an hour of each part: by series and billing, by region. */
export type Parts = Map<string, Regions>;
type Regions = Map<string, Partial<Record<Part, number>>>;

/** A series as it is sold: "G2 spot". */
export function soldAs(series: string, billing: Billing): string {
  return `${series} ${billing}`;
}

/** Reads the prices of parts; what it yields could not be read. */
export function* partsIn(page: Document, parts: Parts): Iterable<Reading> {
  for (const served of envelope(page, Page).skus) {
    const kind = row(served, Kind, null);
    if ('unread' in kind) yield kind.unread;
    else {
      const piece = pieceOf(kind.read.description);
      if (piece === null) continue;
      const found = row(served, Sku, null);
      if ('unread' in found) yield found.unread;
      else add(parts, piece, found.read);
    }
  }
}

interface Piece {
  readonly part: Part;
  readonly series: string;
}

/** Null for what is no part of these machines. */
function pieceOf(description: string): Piece | null {
  const gpus = SERIES_OF.get(GPU.exec(description)?.groups?.gpu ?? '');
  if (gpus !== undefined) return { part: 'GPU', series: gpus };
  const { series, part } = HOST.exec(description)?.groups ?? {};
  return series === undefined ? null : { part: part === 'Ram' ? 'Ram' : 'Core', series };
}

function add(
  parts: Parts,
  { part, series }: Piece,
  { category, serviceRegions, pricingInfo }: z.infer<typeof Sku>,
) {
  const { usageUnit, tieredRates } = pricingInfo[0].pricingExpression;
  const unit = part === 'Ram' ? 'GiBy.h' : 'h';
  const sold = soldAs(series, BILLING[category.usageType]);
  if (usageUnit !== unit) {
    const expected = `expected a price per ${unit}, found ${usageUnit}`;
    throw new SourceError('changed', `${sold}, ${part}: ${expected}`);
  }
  const regions: Regions = parts.get(sold) ?? new Map();
  parts.set(sold, regions);
  for (const region of serviceRegions) {
    const known = regions.get(region) ?? {};
    if (part in known) {
      const found = `expected one price of ${part} in ${region}, found two`;
      throw new SourceError('changed', `${sold}: ${found}`);
    }
    regions.set(region, { ...known, [part]: tieredRates[0].unitPrice });
  }
}
