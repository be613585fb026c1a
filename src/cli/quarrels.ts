import type { Quarrel } from '../query/disagreements.ts';
import type { Incidents } from './incidents.ts';

/** Notes in the log, after crawls, which sources of one provider begin or cease to disagree on a price. */
export function createQuarrelWatch(incidents: Incidents) {
  const open = new Set<string>();
  return {
    note(found: readonly Quarrel[]): void {
      const now = new Map(
        found.map(({ sources, says }) => [`prices of ${sources.join(' and ')}`, says]),
      );
      for (const pair of open) if (!now.has(pair)) incidents.note(pair, null);
      open.clear();
      for (const [pair, says] of now) {
        open.add(pair);
        incidents.note(pair, says);
      }
    },
  };
}
