/**
 * The rows of EC2's offer files: one price of one product each. Of a reservation only the kind without
 * an upfront payment has a price an hour: the others are a payment and an hourly rest, and are left out.
 */
import { z } from 'zod';
import { InstanceType, isAccelerated } from './aws-families.ts';
import { Memory, Storage, Vcpus } from './aws-specs.ts';
import {
  amountText,
  type Cells,
  csv,
  type Document,
  type Reading,
  row,
  SourceError,
  UNSAID,
} from './kit/index.ts';

const MONTHS = { '1yr': 12, '3yr': 36 } as const;
const HEADS = [
  ...['TermType', 'Unit', 'PricePerUnit', 'Currency', 'LeaseContractLength', 'PurchaseOption'],
  ...['OfferingClass', 'Instance Type', 'vCPU', 'Memory', 'Storage', 'Tenancy', 'Region Code'],
  ...['Operating System', 'CapacityStatus', 'Pre Installed S/W', 'MarketOption'],
];

/** As a listing has it, of a row that is known to be a price of a machine with Linux. */
export function priceIn(currency: string) {
  return z.object({
    Unit: z.literal('Hrs'),
    Currency: z.literal(currency),
    PricePerUnit: amountText(currency),
    'Instance Type': InstanceType,
    vCPU: Vcpus,
    Memory,
    Storage,
    'Region Code': z.string(),
    term: z.union([
      z.object({ TermType: z.literal('OnDemand') }),
      z.object({
        TermType: z.literal('Reserved'),
        LeaseContractLength: z.enum(['1yr', '3yr']),
        OfferingClass: z.enum(['standard', 'convertible']),
      }),
    ]),
  });
}

/** The prices of machines with accelerators in the file of a region. */
export async function* inRegion(
  file: Document,
  region: string,
  schema: ReturnType<typeof priceIn>,
): AsyncGenerator<Reading> {
  for await (const cells of csv(file, 'SKU', HEADS)) {
    if (!isWanted(cells)) continue;
    const found = row({ ...cells, term: cells }, schema, region);
    if ('unread' in found) yield found.unread;
    else yield reading(found.read, region, file.name);
  }
}

/** Windows, dedicated machines, capacity reserved or sold in blocks: each is a row of its own. */
function isWanted(cells: Cells): boolean {
  return (
    isAccelerated(cells['Instance Type'] ?? '') &&
    cells['Operating System'] === 'Linux' &&
    cells.Tenancy === 'Shared' &&
    cells.CapacityStatus === 'Used' &&
    ['', 'NA'].includes(cells['Pre Installed S/W'] ?? '') &&
    ['', 'OnDemand'].includes(cells.MarketOption ?? '') &&
    (cells.TermType !== 'Reserved' || cells.PurchaseOption === 'No Upfront')
  );
}

function reading(
  { term, ...price }: z.infer<ReturnType<typeof priceIn>>,
  region: string,
  file: string,
): Reading {
  if (price['Region Code'] !== region) {
    const found = `found one of ${price['Region Code']}`;
    throw new SourceError('changed', `${file}: expected prices of ${region}, ${found}`);
  }
  const isReserved = term.TermType === 'Reserved';
  return {
    ...UNSAID,
    ...price['Instance Type'],
    region,
    billing: isReserved ? 'reserved' : 'on-demand',
    termMonths: isReserved ? MONTHS[term.LeaseContractLength] : null,
    // A convertible one may be exchanged, and costs more.
    tier: isReserved ? term.OfferingClass : 'standard',
    price: price.PricePerUnit,
    tax: 'excluded',
    vcpus: price.vCPU,
    ramGb: price.Memory,
    diskGb: price.Storage,
    availability: 'listed',
    scope: region,
  };
}
