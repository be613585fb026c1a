import { getTableColumns, getTableName } from 'drizzle-orm';
import { toSnakeCase } from 'drizzle-orm/casing';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { Database } from './open.ts';

/** A row by the names of its columns in code; true and false are 1 and 0. */
export type BoundRow = Readonly<Record<string, string | number | null>>;

/**
 * An insert of one row with all columns but its number, prepared once for many rows: the query
 * builder takes ten times as long for each. `clause` follows the values.
 */
export function insertInto({ sqlite }: Database, table: SQLiteTable, clause = '') {
  const names = Object.keys(getTableColumns(table)).filter((name) => name !== 'id');
  const columns = names.map((name) => `"${toSnakeCase(name)}"`).join(', ');
  const values = names.map((name) => `@${name}`).join(', ');
  return sqlite.prepare<[BoundRow]>(
    `insert into "${getTableName(table)}" (${columns}) values (${values}) ${clause}`,
  );
}

/** What sets the columns of a row that is there already to those of the new one. */
export function excluded(names: readonly string[]): string {
  const columns = names.map((name) => `"${toSnakeCase(name)}"`);
  return columns.map((column) => `${column} = excluded.${column}`).join(', ');
}

/** An update of these columns of the row that has the same value in `found`, prepared once. */
export function updateOf(
  { sqlite }: Database,
  table: SQLiteTable,
  names: readonly string[],
  found: string,
) {
  const columns = names.map((name) => `"${toSnakeCase(name)}"`).join(', ');
  const values = names.map((name) => `@${name}`).join(', ');
  return sqlite.prepare<[BoundRow]>(
    // What is as it was is not written: each index of these columns would be, too.
    `update "${getTableName(table)}" set (${columns}) = (${values})
     where "${toSnakeCase(found)}" = @${found} and (${columns}) is not (${values})`,
  );
}
