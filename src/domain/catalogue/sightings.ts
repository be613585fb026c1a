import type { Money } from '../money.ts';
import type { Jurisdiction } from '../words.ts';
import type { Confidence } from './accelerator.ts';
import { FOR_RENT } from './sightings-for-rent.ts';
import { WATCHED } from './sightings-watched.ts';

/** A day; a month or a year where no more is known. */
export type Day = `${number}` | `${number}-${number}` | `${number}-${number}-${number}`;

/** What somebody saw once and wrote down: shown apart from what is measured, never in statistics. */
export interface Sighting {
  readonly id: string;
  /** `for-rent`: somebody could; `announced`: somebody will; `none-listed`: looked at, and it was not there. */
  readonly kind: 'for-rent' | 'announced' | 'none-listed';
  readonly provider: string;
  /** The provider's own code, or null where it is not said. */
  readonly region: string | null;
  /** For people. */
  readonly place: string;
  /** ISO 3166-1 alpha-2, or null. */
  readonly country: string | null;
  readonly jurisdiction: Jurisdiction;
  /** What was for sale, announced, or looked at. */
  readonly what: string;
  /** Canonical id, or null where the chip is not said. */
  readonly accelerator: string | null;
  readonly seenOn: Day;
  /** When it stops being worth showing, where that is known; else a year after it was seen. */
  readonly expiresOn?: Day;
  readonly price: Money | null;
  /** What the price is for: "an hour of one card". */
  readonly priceUnit: string | null;
  readonly source: string;
  readonly confidence: Confidence;
  readonly says: string;
}

/** Ascend for rent, announced, or looked for in vain, as far as anyone wrote it down. */
export const SIGHTINGS: readonly Sighting[] = Object.freeze([...FOR_RENT, ...WATCHED]);

/** The day from which a sighting is too old to go by. */
export function expiryOf({ seenOn, expiresOn }: Pick<Sighting, 'seenOn' | 'expiresOn'>): Day {
  if (expiresOn !== undefined) return expiresOn;
  const [year, ...rest] = seenOn.split('-');
  return [Number(year) + 1, ...rest].join('-') as Day;
}
