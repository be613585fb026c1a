import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { DatabaseError } from '../../db/failure.ts';
import {
  type Database,
  openDatabase,
  openForReading,
  refuseNetworkDisk,
  refuseOldSqlite,
} from '../../db/open.ts';
import { aPath, closing, memory } from './stage.ts';

const MIGRATIONS = 'db/migrations';

const Journal = z.object({
  entries: z.array(z.object({ tag: z.string(), when: z.number() })),
});
const { entries: migrations } = Journal.parse(
  JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8')),
);

const pragma = ({ sqlite }: Database, name: string) => sqlite.pragma(name, { simple: true });

const names = ({ sqlite }: Database, type: string) =>
  sqlite.prepare('select name from sqlite_master where type = ? order by name').pluck().all(type);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What opening a file says when it must not be used. */
function refusal(path: string): string {
  try {
    openDatabase(path).close();
  } catch (error) {
    if (error instanceof DatabaseError) return error.message;
    throw error;
  }
  return 'opened';
}

/** A file that another program made. */
function foreign(path: string, ...statements: readonly string[]): string {
  const sqlite = new Sqlite(path);
  for (const statement of statements) sqlite.exec(statement);
  sqlite.close();
  return path;
}

/** A file as the first version of the schema left it, with a crawl, an offer and what hangs on them. */
function schemaOne(path: string): string {
  const [first] = migrations;
  if (first === undefined) throw new Error('expected a first migration');
  const sql = readFileSync(join(MIGRATIONS, `${first.tag}.sql`), 'utf8');
  return foreign(
    path,
    'pragma foreign_keys = on',
    ...sql.split('--> statement-breakpoint'),
    'create table __drizzle_migrations (id integer primary key, hash text not null, created_at numeric)',
    `insert into __drizzle_migrations (hash, created_at) values ('${sha256(sql)}', ${first.when})`,
    `insert into crawls (id, source, started_at, finished_at, outcome, key_version, documents, bytes,
       rows, offers, rejects, changes, pending) values (1, 's', 1, 2, 'ok', 1, 0, 0, 1, 1, 0, 1, 0)`,
    `insert into offers (id, hash, key, market_key, source, provider, sku, accelerator,
       accelerator_words, vendor, count, fraction, jurisdiction, billing, tier, tax, evidence, listed,
       availability, first_seen_at, price_since, changed_at)
     values (1, 'h', 'k', 'm', 's', 'p', 'x', 'a', 'A', 'v', 1, 1, 'unknown', 'on-demand', 'standard',
       'unknown', 'page', 1, 'listed', 2, 2, 2)`,
    `insert into versions (offer, at, crawl, listed, availability) values (1, 2, 1, 1, 'listed')`,
    `insert into changes (crawl, at, source, kind, flags, baseline, offer)
     values (1, 2, 's', 'listed', '[]', 1, 1)`,
    `insert into deliveries (id, crawl, rule, channel, flag, body, state, created_at, next_at)
     values ('msg_1', 1, 'r', 'c', 'back', '{}', 'waiting', 2, 2)`,
    `insert into attempts (delivery, number, at, duration_ms) values ('msg_1', 1, 3, 1)`,
    'pragma application_id = 0x63686970',
    'pragma user_version = 1',
  );
}

const CHILDREN = ['versions', 'changes', 'deliveries', 'attempts'];

const countOf = ({ sqlite }: Database, table: string) =>
  sqlite.prepare(`select count(*) from ${table}`).pluck().get();

