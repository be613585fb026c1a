import type { z } from 'zod';
import type { Listing, Unread } from '../../src/domain/listing.ts';
import type { Money } from '../../src/domain/money.ts';
import { oneDocument } from './one-document.ts';
import { envelope, listIn, row } from './rows.ts';
import type { Scraper } from './scraper.ts';

/** A machine of one host, or several alike: for sale until somebody takes it. */
export type Machine = Listing & { readonly price: Money; readonly quantity: number };

/** How the rows of a market are read. */
export interface Market<Kind, Row> {
  /** As much of a row as tells whether it is for sale: one that is not may be as odd as it likes. */
  readonly kind: z.ZodType<Kind>;
  readonly isForSale: (kind: Kind) => boolean;
  readonly row: z.ZodType<Row>;
  /** Each way of renting it. */
  readonly machines: (row: Row) => readonly Machine[];
}

/** A market that is one list of machines, read at one address. */
interface MachineList<Kind, Row>
  extends Market<Kind, Row>,
    Pick<Scraper, 'id' | 'provider' | 'homepage' | 'reads' | 'robots' | 'verified'> {
  readonly url: string;
  /** The name of the list in what is served. */
  readonly list: string;
}

/** The source that tells the cheapest machine of each kind on such a list, and how many there are. */
export function machineList<Kind, Row>({
  url,
  list,
  kind,
  isForSale,
  row,
  machines,
  ...named
}: MachineList<Kind, Row>): Scraper {
  return oneDocument({
    ...named,
    every: '1h',
    absentMeans: 'sold-out',
    evidence: 'marketplace',
    ask: ({ http }) => http.get('machines', url),
    read: (served) => cheapest(envelope(served, listIn(list)), { kind, isForSale, row, machines }),
  });
}

/**
 * Machines come and go, so their ids name no offer: a SKU in a region, zone and tier does. Told is the
 * cheapest of its machines, and how many there are of them.
 */
export function* cheapest<Kind, Row>(
  served: readonly unknown[],
  market: Market<Kind, Row>,
): Iterable<Machine | Unread> {
  const offers = new Map<string, Machine>();
  for (const each of served.flatMap((row) => read(row, market))) {
    if (each.kind === 'unread') yield each;
    else {
      const { sku, region, zone, billing, tier } = each;
      const key = JSON.stringify([sku, region, zone, billing, tier]);
      offers.set(key, withMore(offers.get(key), each));
    }
  }
  yield* offers.values();
}

function read<Kind, Row>(
  served: unknown,
  market: Market<Kind, Row>,
): readonly (Machine | Unread)[] {
  const kind = row(served, market.kind, null);
  if ('unread' in kind) return [kind.unread];
  if (!market.isForSale(kind.read)) return [];
  const found = row(served, market.row, null);
  return 'unread' in found ? [found.unread] : market.machines(found.read);
}

/** Counts the machine, and keeps the cheaper of it and those before. */
function withMore(known: Machine | undefined, machine: Machine): Machine {
  if (known === undefined) return machine;
  const best = known.price.micros <= machine.price.micros ? known : machine;
  return { ...best, quantity: known.quantity + machine.quantity };
}
