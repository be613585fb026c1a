import type { ChipDay, DayPrices } from '../query/chip-history.ts';
import { lowest, median } from '../query/statistics.ts';
import { sparkline } from './sparkline.ts';
import type { Column } from './table.ts';

/** Floors of one accelerator-hour in one currency, day by day; null where none was read. */
export interface Series {
  readonly currency: string;
  readonly floors: readonly (number | null)[];
  readonly last: DayPrices | null;
}

/** The past in each currency that had a price: one, where every rate is known. */
export function seriesOf(days: readonly ChipDay[]): readonly Series[] {
  const currencies = new Set(days.flatMap(({ prices }) => prices.map((each) => each.currency)));
  return [...currencies].map((currency) => lineOf(currency, days));
}

function lineOf(currency: string, days: readonly ChipDay[]): Series {
  const prices = days.map((day) => day.prices.find((each) => each.currency === currency) ?? null);
  return {
    currency,
    floors: prices.map((each) => each?.floor ?? null),
    last: prices.at(-1) ?? null,
  };
}

const known = ({ floors }: Series): readonly number[] => floors.filter((each) => each !== null);
const amount = (value: number | null): string | null =>
  value === null ? null : value.toFixed(value < 0.1 ? 4 : 2);
const highest = (values: readonly number[]): number | null => {
  const least = lowest(values.map((value) => -value));
  return least === null ? null : -least;
};

/** What there is to say of a series, the newest of it last. */
export const SERIES: readonly Column<Series>[] = [
  { header: 'cur', value: ({ currency }) => currency, fixed: true },
  { header: 'min', value: (line) => amount(lowest(known(line))), align: 'right' },
  { header: 'p50', value: (line) => amount(median(known(line), 1)), align: 'right' },
  { header: 'max', value: (line) => amount(highest(known(line))), align: 'right' },
  { header: 'now', value: ({ last }) => amount(last?.floor ?? null), align: 'right' },
  { header: 'median now', value: ({ last }) => amount(last?.median ?? null), align: 'right' },
  { header: 'offers', value: ({ last }) => last?.offers ?? null, align: 'right' },
  { header: 'floor', value: ({ floors }) => sparkline(floors) },
];
