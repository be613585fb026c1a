import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../db/open.ts';
import { type Figure, times } from './figures.ts';
import { fillMarket, WORLD } from './market.ts';
import { hasModule, hasPython, inFolder, nodeIn, python, type Taken } from './processes.ts';
import type { Size } from './sizes.ts';
import { inTurn, type Others } from './timing.ts';

const PROGRAM = 'dist/src/cli/index.js';
const RUNS = 5;
const QUESTION = ['offers', 'H100:8', '--billing', 'on-demand', '--outside-china'];
const EMPTY = 'node -e 0';
const GPUHUNT = "gpuhunt's catalogue";
const ROWS = 'rows of Python, as gpuhunt reads a folder';
const PANDAS = 'read_csv of pandas';
const DUCKDB = 'read_csv of DuckDB';

const PYTHON_ROWS = `
import csv, sys
with open(sys.argv[1], newline="") as table:
    offers = [row for row in csv.DictReader(table)
        if row["chip"].startswith("h100-") and row["count"] == "8"
        and row["billing"] == "on-demand" and row["law"] == "outside-china"]
offers.sort(key=lambda row: float(row["dollars"]))
print(offers[0]["id"])
`;
const PYTHON_PANDAS = `
import pandas, sys
offers = pandas.read_csv(sys.argv[1])
found = offers[offers["chip"].str.startswith("h100-") & (offers["count"] == 8)
    & (offers["billing"] == "on-demand") & (offers["law"] == "outside-china")]
print(found.sort_values("dollars").head(10)["id"].iloc[0])
`;
const NODE_DUCKDB = `
  const { DuckDBInstance } = require('@duckdb/node-api');
  (async () => {
    const duckdb = await (await DuckDBInstance.create()).connect();
    const found = await duckdb.runAndReadAll(\`select id from read_csv('\${process.argv[1]}')
      where chip like 'h100-%' and count = 8 and billing = 'on-demand' and law = 'outside-china'
      order by dollars limit 10\`);
    process.stdout.write(found.getRows()[0][0]);
  })();
`;

/** A question from a process that has just begun, beside one that does nothing and others' ways to ask. */
export async function cold({ offers, days }: Size): Promise<readonly Figure[]> {
  return inFolder(async (dir) => {
    const [path, table] = [join(dir, 'market.db'), join(dir, 'offers.csv')];
    const db = openDatabase(path);
    // The command line believes the clock, and no exchange rate of long ago.
    fillMarket(db, { ...WORLD, offers, days, now: Date.now() });
    writeFileSync(table, asTable(db));
    db.close();
    const node = nodeIn(dir);
    const ask = [...QUESTION, '--sort', 'price', '--limit', '10', '--json'];
    const { ours, beside } = await inTurn(
      () => node(PROGRAM, '--db', path, ...ask),
      { [EMPTY]: () => node('-e', '0'), ...others(table, node) },
      RUNS,
    );
    refuseOthers(ours, [ROWS, PANDAS, DUCKDB].map(beside));
    const what = `chipwatch ${QUESTION.join(' ')}, of ${offers} offers, cold`;
    const figure = (id: string, name: string, ratio?: number) =>
      times(id, what, ours, {
        ...{ beside: beside(name), target: ratio === undefined ? {} : { ratio } },
      });
    return [
      figure('P13', EMPTY),
      figure('P13', GPUHUNT, 0.2),
      figure('P13', ROWS),
      figure('P14', PANDAS, 0.5),
      figure('P14', DUCKDB, 0.7),
    ];
  });
}

function others(table: string, node: ReturnType<typeof nodeIn>): Others<Taken> {
  return {
    // It is brought from a network, and is not the same offers.
    [GPUHUNT]: null,
    [ROWS]: hasPython('csv') ? () => python(PYTHON_ROWS, table) : null,
    [PANDAS]: hasPython('pandas') ? () => python(PYTHON_PANDAS, table) : null,
    [DUCKDB]: hasModule('@duckdb/node-api') ? () => node('-e', NODE_DUCKDB, table) : null,
  };
}

/** The market as others would have it: a file, priced in dollars for one accelerator. */
function asTable({ sqlite }: Database): string {
  const rows = sqlite
    .prepare(
      `select hash, accelerator, count, billing, jurisdiction, region,
        price / 1e6 / count * (select per_euro from rates where currency = 'USD')
          / coalesce((select per_euro from rates where rates.currency = offers.currency), 1)
      from offers where witness = 0`,
    )
    .raw()
    .all() as readonly (readonly unknown[])[];
  return [['id', 'chip', 'count', 'billing', 'law', 'region', 'dollars'], ...rows]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
}

type Answers = readonly [name: string, taken: readonly Taken[] | null];

/** Who finds another cheapest offer than ours did other work. */
function refuseOthers(ours: readonly Taken[], others: readonly Answers[]): void {
  const answer: string = JSON.parse(ours[0]?.wrote ?? '').offers[0].id;
  for (const [name, taken] of others) {
    const found = taken?.[0]?.wrote.trim() ?? answer;
    if (found !== answer) throw new Error(`expected ${name} to find ${answer}, found ${found}`);
  }
}
