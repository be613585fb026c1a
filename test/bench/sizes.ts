/**
 * How much is measured. The targets are meant for `full`, which takes most of an hour on a crowded machine;
 * `small` takes minutes there. `medium` has the offers of `full` without its years.
 */
export interface Size {
  /** Offers of the one source that is crawled, and of the market that is asked. */
  readonly offers: number;
  /** Of history in the market. */
  readonly days: number;
  /** Bytes of a price list, and of one that nothing can hold in memory. */
  readonly list: number;
  readonly longList: number;
  /** Offers of a small and of a large source, whose costs an offer are compared. */
  readonly growth: readonly [few: number, many: number];
  /** Of every recorded source. */
  readonly copies: number;
}

export const SIZES = {
  small: {
    offers: 10_000,
    days: 180,
    list: 40e6,
    longList: 160e6,
    growth: [4000, 40_000],
    copies: 5,
  },
  medium: {
    offers: 100_000,
    days: 60,
    list: 100e6,
    longList: 600e6,
    growth: [10_000, 100_000],
    copies: 15,
  },
  full: {
    offers: 100_000,
    days: 730,
    list: 400e6,
    longList: 2e9,
    growth: [20_000, 300_000],
    copies: 40,
  },
} as const satisfies Readonly<Record<string, Size>>;

export type SizeName = keyof typeof SIZES;
