import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bringUpToDate, schemaVersion, versionOf } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { aPath, closing } from './stage.ts';

const MIGRATIONS = 'db/migrations';

const Entry = z.looseObject({ tag: z.string(), when: z.number() });
const Journal = z.looseObject({ entries: z.array(Entry) });

/** A copy of the migrations beside a database, that a test may damage. */
function ourMigrations(path: string) {
  const folder = join(dirname(path), 'migrations');
  cpSync(MIGRATIONS, folder, { recursive: true });
  const file = join(folder, 'meta/_journal.json');
  const journal = Journal.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    folder,
    tags: journal.entries.map(({ tag }) => tag),
    rewrite(change: (entries: z.output<typeof Entry>[]) => z.output<typeof Entry>[]) {
      writeFileSync(file, JSON.stringify({ ...journal, entries: change(journal.entries) }));
    },
  };
}

/** Brings a file up to date with those migrations, or says why not. */
function migrate(path: string, folder: string): string {
  const sqlite = new Sqlite(path);
  try {
    bringUpToDate(sqlite, path, folder);
    return `schema ${versionOf(sqlite)}`;
  } catch (error) {
    return (error as Error).message;
  } finally {
    sqlite.close();
  }
}

/** A file as the first migration leaves it. */
function anOldOne() {
  const path = aPath();
  const { folder, rewrite, tags } = ourMigrations(path);
  rewrite((entries) => entries.slice(0, 1));
  expect(migrate(path, folder)).toBe('schema 1');
  rewrite((entries) => entries);
  return { path, folder, rewrite, tags };
}

const TABLES = `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\'`;

/** A value by the type of its column, where that is no number. */
const VALUES: Readonly<Record<string, string>> = { TEXT: "'[]'", BLOB: "x'00'" };
/** A table that gains a column is checked whole: what the words of an offer and of a crawl may be. */
const WORDS: Readonly<Record<string, string>> = {
  currency: "'XTS'",
  jurisdiction: "'unknown'",
  billing: "'spot'",
  availability: "'available'",
  evidence: "'page'",
  outcome: "'ok'",
  failure: "'changed'",
};

/** One row in every table of a file, with the parents it needs. */
function fill(path: string): ReadonlyMap<string, number> {
  const sqlite = new Sqlite(path);
  sqlite.pragma('foreign_keys = OFF');
  sqlite.pragma('ignore_check_constraints = ON');
  const tables = z.array(z.string()).parse(sqlite.prepare(TABLES).pluck().all());
  for (const table of tables) {
    const columns = z
      .array(z.object({ name: z.string(), type: z.string() }))
      .parse(sqlite.prepare('select name, type from pragma_table_info(?)').all(table));
    const values = columns.map(({ name, type }) => WORDS[name] ?? VALUES[type] ?? '1');
    const names = columns.map(({ name }) => `"${name}"`);
    sqlite.exec(`insert into "${table}" (${names.join(', ')}) values (${values.join(', ')})`);
    // Ids of text refer to ids of text, numbers to numbers: every row finds its parent.
  }
  sqlite.close();
  return countsOf(path, tables);
}

function countsOf(path: string, tables: readonly string[]): ReadonlyMap<string, number> {
  const sqlite = new Sqlite(path);
  const count = (table: string) =>
    Number(sqlite.prepare(`select count(*) from "${table}"`).pluck().get());
  const counts = new Map(tables.map((table) => [table, count(table)]));
  sqlite.close();
  return counts;
}

describe('every migration', () => {
  const all = Array.from({ length: schemaVersion() - 1 }, (_, i) => i + 1);

  it.each(all)('after number %i keeps every row of every table', (from) => {
    const path = aPath();
    const { folder, rewrite } = ourMigrations(path);
    rewrite((entries) => entries.slice(0, from));
    expect(migrate(path, folder)).toBe(`schema ${from}`);
    const before = fill(path);
    rewrite((entries) => entries.slice(0, from + 1));

    expect(migrate(path, folder)).toBe(`schema ${from + 1}`);

    expect(before.size).toBeGreaterThan(10);
    const after = countsOf(path, [...before.keys()]);
    expect(after).toEqual(before);
    const sqlite = new Sqlite(path);
    expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    sqlite.close();
  });

  /** Migrations that drop or rebuild a table and were read by a person, with the reason. */
  const REVIEWED: Readonly<Record<string, string>> = {
    '0008_quick_answers.sql': 'each row of flagged gets the time of its change, which it refers to',
  };

  it('drops no table and turns no foreign key off unless somebody reviewed it', () => {
    const files = readdirSync(MIGRATIONS).filter((name) => name.endsWith('.sql'));
    const dangerous = files.filter(
      (name) =>
        /drop table|pragma foreign_keys/i.test(readFileSync(join(MIGRATIONS, name), 'utf8')) &&
        REVIEWED[name] === undefined,
    );

    expect(files).toHaveLength(schemaVersion());
    expect(dangerous).toEqual([]);
  });
});

