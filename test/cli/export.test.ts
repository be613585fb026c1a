import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { money } from '../../src/domain/money.ts';
import { AT, DAY, storeNight } from '../db/stage.ts';
import { cli } from '../support/cli.ts';
import { anOffer, seen } from '../support/offers.ts';
import { aDataFolder } from './program.ts';

const OFFERS = [
  anOffer({ sku: 'exact', price: money('9007199254.740991', 'USD'), memoryGb: 79.6 }),
  anOffer({ sku: '=shy', price: null, region: null, words: 'two\nlines, "quoted"', quantity: 3 }),
  anOffer({ sku: 'falls', price: money('4', 'EUR') }),
];

/** Three nights: in the second one offer falls in price, in the last one it is gone. */
async function aDatabase() {
  const folder = aDataFolder();
  const path = join(folder, 'chips.db');
  const db = openDatabase(path);
  const [exact, shy] = OFFERS as [(typeof OFFERS)[number], (typeof OFFERS)[number]];
  const cheaper = anOffer({ sku: 'falls', price: money('3', 'EUR') });
  const nights = [OFFERS, [exact, shy, cheaper], [exact, shy], [exact, shy]];
  for (const [night, offers] of nights.entries()) {
    await storeNight(db, AT + night * 20 * DAY, { seen: seen(offers) });
  }
  db.close();
  const run = (...args: readonly string[]) => cli(['export', ...args, '--db', path], AT + 90 * DAY);
  return { folder, run, path };
}

async function parquet(file: string) {
  const buffer = await asyncBufferFromFile(file);
  const { schema } = await parquetMetadataAsync(buffer);
  const types = schema
    .slice(1)
    .map(({ name, type, converted_type }) => [name, `${type} ${converted_type ?? ''}`.trim()]);
  return { rows: await parquetReadObjects({ file: buffer }), types: Object.fromEntries(types) };
}

const lines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('chipwatch export', () => {
  it.each(['offers', 'changes', 'prices'])(
    'writes %s as Parquet that is read back as what NDJSON says, money exactly',
    async (table) => {
      const { folder, run } = await aDatabase();
      const file = join(folder, `${table}.parquet`);
      const { code } = await run('--table', table, '--format', 'parquet', '--out', file);
      const said = lines((await run('--table', table, '--format', 'ndjson')).stdout);

      const { rows } = await parquet(file);

      expect(code).toBe(0);
      expect(rows.length).toBeGreaterThan(2);
      const plain = rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => {
            if (value instanceof Date) return [name, value.toISOString()];
            return [name, typeof value === 'bigint' ? Number(value) : (value ?? null)];
          }),
        ),
      );
      expect(plain).toEqual(said);
    },
  );

  it('gives every column of Parquet its type', async () => {
    const { folder, run } = await aDatabase();
    const file = join(folder, 'offers.parquet');
    await run('--table', 'offers', '--format', 'parquet', '--out', file);

    const { rows, types } = await parquet(file);

    expect(types).toMatchObject({
      offer: 'BYTE_ARRAY UTF8',
      count: 'INT32',
      memory_gb: 'DOUBLE',
      listed: 'BOOLEAN',
      price_micros: 'INT64',
      currency: 'BYTE_ARRAY UTF8',
      first_seen_at: 'INT64 TIMESTAMP_MILLIS',
    });
    const exact = rows.find(({ sku }) => sku === 'exact');
    expect(exact).toMatchObject({ price_micros: 9_007_199_254_740_991n, currency: 'USD' });
    expect(exact?.first_seen_at).toEqual(new Date(AT));
  });

  it('has a file for each month of the past, together all of it', async () => {
    const { folder, run } = await aDatabase();
    const out = join(folder, 'history');
    await run('--table', 'prices', '--format', 'parquet', '--by-month', '--out', out);
    const whole = lines((await run('--table', 'prices', '--format', 'ndjson')).stdout);

    expect(readdirSync(out).sort()).toEqual([
      'prices-2026-01.parquet',
      'prices-2026-02.parquet',
      'prices-2026-03.parquet',
    ]);
    const parts = await Promise.all(
      readdirSync(out)
        .sort()
        .map(async (name) => (await parquet(join(out, name))).rows),
    );
    expect(parts.flat().map(({ offer, at }) => [offer, (at as Date).toISOString()])).toEqual(
      whole.map(({ offer, at }) => [offer, at]),
    );
  });

  it('keeps what a spreadsheet would calculate a text, and begins where it is told', async () => {
    const { run } = await aDatabase();

    const { stdout } = await run('--table', 'offers', '--format', 'csv');
    const since = await run('--table', 'prices', '--format', 'ndjson', '--since', '2026-01-10');

    expect(stdout.split('\r\n')[0]).toContain('"price_micros","currency"');
    expect(stdout).toContain(`"'=shy"`);
    expect(stdout).toContain('9007199254740991,"USD"');
    expect(
      lines(since.stdout).map(({ sku, price_micros: micros, listed }) => [sku, micros, listed]),
    ).toEqual([
      ['falls', 3_000_000, true],
      ['falls', 3_000_000, false],
    ]);
  });

  it('copies the whole database, which answers as it did', async () => {
    const { folder, run, path } = await aDatabase();
    const copy = join(folder, 'copy.db');

    const { code } = await run('--format', 'sqlite', '--out', copy);

    expect(code).toBe(0);
    const offers = async (db: string) =>
      (await cli(['offers', '--json', '--db', db], AT + 90 * DAY)).stdout;
    expect(await offers(copy)).toBe(await offers(path));
  });

  it('leaves no half a file behind', async () => {
    const { folder, run } = await aDatabase();
    const file = join(folder, 'prices.ndjson');
    await run('--table', 'prices', '--format', 'ndjson', '--out', file);

    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(lines(readFileSync(file, 'utf8'))).toHaveLength(5);
  });

  it.each([
    [['--format', 'csv'], 'expected --table'],
    [['--table', 'offers', '--format', 'parquet'], 'expected --out: a file for Parquet'],
    [['--table', 'offers', '--by-month', '--out', 'x'], 'offers are as they stand now'],
    [['--table', 'prices', '--format', 'sqlite', '--out', 'x'], 'it copies all'],
    [['--table', 'prices', '--since', 'ever'], 'expected an age such as 24h'],
  ])('%j is refused with one sentence', async (args, sentence) => {
    const { run } = await aDatabase();

    const { code, stdout, stderr } = await run(...args);

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
  });
});
