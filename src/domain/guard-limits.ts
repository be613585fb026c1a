import { z } from 'zod';

const share = z.number().min(0).max(1);
const rows = z.number().int().min(1);

/** What is believed without a person looking. Shares are of one; exactly at a limit is believed. */
export const GuardLimits = z.strictObject({
  /** Rows rejected, of all rows. A chip we do not know is no such row. */
  rejected: share,
  /** Rows, regions and models seen, of those that are usual; where absence means withdrawn. */
  coverage: share,
  /** Rows seen, in multiples of those that are usual; where absence means withdrawn. */
  explosion: z.number().min(1),
  /** Known offers seen again; of a stock feed: SKUs seen that are known. */
  identity: share,
  /**
   * Offers whose availability changed, of those seen again, where absence means withdrawn; and those
   * that lost their price, of those that had one and are not sold out.
   */
  transition: share,
  /** From how many known offers on the shares above mean anything. */
  fromOffers: rows,
  /** From how many known regions, or models, on losing some of them is no ordinary change. */
  fromKinds: rows,
  /** Rows that share one price ratio, and their share of all that can be compared. */
  sharedRows: rows,
  sharedShare: share,
  /** How far an exchange rate moved from the last known. */
  rateMove: share,
  /** Price of one whole accelerator and hour, in dollars. */
  leastPrice: z.number().positive(),
  mostPrice: z.number().positive(),
});
export type GuardLimits = z.infer<typeof GuardLimits>;

export const LIMITS: GuardLimits = {
  rejected: 0.1,
  coverage: 0.6,
  explosion: 3,
  identity: 0.6,
  transition: 0.5,
  fromOffers: 10,
  fromKinds: 5,
  sharedRows: 5,
  sharedShare: 0.2,
  rateMove: 0.2,
  leastPrice: 0.02,
  mostPrice: 100,
};

/** Some of the limits: what a user settles. */
export const SomeLimits = GuardLimits.partial();
export type SomeLimits = z.infer<typeof SomeLimits>;

/** The limits that a user settled, for every source and for single ones. */
export interface Guards {
  readonly everywhere: SomeLimits;
  readonly sources: ReadonlyMap<string, SomeLimits>;
}

/** The limits a source is held to: its own, else those for every source, else ours. */
export function limitsOf(source: string, guards?: Guards): GuardLimits {
  return GuardLimits.parse({ ...LIMITS, ...guards?.everywhere, ...guards?.sources.get(source) });
}
