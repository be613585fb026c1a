import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import { money } from '../../src/domain/money.ts';
import { EXPORTS } from '../../src/query/export.ts';
import { exportPieces, TEXT_FORMATS } from '../../src/query/export-text.ts';
import { aDataFolder } from '../cli/program.ts';
import { AT, DAY, storeNight } from '../db/stage.ts';
import { cli } from '../support/cli.ts';
import { anOffer, seen } from '../support/offers.ts';
import { aServer } from '../support/server.ts';

const NOW = AT + 90 * DAY;

/** A database in a file, with the nights of these offers. */
async function aFile(...nights: readonly (readonly ReturnType<typeof anOffer>[])[]) {
  const path = join(aDataFolder(), 'chips.db');
  const db = openDatabase(path);
  onTestFinished(() => db.close());
  for (const [night, offers] of nights.entries()) {
    await storeNight(db, AT + night * 20 * DAY, { seen: seen(offers) });
  }
  return { path, db };
}

const OFFERS = [
  anOffer({ sku: 'exact', price: money('9007199254.740991', 'USD') }),
  anOffer({ sku: '=shy', price: null, region: null, words: 'two\nlines, "quoted"', quantity: 3 }),
  anOffer({ sku: 'falls', price: money('4', 'EUR') }),
];
const FALLEN = [...OFFERS.slice(0, 2), anOffer({ sku: 'falls', price: money('3', 'EUR') })];

const KINDS = EXPORTS.flatMap((table) => TEXT_FORMATS.map((format) => ({ table, format })));

describe('an export over HTTP', () => {
  it.each(KINDS)(
    'of $table as $format is to the byte what the command line writes',
    async (kind) => {
      const { table, format } = kind;
      const { path, db } = await aFile(OFFERS, FALLEN, FALLEN.slice(0, 2), FALLEN.slice(0, 2));
      const { url } = await aServer({ db, now: () => NOW });

      for (const since of [[], ['2026-01-10'], ['60d']]) {
        const asked = since.map((time) => `?since=${time}`).join('');
        const response = await fetch(`${url}/api/v1/export/${table}.${format}${asked}`);
        const args = ['export', '--table', table, '--format', format, '--db', path];
        const told = await cli([...args, ...since.flatMap((time) => ['--since', time])], NOW);

        const text = await response.text();
        expect(response.headers.get('content-disposition')).toBe(
          `attachment; filename="${table}.${format}"`,
        );
        expect(text).toBe(told.stdout);
        expect(text.length).toBeGreaterThan(100);
      }
    },
  );

  it('refuses what it cannot narrow by', async () => {
    const { url } = await aServer();
    const status = async (path: string) => (await fetch(`${url}/api/v1/export/${path}`)).status;

    expect(await status('offers.csv?since=ever')).toBe(400);
    expect(await status('offers.csv?spec=ascend')).toBe(400);
    expect(await status('crawls.csv')).toBe(404);
  });
});

const ANSWERS = [
  ['accelerators', ['accelerators']],
  ['providers?new-since=90d', ['providers', '--new-since', '90d']],
  ['regions', ['regions']],
  ['changes?limit=50', ['changes', '--limit', '50']],
  ['stacks', ['stacks']],
  ['targets', ['targets']],
  ['tokens?model=deepseek-v4-flash', ['tokens', 'deepseek-v4-flash']],
  ['accelerators/h100-sxm/history?since=90d', ['history', 'h100-sxm', '--since', '90d']],
] as const;

describe('a list over HTTP', () => {
  it.each(ANSWERS)('%s is the table and the lines of the command line', async (path, args) => {
    const { path: file, db } = await aFile(OFFERS, FALLEN, FALLEN.slice(0, 2));
    const { url } = await aServer({ db, now: () => NOW });
    const [name, asked = ''] = path.split(/(?=\?)/);

    for (const format of TEXT_FORMATS) {
      const response = await fetch(`${url}/api/v1/${name}.${format}${asked}`);
      const told = await cli([...args, '-o', format, '--db', file], NOW);

      expect(response.status).toBe(200);
      expect(told.code).toBe(0);
      expect(await response.text()).toBe(told.stdout);
    }
  });
});

/** Whether somebody reads an older state of the database, so that its log cannot be emptied. */
const isRead = ({ sqlite }: Database): boolean =>
  Object(sqlite.pragma('wal_checkpoint(TRUNCATE)')).at(0).busy === 1;

describe('an export that is read slowly', () => {
  const MANY = Array.from({ length: 600 }, (_, n) => anOffer({ sku: `sku-${n}` }));

  it('is of the moment it began, and nobody who writes waits for it', async () => {
    const { db } = await aFile(MANY);
    const whole = [...exportPieces(db, { table: 'changes', format: 'ndjson' })].join('');

    const pieces = exportPieces(db, { table: 'changes', format: 'ndjson' });
    const first = String(pieces.next().value);
    await storeNight(db, AT + DAY, { seen: seen(MANY.slice(0, 10)) });
    await storeNight(db, AT + 2 * DAY, { seen: seen(MANY.slice(0, 10)) });

    expect(first.length).toBeLessThan(whole.length);
    expect(first + [...pieces].join('')).toBe(whole);
    expect([...exportPieces(db, { table: 'changes', format: 'ndjson' })].join('')).not.toBe(whole);
  });

  it('lets go of the database when it is read, and when nobody reads on', async () => {
    const { db } = await aFile(MANY);
    const pieces = exportPieces(db, { table: 'changes', format: 'csv' });
    pieces.next();
    db.sqlite.exec("update crawls set message = 'written meanwhile'");

    expect(isRead(db)).toBe(true);
    pieces.return(undefined);
    expect(isRead(db)).toBe(false);
    expect([...exportPieces(db, { table: 'offers', format: 'csv' })].length).toBeGreaterThan(1);
    expect(isRead(db)).toBe(false);
  });
});