describe('a new database', () => {
  it('has every migration applied and is marked as ours', () => {
    const db = memory();

    expect(pragma(db, 'user_version')).toBe(migrations.length);
    expect(pragma(db, 'application_id')).toBe(0x63686970);
    expect(countOf(db, '__drizzle_migrations')).toBe(migrations.length);
    expect(names(db, 'view')).toEqual(['v_changes', 'v_offers', 'v_price_history']);
  });

  it('is safe against a power cut, a stranger’s schema and orphans, whenever it is opened', () => {
    const path = aPath();
    for (const db of [closing(openDatabase(path)), closing(openDatabase(path))]) {
      expect(pragma(db, 'busy_timeout')).toBe(10_000);
      expect(pragma(db, 'journal_mode')).toBe('wal');
      expect(pragma(db, 'synchronous')).toBe(2);
      expect(pragma(db, 'foreign_keys')).toBe(1);
      expect(pragma(db, 'trusted_schema')).toBe(0);
      expect(pragma(db, 'journal_size_limit')).toBe(67_108_864);
      expect(pragma(db, 'mmap_size')).toBe(0);
    }
  });

  it('is readable by its owner alone, and so is its log', () => {
    const former = process.umask(0o022);
    onTestFinished(() => void process.umask(former));
    const path = join(dirname(aPath()), 'own', 'chips.db');
    const db = closing(openDatabase(path));
    db.sqlite.exec("insert into meta values ('a', 'b')");

    const modes = ['', 'chips.db', 'chips.db-wal', 'chips.db-shm'].map((name) =>
      (statSync(join(dirname(path), name)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['700', '600', '600', '600']);
  });

  it('is opened by no SQLite that may tear it', () => {
    for (const good of ['3.51.3', '3.53.0', '4.0.0']) {
      expect(() => refuseOldSqlite(good)).not.toThrow();
    }
    for (const old of ['3.51.2', '3.50.9', '2.99.99', 'unknown']) {
      expect(() => refuseOldSqlite(old)).toThrow(`expected SQLite 3.51.3 or later`);
    }
  });

  it('lies on a disk of this machine, unless the operator wants it otherwise', () => {
    const types = { NFS: 0x6969, SMB: 0xfe534d42, FUSE: 0x65735546 };
    for (const [name, type] of Object.entries(types)) {
      expect(() => refuseNetworkDisk('/srv/chips.db', type)).toThrow(
        `found it on ${name}, where SQLite loses commits; move it, or set store.allowNetworkDisk`,
      );
    }
    expect(() => refuseNetworkDisk('/srv/chips.db', 0xfe534d42 | 0)).toThrow('SMB');
    expect(() => refuseNetworkDisk('/srv/chips.db', 0xef53)).not.toThrow();
  });

  it('keeps every table strict', () => {
    const tables = memory()
      .sqlite.prepare(
        `select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0
           and name not like 'sqlite_%' and name not like '__drizzle%'`,
      )
      .pluck()
      .all();

    expect(tables).toEqual([]);
  });

  it('is made with its folder, and opened again as it is', () => {
    const path = join(dirname(aPath()), 'deep', 'down', 'chips.db');
    openDatabase(path).close();
    const again = closing(openDatabase(path));

    expect(countOf(again, '__drizzle_migrations')).toBe(migrations.length);
    expect(readdirSync(dirname(path)).filter((name) => name.includes('before'))).toEqual([]);
  });
});

describe('the views', () => {
  const columns = (view: string) =>
    memory().sqlite.prepare('select name from pragma_table_info(?)').pluck().all(view);

  it('show offers under their documented columns', () => {
    expect(columns('v_offers')).toEqual([
      ...['id', 'key', 'source', 'provider', 'sku', 'accelerator', 'vendor', 'stack', 'memory_gb'],
      ...['count', 'fraction', 'unit', 'region', 'zone', 'country', 'jurisdiction', 'billing'],
      ...['term_months', 'tier', 'tax', 'vcpus', 'ram_gb', 'disk_gb', 'price', 'currency'],
      ...['price_per_accelerator', 'availability', 'quantity', 'evidence', 'words', 'listed'],
      ...['first_seen', 'first_seen_s', 'changed', 'changed_s', 'crawled_s'],
    ]);
  });

  it('show changes under their documented columns', () => {
    expect(columns('v_changes')).toEqual([
      ...['id', 'at', 'at_s', 'source', 'kind', 'flags', 'baseline', 'offer', 'provider', 'sku'],
      ...['accelerator', 'count', 'region', 'zone', 'billing', 'subject', 'detail'],
      ...['before_price', 'before_currency', 'before_availability', 'before_quantity'],
      ...['after_price', 'after_currency', 'after_availability', 'after_quantity'],
      ...['change_percent', 'crawl'],
    ]);
  });

  it('show the history of prices under its documented columns', () => {
    expect(columns('v_price_history')).toEqual([
      ...['offer', 'provider', 'sku', 'accelerator', 'count', 'region', 'zone', 'billing', 'tier'],
      ...['at', 'at_s', 'listed', 'price', 'currency', 'price_per_accelerator', 'availability'],
      'quantity',
    ]);
  });
});

describe('a database of an older schema', () => {
  it('is brought up to date without losing a child row', () => {
    const db = closing(openDatabase(schemaOne(aPath())));

    expect(pragma(db, 'user_version')).toBe(migrations.length);
    expect(pragma(db, 'foreign_keys')).toBe(1);
    expect(CHILDREN.map((table) => countOf(db, table))).toEqual(CHILDREN.map(() => 1));
    expect(countOf(db, 'v_price_history')).toBe(1);
  });

  it('is copied beside itself first', () => {
    const path = schemaOne(aPath());
    openDatabase(path).close();

    const copy = new Sqlite(`${path}.before-schema-${migrations.length}`, { readonly: true });
    expect(copy.pragma('user_version', { simple: true })).toBe(1);
    expect(copy.prepare('select count(*) from attempts').pluck().get()).toBe(1);
    copy.close();
  });

  it('is opened again after a migration that was broken off left its copy behind', () => {
    const path = schemaOne(aPath());
    writeFileSync(`${path}.before-schema-${migrations.length}`, 'half a copy');

    expect(refusal(path)).toBe('opened');
  });

  it('is refused when a row lost its parent', () => {
    const path = schemaOne(aPath());
    foreign(path, 'pragma foreign_keys = off', 'delete from offers');

    expect(refusal(path)).toBe(`${path}: 2 rows lost their parent while migrating`);
  });
});

describe('a file that is not ours to use', () => {
  it('is told when it is no database', () => {
    const path = aPath();
    writeFileSync(path, 'hello, I am a letter to my mother and nothing else at all. '.repeat(90));

    expect(refusal(path)).toBe(
      `${path} is corrupt: file is not a database; there is no backup of it`,
    );
  });

  it('is told when its middle is torn', () => {
    const path = aPath();
    openDatabase(path).close();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, 100, 4096));

    expect(refusal(path)).toContain(`${path} is corrupt: `);
  });

  it('is told, with its last backup, when its header is gone, and left as it is', () => {
    const path = aPath();
    openDatabase(path).close();
    const backups = join(dirname(path), 'backups');
    mkdirSync(backups);
    writeFileSync(join(backups, 'chips-2026-08-04.db'), '');
    writeFileSync(path, readFileSync(path).fill(0, 0, 100));
    const before = readFileSync(path);

    const found = refusal(path);

    expect(found).toContain(`${path} is corrupt: file is not a database`);
    expect(found).toContain(`the last backup is ${join(backups, 'chips-2026-08-04.db')}`);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is told when somebody took its log away, and is left as it is', () => {
    const path = aPath();
    openDatabase(path).close();
    const copy = join(dirname(path), 'copy.db');
    const db = closing(openDatabase(path));
    db.sqlite.exec("insert into meta values ('a', 'b')");
    for (const end of ['', '-shm']) copyFileSync(`${path}${end}`, `${copy}${end}`);

    expect(refusal(copy)).toBe(
      `${copy} is corrupt: its log ${copy}-wal is gone, and what was committed last with it; there is no backup of it`,
    );
    rmSync(`${copy}-shm`);
    expect(refusal(copy)).toBe('opened');
  });

  it('is told when a newer chipwatch wrote it', () => {
    const path = aPath();
    openDatabase(path).close();
    foreign(path, 'pragma user_version = 99');

    expect(refusal(path)).toBe(
      `${path} has schema 99, this chipwatch knows ${migrations.length}: update chipwatch to open it`,
    );
  });

  it.each([
    ['it says so', ['create table notes (x)', 'pragma application_id = 77']],
    ['it has tables we never made', ['create table notes (x)']],
    ['its version looks like ours', ['create table notes (x)', 'pragma user_version = 2']],
    ['its version looks newer', ['create table notes (x)', 'pragma user_version = 99']],
  ])('is left untouched when another program made it and %s', (_, statements) => {
    const path = foreign(aPath(), ...statements);
    const before = readFileSync(path);

    expect(refusal(path)).toBe(`${path} belongs to another program: choose another file with --db`);
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('is told when it is a folder, or lies below a file', () => {
    const path = aPath();
    mkdirSync(path);
    writeFileSync(join(path, 'file'), '');

    expect(refusal(path)).toContain(`cannot open ${path}: `);
    expect(refusal(join(path, 'file', 'chips.db'))).toContain('cannot open ');
  });

  it('is not made by asking', () => {
    const path = aPath();

    expect(() => openForReading(path)).toThrow(
      `expected a database at ${path}, found none; run "chipwatch crawl"`,
    );
    expect(existsSync(path)).toBe(false);
  });
});
