import type { Listing, Unread } from '../../src/domain/listing.ts';
import type { Money } from '../../src/domain/money.ts';

/** A machine of one host, or several alike: for sale until somebody takes it. */
export type Machine = Listing & { readonly price: Money; readonly quantity: number };

/**
 * Machines come and go, so their ids name no offer: a SKU in a region, zone and tier does. Told is the
 * cheapest of its machines, and how many there are of them; what could not be read is handed on.
 */
export function* cheapest(machines: Iterable<Machine | Unread>): Iterable<Machine | Unread> {
  const offers = new Map<string, Machine>();
  for (const machine of machines) {
    if (machine.kind === 'unread') yield machine;
    else {
      const { sku, region, zone, billing, tier } = machine;
      const key = JSON.stringify([sku, region, zone, billing, tier]);
      offers.set(key, withMore(offers.get(key), machine));
    }
  }
  yield* offers.values();
}

/** Counts the machine, and keeps the cheaper of it and those before. */
function withMore(known: Machine | undefined, machine: Machine): Machine {
  if (known === undefined) return machine;
  const best = known.price.micros <= machine.price.micros ? known : machine;
  return { ...best, quantity: known.quantity + machine.quantity };
}
