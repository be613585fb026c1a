import type { changeJson } from './json.ts';

type ChangeJson = ReturnType<typeof changeJson>;

/** A change as one row, with its offer and both states in columns of their own. */
export function changeRecord(change: ChangeJson) {
  const { offer, before, after } = change;
  return {
    ...{ id: change.id, at: change.at, kind: change.kind, flags: change.flags.join(' ') },
    ...{ source: change.source, offer: offer?.id ?? null, provider: offer?.provider ?? null },
    ...{ accelerator: offer?.accelerator ?? null, count: offer?.count ?? null },
    ...{ region: offer?.region ?? null, subject: change.subject, detail: change.detail },
    ...{ beforeAmount: before?.amount ?? null, beforeCurrency: before?.currency ?? null },
    ...{ afterAmount: after?.amount ?? null, afterCurrency: after?.currency ?? null },
    beforeAvailability: before?.availability ?? null,
    afterAvailability: after?.availability ?? null,
    ...{ changePercent: change.changePercent, crawl: change.crawl },
  };
}

/** The columns of a table of changes. */
export const CHANGE_COLUMNS = [
  ...['id', 'at', 'kind', 'flags', 'source', 'offer', 'provider', 'accelerator', 'count'],
  ...['region', 'subject', 'detail', 'beforeAmount', 'beforeCurrency', 'afterAmount'],
  ...['afterCurrency', 'beforeAvailability', 'afterAvailability', 'changePercent', 'crawl'],
] as readonly (keyof ReturnType<typeof changeRecord>)[];
