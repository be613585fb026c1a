import type { Figure } from './figures.ts';
import type { Size } from './sizes.ts';

/** Everything that can be measured, by name. */
export const BENCHES: Readonly<Record<string, (size: Size) => Promise<readonly Figure[]>>> = {
  json: async (size) => (await import('./json.ts')).json(size),
  csv: async (size) => (await import('./csv.ts')).csv(size),
  ingest: async (size) => (await import('./ingest.ts')).ingesting(size),
  growth: async (size) => (await import('./growth.ts')).growth(size),
  fixtures: async (size) => (await import('./fixtures.ts')).fixtures(size),
  query: async (size) => (await import('./query.ts')).query(size),
  cold: async (size) => (await import('./cold.ts')).cold(size),
  serving: async (size) => (await import('./serving.ts')).serving(size),
  detection: async (size) => (await import('./detection.ts')).detection(size),
};
