import { type Row, rows } from '../../hostile/base.ts';
import type { Chance } from './chance.ts';

/** What a made-up seller truly sells; it moves a little now and then. */
export interface Truth {
  /** What is there now. */
  rows(): readonly Row[];
  move(): void;
}

/** Factors of a price: drops, rises, and one that is believed only when it is seen twice. */
const FACTORS = [0.93, 0.85, 1.04, 1.2, 0.4] as const;
/** One accelerator and hour stays between these, well within what is believed. */
const LEAST = 0.8;
const MOST = 12;
/** So many of the forty may be away at once: few enough for no guard to be asked. */
const AWAY_MOST = 6;

/** A seller of forty things in eight regions, and now and then of one in a region of its own. */
export function createTruth(chance: Chance): Truth {
  let there: readonly Row[] = rows();
  let away: readonly Row[] = [];
  let regions = 0;

  const pick = (list: readonly Row[]): Row | undefined =>
    list[Math.floor(chance.next() * list.length)];
  const replace = (row: Row, change: Partial<Row>) => {
    there = there.map((each) => (each === row ? { ...row, ...change } : each));
  };

  const MOVES: readonly (() => void)[] = [
    () => {
      const row = pick(there);
      if (row) replace(row, { price: moved(row, chance.of(FACTORS)) });
    },
    () => {
      const row = pick(there);
      if (row) replace(row, { available: !row.available });
    },
    () => {
      const row = away.length < AWAY_MOST ? pick(there) : undefined;
      there = there.filter((each) => each !== row);
      away = row ? [...away, row] : away;
    },
    () => {
      const row = pick(away);
      away = away.filter((each) => each !== row);
      there = row ? [...there, row] : there;
    },
    () => {
      const row = regions < AWAY_MOST ? pick(there) : undefined;
      if (row === undefined) return;
      regions += 1;
      const region = `${row.region}-${regions}`;
      there = [...there, { ...row, region, sku: `${row.gpu.toLowerCase()}.new.${region}` }];
    },
  ];
  return { rows: () => there, move: () => chance.of(MOVES)() };
}

/** In whole cents, as a page shows them. */
function moved({ price, gpu_count: count }: Row, factor: number): number {
  const each = (price * factor) / count;
  const kept = each < LEAST || each > MOST ? (price / count) * (each < LEAST ? 1.3 : 0.7) : each;
  return Number((kept * count).toFixed(2));
}
