import type { Jurisdiction } from '../words.ts';
import type { Confidence } from './accelerator.ts';
import type { Region } from './region.ts';

/**
 * A region as a provider's table writes it: code, city or whatever is said of it, country. One that is
 * as wide as a continent has no country, and says under whose law it lies where all of it lies there.
 */
export type RegionRow = readonly [
  region: string,
  city: string | null,
  country: string | null,
  more?: {
    readonly operator?: string;
    readonly confidence?: Confidence;
    readonly jurisdiction?: Jurisdiction;
  },
];

const SPECIAL: Readonly<Record<string, Jurisdiction>> = {
  CN: 'mainland-china',
  HK: 'hong-kong',
  MO: 'macau',
};

/** The regions of one provider, all from one source and equally sure where a row does not say. */
export function regionsOf(
  provider: string,
  known: { readonly source: string; readonly confidence: Confidence },
  rows: readonly RegionRow[],
): readonly Region[] {
  return rows.map(([region, city, country, more]) => ({
    provider,
    region,
    city,
    country,
    jurisdiction: more?.jurisdiction ?? jurisdictionIn(country),
    operator: more?.operator ?? null,
    source: known.source,
    confidence: more?.confidence ?? known.confidence,
  }));
}

function jurisdictionIn(country: string | null): Jurisdiction {
  return country === null ? 'unknown' : (SPECIAL[country] ?? 'outside-china');
}
