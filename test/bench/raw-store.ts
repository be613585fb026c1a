import Sqlite from 'better-sqlite3';
import type { Offer } from '../../src/domain/offer.ts';

export type RawStore = ReturnType<typeof rawStore>;

/** The least anybody could do: the same facts in one table, with one index and no checks. */
export function rawStore(path: string) {
  const sqlite = new Sqlite(path);
  sqlite.pragma('journal_mode = WAL');
  sqlite.exec(`create table offers (id integer primary key, key text unique, market_key text,
    sku text, accelerator text, count integer, region text, price integer, currency text,
    availability text); create index offers_find on offers (accelerator, count, price)`);
  const insert = sqlite.prepare(`insert into offers (key, market_key, sku, accelerator, count,
    region, price, currency, availability) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const find = sqlite.prepare<[string], { price: number | null; availability: string }>(
    'select price, availability from offers where key = ?',
  );
  const change = sqlite.prepare('update offers set price = ? where key = ?');
  return {
    fill: sqlite.transaction((offers: readonly Offer[]) => {
      for (const { key, marketKey, sku, accelerator, count, region, state } of offers) {
        const { price, availability } = state;
        const facts = [key, marketKey, sku, accelerator, count, region];
        insert.run(...facts, price?.micros, price?.currency, availability);
      }
    }),
    compare: sqlite.transaction((offers: readonly Offer[]) => {
      for (const { key, state } of offers) {
        const micros = state.price?.micros ?? null;
        if (find.get(key)?.price !== micros) change.run(micros, key);
      }
    }),
    close: () => sqlite.close(),
  };
}
