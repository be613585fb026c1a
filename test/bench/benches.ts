import type { Figure } from './figures.ts';
import type { Size } from './sizes.ts';

/** Everything that can be measured, by name. */
export const BENCHES: Readonly<Record<string, (size: Size) => Promise<readonly Figure[]>>> = {
  json: async (size) => (await import('./json.ts')).json(size),
  csv: async (size) => (await import('./csv.ts')).csv(size),
  ingest: async (size) => (await import('./ingest.ts')).ingesting(size),
  query: async (size) => (await import('./query.ts')).query(size),
  detection: async (size) => (await import('./detection.ts')).detection(size),
};
