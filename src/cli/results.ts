import type { CrawlResult } from '../pipeline/run.ts';
import { EXIT } from './exit.ts';
import { type Column, table } from './table.ts';
import { type Paint, plural, type Style } from './terminal.ts';

/** How a crawl ended, in the words of its table. */
export function outcomeText({ outcome, failure }: CrawlResult): string {
  return outcome === 'failed' && failure !== null ? `failed: ${failure}` : outcome;
}

const MARKS = {
  ok: '✓',
  unchanged: '✓',
  partial: '✓',
  skipped: '–',
  held: '–',
  stopped: '–',
  quarantined: '✗',
  failed: '✗',
  broken: '✗',
} as const;

const STYLES: Readonly<Record<CrawlResult['outcome'], Style>> = {
  ok: 'green',
  unchanged: 'green',
  partial: 'yellow',
  skipped: 'gray',
  held: 'yellow',
  stopped: 'yellow',
  quarantined: 'red',
  failed: 'red',
  broken: 'red',
};

/** Whether it was read. */
export const isGood = ({ outcome }: CrawlResult) =>
  outcome === 'ok' || outcome === 'unchanged' || outcome === 'partial';

/** One line about a crawl that is done: what was found, or the one sentence why not. */
export function resultLine(result: CrawlResult, paint: Paint): string {
  const { source, outcome, message, rejects, changes, pending } = result;
  const mark = paint(STYLES[outcome], MARKS[outcome]);
  if (!isGood(result)) return `${mark} ${source}: ${outcomeText(result)}: ${message}`;
  const news = changes.filter(({ baseline }) => !baseline).length;
  const facts = [
    countText(result),
    rejects.length > 0 ? plural(rejects.length, 'reject') : '',
    plural(news, 'change'),
    pending > 0 ? `${pending} to confirm` : '',
    message ?? '',
  ];
  return `${mark} ${source}: ${facts.filter((fact) => fact !== '').join(', ')}`;
}

interface ResultLook {
  readonly width: number;
  readonly paint: Paint;
  /** The days of the recordings, where the run was a replay of several. */
  readonly recorded?: ReadonlyMap<string, string>;
}

function recordedColumn(recorded: ReadonlyMap<string, string>): Column<CrawlResult> {
  return {
    header: 'recorded',
    value: ({ source }) => recorded.get(source) ?? null,
    fixed: true,
  };
}

/** What a run came to, one line a crawl. */
export function resultTable(
  results: readonly CrawlResult[],
  { width, paint, recorded }: ResultLook,
): string {
  return table<CrawlResult>(
    [
      { header: 'source', value: ({ source }) => source, fixed: true },
      ...(recorded === undefined ? [] : [recordedColumn(recorded)]),
      {
        header: 'outcome',
        value: outcomeText,
        fixed: true,
        paint: (text, { outcome }) => paint(STYLES[outcome], text),
      },
      { header: 'offers', value: ({ offers }) => offers },
      { header: 'rejects', value: ({ rejects }) => rejects.length },
      {
        header: 'changes',
        value: ({ changes }) => changes.filter(({ baseline }) => !baseline).length,
      },
      { header: 'to confirm', value: ({ pending }) => pending },
      { header: 'why', value: ({ message }) => message ?? '' },
    ],
    results,
    { width },
  );
}

/** A run as data. */
export function resultJson(result: CrawlResult) {
  const { source, crawl, outcome, failure, message, offers, rejects, missing, pending } = result;
  return {
    ...{ source, crawl, outcome, failure, message, offers, pending },
    rejects: rejects.length,
    missing: missing.map(({ scope }) => scope),
    changes: result.changes.length,
    news: result.changes.filter(({ baseline }) => !baseline).length,
    messages: result.messages,
  };
}

/** The exit code of a run: a bug first, then a lease that is held, then how many sources failed. */
export function exitOf(results: readonly Pick<CrawlResult, 'source' | 'outcome'>[]): number {
  const last = new Map(results.map((result) => [result.source, result]));
  const outcomes = [...last.values()].map(({ outcome }) => outcome);
  const tried = outcomes.filter((outcome) => outcome !== 'skipped');
  const bad = tried.filter((outcome) => outcome === 'failed' || outcome === 'quarantined');
  if (tried.includes('broken')) return EXIT.bug;
  if (tried.includes('held')) return EXIT.leaseHeld;
  if (bad.length === 0) return EXIT.ok;
  return bad.every((outcome) => outcome === 'failed') && bad.length === tried.length
    ? EXIT.allFailed
    : EXIT.someFailed;
}

/** What a source is read for: offers, exchange rates or prices of tokens. */
function countText({ offers, rates, tokens }: CrawlResult): string {
  if (rates > 0) return plural(rates, 'rate');
  return tokens > 0 ? plural(tokens, 'price') : plural(offers, 'offer');
}
