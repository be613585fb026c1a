import { ACCELERATED_CELL } from '../../scrapers/aws-families.ts';
import { counted, type Figure, times } from './figures.ts';
import { peaksOf, readLists } from './lists.ts';
import { offerTable } from './offer-table.ts';
import { hasModule, hasPython, type nodeIn, python } from './processes.ts';
import type { Size } from './sizes.ts';

const LINES = 'lines of Python with the same needle';
const TABLE = 'read_csv of DuckDB';

const PYTHON = `
import csv, re, sys
from itertools import islice
needle = re.compile(sys.argv[2])
with open(sys.argv[1], newline="", encoding="utf-8") as list:
    for _ in range(2):
        next(list)
    heads = next(csv.reader(list))
    rows = csv.DictReader((line for line in list if needle.search(line)), heads)
    print(sum(1 for row in rows if row["Operating System"] == "Linux" and row["Tenancy"] == "Shared"
        and row["CapacityStatus"] == "Used" and row["Pre Installed S/W"] == "NA"
        and row["MarketOption"] == "OnDemand" and row["TermType"] == "OnDemand"))
`;
const DUCKDB = `
  const { DuckDBInstance } = require('@duckdb/node-api');
  (async () => {
    const duckdb = await (await DuckDBInstance.create()).connect();
    const found = await duckdb.runAndReadAll(\`select count(*)::integer from
      read_csv('\${process.argv[1]}', skip = 2, header = true, all_varchar = true)
      where regexp_matches("Instance Type", '^(p|gr?|trn|inf|dl)[0-9]') and "Operating System" = 'Linux'
        and Tenancy = 'Shared' and CapacityStatus = 'Used' and "Pre Installed S/W" = 'NA'
        and MarketOption = 'OnDemand' and TermType = 'OnDemand'\`);
    process.stdout.write(String(found.getRows()[0][0]));
  })();
`;

/** A price list of rows, by the lines that matter: times beside others that read lines or tables, and memory. */
export async function csv(size: Size): Promise<readonly Figure[]> {
  const { ours, beside, long } = await readLists(
    {
      ...{ pieces: offerTable, reader: 'csv-reader' },
      others: (path, node: ReturnType<typeof nodeIn>) => ({
        [LINES]: hasPython('csv') ? () => python(PYTHON, path, ACCELERATED_CELL.source) : null,
        [TABLE]: hasModule('@duckdb/node-api') ? () => node('-e', DUCKDB, path) : null,
      }),
    },
    size,
  );
  const what = `a list of ${size.list / 1e6} MB of CSV, whole process`;
  return [
    times('P3', what, ours, { target: { ratio: 1 }, beside: beside(LINES) }),
    times('P3', what, ours, { target: { ratio: 0.75 }, beside: beside(TABLE) }),
    counted('P2', 'its peak memory', peaksOf(ours), { unit: 'MiB', target: { median: 160 } }),
    counted('P2', `that of ${size.longList / 1e6} MB`, peaksOf(long), {
      ...{ unit: 'MiB', target: { ratio: 1.15 } },
      beside: ['the shorter list', peaksOf(ours)],
    }),
  ];
}
