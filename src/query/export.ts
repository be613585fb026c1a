import type { Database } from '../../db/open.ts';

/** What can be taken out whole. */
export const EXPORTS = ['offers', 'changes', 'prices'] as const;
export type ExportName = (typeof EXPORTS)[number];

/** What a column holds: `micros` are whole millionths of the currency beside, `time` milliseconds UTC. */
export type ColumnType = 'text' | 'whole' | 'number' | 'yes-no' | 'micros' | 'time';

/** A value as it is stored; null where the source does not say. */
export type Stored = string | number | null;

export interface ExportColumn {
  readonly name: string;
  readonly type: ColumnType;
}

export interface Export {
  readonly columns: readonly ExportColumn[];
  /** Read as they are asked for, in the order of the columns. */
  readonly rows: Iterable<readonly Stored[]>;
}

type Columns = Readonly<Record<string, readonly [ColumnType, sql: string]>>;

const OFFER: Columns = {
  offer: ['text', 'o.hash'],
  key: ['text', 'o.key'],
  source: ['text', 'o.source'],
  provider: ['text', 'o.provider'],
  sku: ['text', 'o.sku'],
  accelerator: ['text', 'o.accelerator'],
  vendor: ['text', 'o.vendor'],
  stack: ['text', 'o.stack'],
  memory_gb: ['number', 'o.memory_gb'],
  count: ['whole', 'o.count'],
  fraction: ['number', 'o.fraction'],
  region: ['text', 'o.region'],
  zone: ['text', 'o.zone'],
  country: ['text', 'o.country'],
  jurisdiction: ['text', 'o.jurisdiction'],
  billing: ['text', 'o.billing'],
  term_months: ['whole', 'o.term_months'],
  tier: ['text', 'o.tier'],
};

const TABLES: Readonly<
  Record<ExportName, { readonly columns: Columns; readonly from: string; readonly at: string }>
> = {
  offers: {
    columns: {
      ...OFFER,
      unit: ['text', 'o.unit'],
      tax: ['text', 'o.tax'],
      vcpus: ['number', 'o.vcpus'],
      ram_gb: ['number', 'o.ram_gb'],
      disk_gb: ['number', 'o.disk_gb'],
      listed: ['yes-no', 'o.listed'],
      price_micros: ['micros', 'o.price'],
      currency: ['text', 'o.currency'],
      availability: ['text', 'o.availability'],
      quantity: ['whole', 'o.quantity'],
      evidence: ['text', 'o.evidence'],
      words: ['text', 'o.words'],
      first_seen_at: ['time', 'o.first_seen_at'],
      price_since: ['time', 'o.price_since'],
      changed_at: ['time', 'o.changed_at'],
    },
    from: 'offers o',
    at: 'o.changed_at',
  },
  changes: {
    columns: {
      id: ['whole', 'c.id'],
      at: ['time', 'c.at'],
      crawl: ['whole', 'c.crawl'],
      source: ['text', 'c.source'],
      kind: ['text', 'c.kind'],
      flags: ['text', "(select group_concat(value, ' ') from json_each(c.flags))"],
      baseline: ['yes-no', 'c.baseline'],
      offer: ['text', 'o.hash'],
      provider: ['text', 'o.provider'],
      accelerator: ['text', 'o.accelerator'],
      count: ['whole', 'o.count'],
      region: ['text', 'o.region'],
      subject: ['text', 'c.subject'],
      detail: ['text', 'c.detail'],
      before_price_micros: ['micros', 'c.before_price'],
      before_currency: ['text', 'c.before_currency'],
      before_availability: ['text', 'c.before_availability'],
      before_quantity: ['whole', 'c.before_quantity'],
      after_price_micros: ['micros', 'c.after_price'],
      after_currency: ['text', 'c.after_currency'],
      after_availability: ['text', 'c.after_availability'],
      after_quantity: ['whole', 'c.after_quantity'],
      change_percent: ['number', 'c.change_percent'],
    },
    from: 'changes c left join offers o on o.id = c.offer',
    at: 'c.at',
  },
  prices: {
    columns: {
      at: ['time', 'v.at'],
      ...OFFER,
      listed: ['yes-no', 'v.listed'],
      price_micros: ['micros', 'v.price'],
      currency: ['text', 'v.currency'],
      availability: ['text', 'v.availability'],
      quantity: ['whole', 'v.quantity'],
    },
    from: 'versions v join offers o on o.id = v.offer',
    at: 'v.at',
  },
};

/** Of which time: from then on, up to and not including then. Milliseconds UTC. */
export interface ExportWindow {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/**
 * A table whole, in the order of its time: `offers` as they stand, listed or not; `changes`, the event log;
 * `prices`, each state an offer has had, from `at` until its next.
 */
export function exportOf(
  { sqlite }: Pick<Database, 'sqlite'>,
  name: ExportName,
  window: ExportWindow = {},
): Export {
  const { columns, from, at } = TABLES[name];
  const list = Object.values(columns).map(([, column]) => column);
  const statement = sqlite
    .prepare(
      `select ${list.join(', ')} from ${from} where ${at} >= ? and ${at} < ? order by ${at}, ${list[0]}`,
    )
    .raw();
  const { since = 0, until = Number.MAX_SAFE_INTEGER } = window;
  return {
    columns: Object.entries(columns).map(([each, [type]]) => ({ name: each, type })),
    rows: statement.iterate(since, until) as Iterable<readonly Stored[]>,
  };
}

/** The months (`2026-08`) that an export has rows of, in order, each with its window. */
export function monthsOf(
  db: Database,
  name: ExportName,
  { since = 0, until = Number.MAX_SAFE_INTEGER }: ExportWindow,
): readonly (ExportWindow & { readonly month: string })[] {
  const { from, at } = TABLES[name];
  const [first, last] = db.sqlite
    .prepare(`select min(${at}), max(${at}) from ${from} where ${at} >= ? and ${at} < ?`)
    .raw()
    .get(since, until) as [number | null, number | null];
  if (first === null || last === null) return [];
  const months: (ExportWindow & { readonly month: string })[] = [];
  const begin = new Date(first);
  for (
    let [year, n] = [begin.getUTCFullYear(), begin.getUTCMonth()];
    Date.UTC(year, n) <= last;
    n += 1
  ) {
    const [start, end] = [Date.UTC(year, n), Date.UTC(year, n + 1)];
    const month = new Date(start).toISOString().slice(0, 7);
    months.push({ month, since: Math.max(start, since), until: Math.min(end, until) });
  }
  return months;
}
