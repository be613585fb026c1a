/** The tables that EC2's page of Capacity Blocks carries for its scripts: one for each family of instances. */
import { z } from 'zod';
import { type Document, envelope, jsonText, SourceError, scripts } from './kit/index.ts';

const HEADS = { region: 'region', price: 'effective hourly rate', accelerators: 'accelerator' };

const Carried = z.object({ data: z.object({ items: z.array(z.object({ fields: z.unknown() })) }) });
/** "P5en Pricing": there are tables of operating systems too. */
const Heading = z.object({ itemHeading: z.string().regex(/^\S+ Pricing$/) });
const Table = z.object({
  itemTableColumns: jsonText(z.array(z.object({ Heading: z.string(), accessor: z.string() }))),
  itemTableRowGroups: jsonText(z.array(z.object({ id: z.string(), label: z.string() }))),
  itemTableData: jsonText(z.array(z.looseObject({ idProperty: z.string() }))),
});
type Table = z.infer<typeof Table>;

/** The rows of all tables of prices: the type of instance, and its cells by `HEADS`. Throws `changed` where there are none. */
export function pricedBlocks(page: Document): readonly Readonly<Record<string, unknown>>[] {
  const rows = tablesIn(page).flatMap((table) => rowsOf(envelope(page, Table, () => table)));
  if (rows.length > 0) return rows;
  throw new SourceError('changed', 'expected rows of tables like "P5 Pricing", found none');
}

function tablesIn(page: Document): readonly unknown[] {
  return scripts(page, 'application/json').flatMap((text) => {
    const carried = jsonText(Carried).safeParse(text);
    if (!carried.success) return [];
    const tables = carried.data.data.items.map(({ fields }) => fields);
    return tables.filter((each) => Heading.safeParse(each).success);
  });
}

/** Instances of one type stand in a group of rows, which has the name of the type. */
function rowsOf({ itemTableColumns, itemTableRowGroups, itemTableData }: Table) {
  const accessors = Object.entries(HEADS).map(
    ([name, head]) => [name, accessorOf(itemTableColumns, head)] as const,
  );
  const types = new Map(itemTableRowGroups.map(({ id, label }) => [id, label]));
  return itemTableData.map((line) => ({
    type: types.get(line.idProperty),
    ...Object.fromEntries(accessors.map(([name, accessor]) => [name, line[accessor]])),
  }));
}

function accessorOf(columns: Table['itemTableColumns'], head: string): string {
  const [column, ...more] = columns.filter(({ Heading: name }) => name.toLowerCase() === head);
  if (column !== undefined && more.length === 0) return column.accessor;
  const found = columns.map(({ Heading: name }) => name).join(' | ');
  throw new SourceError('changed', `expected one column "${head}", found columns ${found}`);
}
