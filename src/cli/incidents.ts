import type { Logger } from '../logger.ts';

/** What goes wrong for a while: told when it begins and when it is over, not each minute between. */
export interface Incidents {
  /** Notes that something is wrong, or with null that it is not. */
  note(what: string, says: string | null): void;
}

/** Tells of incidents in the log. */
export function createIncidents(log: Logger): Incidents {
  const open = new Set<string>();
  return {
    note(what, says) {
      if (says === null) {
        if (open.delete(what)) log.info({ what }, 'over');
        return;
      }
      if (open.has(what)) return;
      open.add(what);
      log.error({ what }, says);
    },
  };
}
