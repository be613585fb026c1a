/**
 * Nebius' price page: tables of GPUs, dollars for one GPU an hour with its share of vCPUs and memory.
 * It names no region and no stock. A price to come stands in a column of its own, from its day on.
 * What a person sees is read, not the data the scripts of the page carry. https://nebius.com/prices
 */
import { z } from 'zod';
import {
  columns,
  type Document,
  dollars,
  type Markup,
  pricePage,
  type Reading,
  row,
  type Scraper,
  SourceError,
  UNSAID,
} from './kit/index.ts';

const PAGE = 'https://nebius.com/prices';
const TABLE = '.pc-highlight-table-block';
const SHARES = ['Item', 'vCPUs', 'RAM, GB'];
const ON_DEMAND = 'On-demand, GPU-hour';
const SPOT: readonly string[] = ['Preemptible, GPU-hour', 'Spot price, GPU-hour*'];
const TO_COME = /^GPU-hour \(Effective (?<date>[A-Z][a-z]+ \d{1,2}, 20\d\d)\)$/;
/** Not sold that way. */
const DASHES = /^[-–—]+$/;

// "16-192" is a choice: no one number.
const Share = z
  .string()
  .regex(/^\d+(?:-\d+)?$/)
  .transform((text) => (text.includes('-') ? null : Number(text)));
const Gpu = z.object({
  Item: z.string().min(1),
  vCPUs: Share,
  'RAM, GB': Share,
  shown: z.string(),
  price: z.union([
    dollars,
    z.literal('Contact us'),
    z.string().regex(DASHES, 'expected one amount in dollars, "Contact us" or dashes'),
  ]),
});
type Gpu = z.infer<typeof Gpu>;

/** A column of prices; `from` is when it begins to hold, in milliseconds UTC. */
interface Column {
  readonly head: string;
  readonly billing: 'on-demand' | 'spot';
  readonly from: number;
}

export const nebius: Scraper = pricePage({
  id: 'nebius',
  homepage: PAGE,
  reads: 'the price page, in a browser',
  anchors: ['h100-sxm', 'l40s'],
  verified: 'recorded 2026-10-05',
  waitFor: 'main',

  *read(page, served) {
    for (const table of gpuTables(page)) yield* inTable(table, served);
  },
});

function gpuTables(page: Markup): readonly Markup[] {
  const tables = page
    .all(TABLE)
    .filter((table) => table.all(`${TABLE}__title`).some(({ text }) => /\bGPU\b/.test(text)));
  if (tables.length > 0) return tables;
  throw new SourceError('changed', `expected a table titled "... GPU ...", found none at ${PAGE}`);
}

function* inTable(table: Markup, { fetchedAt }: Document): Iterable<Reading> {
  const heads = table.all(`${TABLE}__head ${TABLE}__cell`);
  const under = columns(heads, SHARES);
  const prices = heads.filter(({ text }) => !SHARES.includes(text)).map(({ text }) => column(text));
  // Columns stand in the order of their dates.
  const inForce = (['on-demand', 'spot'] as const).map((billing) =>
    prices.findLast((each) => each.billing === billing && each.from <= fetchedAt),
  );
  for (const line of table.rows(`${TABLE}__body ${TABLE}__row`)) {
    const cells = under(line.all(`${TABLE}__cell`));
    for (const each of inForce) if (each) yield* reading(cells, each);
  }
}

function column(head: string): Column {
  if (head === ON_DEMAND) return { head, billing: 'on-demand', from: 0 };
  if (SPOT.includes(head)) return { head, billing: 'spot', from: 0 };
  const from = Date.parse(`${TO_COME.exec(head)?.groups?.date} UTC`);
  if (!Number.isNaN(from)) return { head, billing: 'on-demand', from };
  throw new SourceError('changed', `expected a column of prices of a GPU-hour, found "${head}"`);
}

function* reading(
  cells: Readonly<Record<string, string>>,
  { head, billing }: Column,
): Iterable<Reading> {
  const shown = cells[head];
  const found = row({ ...cells, shown, price: shown }, Gpu, null);
  if ('unread' in found) yield found.unread;
  else if (!DASHES.test(found.read.shown)) yield listing(found.read, billing);
}

function listing({ Item: item, shown, price, ...share }: Gpu, billing: Column['billing']): Reading {
  const priced = typeof price !== 'string';
  const sku = item.replace(/\*+$/, '');
  return {
    ...UNSAID,
    sku,
    accelerator: sku,
    count: 1,
    region: null,
    billing,
    price: priced ? price : null,
    tax: 'unknown',
    vcpus: share.vCPUs,
    ramGb: share['RAM, GB'],
    availability: priced ? 'listed' : 'unknown',
    // "from $1.82" is the least of a choice: worth saying.
    words: shown.startsWith('$') ? null : shown.replace(/\*+$/, ''),
  };
}
