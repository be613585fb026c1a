import {
  type ComparedField,
  type Comparison,
  compareOffers,
  compareQuestion,
  comparisonJson,
} from '../query/compare.ts';
import { staleText } from '../query/in-words.ts';
import type { CompareOptions } from './compare.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { staleSources } from './keeping-up.ts';
import { sheetById } from './known-sheets.ts';
import { isData, writeRows } from './output.ts';
import { asked, askedAsync } from './params.ts';
import { withDatabase } from './reading.ts';
import { type Column, table } from './table.ts';
import { age, widthOf } from './terminal.ts';

/** Tells in what the named offers differ, and what they have in common. */
export async function showComparison(
  context: Context,
  names: readonly string[],
  options: CompareOptions,
): Promise<number> {
  const { currency: code } = options;
  const question = asked(() => compareQuestion({ ...(code && { currency: code }) }, names));
  const now = context.now();
  const found = await withDatabase(context, options, (db) =>
    askedAsync(() => compareOffers(db, question, now)),
  );
  if (isData(options)) {
    const homepage = (source: string) => sheetById(source)?.homepage ?? null;
    const generatedAt = new Date(now).toISOString();
    const answer = comparisonJson(found, now, homepage);
    writeRows(context, options, {
      answer: { schema: 'compare/1', generatedAt, ...answer },
      list: 'offers',
    });
  } else {
    writeComparison(context, found, await staleSources(context, options, found.offers));
  }
  return EXIT.ok;
}

function writeComparison(
  { stdout, now }: Context,
  found: Comparison,
  stale: readonly string[],
): void {
  const { offers, fields, currency, rates } = found;
  const columns: readonly Column<ComparedField>[] = [
    { header: '', value: ({ differs }) => (differs ? '≠' : ''), fixed: true },
    { header: 'fact', value: ({ name }) => labelOf(name, currency), fixed: true },
    ...offers.map((_, index) => ({
      header: `offer ${index + 1}`,
      value: ({ name, values }: ComparedField) => cellOf(name, values[index] ?? null, now()),
    })),
  ];
  const known = fields.filter(({ values }) => values.some((value) => value !== null));
  const legend = offers.map(({ row }, index) => `offer ${index + 1}: ${row.hash}  ${row.key}\n`);
  const notes = [...rateNote(found, rates?.date ?? null), ...staleText(stale)];
  stdout.write(table(columns, known, { width: widthOf(stdout) }));
  stdout.write(['', ...legend, ...notes.map((note) => `${note}\n`)].join(''));
}

const TIMES: readonly string[] = ['firstSeenAt', 'priceSince', 'seenAt'];

function cellOf(name: ComparedField['name'], value: ComparedField['values'][number], now: number) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string' && TIMES.includes(name))
    return `${age(now - Date.parse(value))} ago`;
  return value;
}

/** `hourlyPerAccelerator` is `hourly per accelerator, USD`. */
function labelOf(name: ComparedField['name'], currency: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return name.startsWith('hourly') ? `${words}, ${currency}` : words;
}

function rateNote({ offers, currency }: Comparison, date: string | null): readonly string[] {
  const others = new Set(offers.flatMap(({ row }) => row.currency ?? []));
  others.delete(currency);
  if (others.size === 0) return [];
  const list = [...others].join(', ');
  return date === null
    ? [`prices in ${list} are not converted: no rate of these days is known`]
    : [`prices in ${list} are converted to ${currency} at the rates of ${date}`];
}