describe('a history that is not the one of the files', () => {
  it('is refused when an applied file was edited', () => {
    const { path, folder, tags } = anOldOne();
    const file = join(folder, `${tags[0]}.sql`);
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- edited`);

    expect(migrate(path, folder)).toContain('expected number 0 as it was applied, found it edited');
    expect(migrate(path, MIGRATIONS)).toBe(`schema ${schemaVersion()}`);
  });

  it('is refused when a file that is older than the last one applied was slipped in', () => {
    const { path, folder, rewrite, tags } = anOldOne();
    rewrite((entries) => {
      const [first] = entries;
      if (first === undefined) throw new Error('expected a first migration');
      return [{ ...first, tag: String(tags[1]), when: first.when - 1 }, ...entries.slice(0, 1)];
    });

    expect(migrate(path, folder)).toContain(
      'expected number 0 as it was applied, found it missing or moved',
    );
  });

  it('is refused when the journal goes back in time', () => {
    const { path, folder, rewrite } = anOldOne();
    rewrite((entries) => entries.map((entry, i) => (i === 1 ? { ...entry, when: 1 } : entry)));

    expect(migrate(path, folder)).toContain(
      'expected migration 1 to be younger than the one before it',
    );
  });

  it('is refused when a file is missing', () => {
    const { path, folder, tags } = anOldOne();
    rmSync(join(folder, `${tags[1]}.sql`));

    expect(migrate(path, folder)).toContain('install chipwatch again');
  });

  it('is refused, and nothing is changed, when a migration loses rows', () => {
    const { path, folder, tags } = anOldOne();
    fill(path);
    writeFileSync(join(folder, `${tags[1]}.sql`), 'delete from attempts');

    expect(migrate(path, folder)).toContain(
      'expected 1 rows in attempts after migrating, found 0; nothing was changed',
    );
    expect(countsOf(path, ['attempts'])).toEqual(new Map([['attempts', 1]]));
    expect(migrate(path, MIGRATIONS)).toBe(`schema ${schemaVersion()}`);
  });
});

/** Opens a database and kills itself before the statement of that number; prints how many there were. */
const KILLED = `
import Sqlite from 'better-sqlite3';
const { exec } = Sqlite.prototype;
let before = Number(process.env.KILL_BEFORE);
let n = 0;
Sqlite.prototype.exec = function (sql) {
  if (n++ === before) process.kill(process.pid, 'SIGKILL');
  return exec.call(this, sql);
};
const { openDatabase } = await import('./dist/db/open.js');
openDatabase(process.env.KILL_PATH).close();
process.stdout.write(String(n));
`;

function killedBefore(path: string, statement: number) {
  return spawnSync(process.execPath, ['--input-type=module', '-e', KILLED], {
    env: { ...process.env, KILL_PATH: path, KILL_BEFORE: String(statement) },
    encoding: 'utf8',
  });
}

describe('a process that is killed while it migrates', () => {
  it('leaves the old schema whole at each statement, and the next one goes on', () => {
    const { path } = anOldOne();
    const rows = fill(path);
    const whole = aPath();
    cpSync(path, whole);
    const statements = Number(killedBefore(whole, -1).stdout);
    expect(statements).toBeGreaterThan(2);

    for (let statement = 0; statement < statements; statement += 1) {
      expect(killedBefore(path, statement).signal).toBe('SIGKILL');
      const sqlite = new Sqlite(path);
      expect(versionOf(sqlite)).toBe(1);
      // The rows stand in for any: what they hold is beside the point.
      sqlite.pragma('ignore_check_constraints = ON');
      expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
      sqlite.close();
    }
    expect(countsOf(path, [...rows.keys()])).toEqual(rows);
    expect(killedBefore(path, -1).status).toBe(0);
    expect(countsOf(path, [...rows.keys()])).toEqual(rows);
  }, 120_000);
});

describe('two processes that migrate at once', () => {
  it('run each migration once, and both open the file', async () => {
    const { path } = anOldOne();
    fill(path);
    const env = { ...process.env, KILL_PATH: path, KILL_BEFORE: '-1' };
    const both = [1, 2].map(() =>
      spawn(process.execPath, ['--input-type=module', '-e', KILLED], { env, stdio: 'ignore' }),
    );

    const codes = await Promise.all(both.map((child) => once(child, 'exit')));

    expect(codes.map(([code]) => code)).toEqual([0, 0]);
    const db = closing(openDatabase(path));
    const applied = db.sqlite.prepare('select count(*) from __drizzle_migrations').pluck().get();
    expect(applied).toBe(schemaVersion());
  }, 60_000);
});
