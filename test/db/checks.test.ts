import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/open.ts';
import { anOffer, seen } from '../support/offers.ts';
import { AT, memory, storeNight } from './stage.ts';

/** A database with one offer to be spoilt. */
async function withOffer(): Promise<Database> {
  const db = memory();
  await storeNight(db, AT, { seen: seen([anOffer()]) });
  return db;
}

describe('the tables', () => {
  it.each([
    ['a price of zero', 'update offers set price = 0', 'offers_price'],
    ['a price below zero', 'update offers set price = -1', 'offers_price'],
    ['a price without a currency', 'update offers set currency = null', 'offers_money'],
    ['a currency without a price', 'update offers set price = null', 'offers_money'],
    ['a currency by its sign', "update offers set currency = '$'", 'offers_currency'],
    ['no accelerator at all', 'update offers set count = 0', 'offers_count'],
    ['more than a whole card', 'update offers set fraction = 1.5', 'offers_fraction'],
    ['a stock in no words of ours', "update offers set availability = 'soon'", 'availability'],
    ['evidence of no kind', "update offers set evidence = 'hearsay'", 'offers_evidence'],
    ['a bill of no kind', "update offers set billing = 'barter'", 'offers_billing'],
    ['a place under no law', "update offers set jurisdiction = 'moon'", 'offers_jurisdiction'],
    ['a crawl that ended somehow', "update crawls set outcome = 'fine'", 'crawls_outcome'],
    ['a failure of no kind', "update crawls set failure = 'tired'", 'crawls_failure'],
    ['a change of no kind', "update changes set kind = 'rumour'", 'changes_kind'],
    ['flags that are no list', "update changes set flags = 'back'", 'changes_flags'],
    ['a version of no stock', "update versions set availability = ''", 'versions_availability'],
    ['text for a number', "update offers set count = 'eight'", 'cannot store TEXT'],
    ['half a microdollar', 'update offers set price = 1.5', 'cannot store REAL'],
    ['NaN', 'update offers set count = 0.0 / 0', 'NOT NULL'],
    ['infinity', 'update offers set price = 9e999', 'cannot store REAL'],
    ['more than an integer holds', 'update offers set price = 1e308', 'cannot store REAL'],
    ['a price with its sign', "update offers set price = '$1.5'", 'cannot store TEXT'],
    ['a change of no crawl', 'update changes set crawl = 99', 'FOREIGN KEY'],
    ['a version of no offer', 'update versions set offer = 99', 'FOREIGN KEY'],
    ['a crawl gone from under its changes', 'delete from crawls', 'FOREIGN KEY'],
  ])('refuse %s', async (_, statement, reason) => {
    const { sqlite } = await withOffer();

    expect(() => sqlite.exec(statement)).toThrow(reason);
  });

  it('refuse two offers of one key', async () => {
    const { sqlite } = await withOffer();
    const columns = sqlite
      .prepare("select name from pragma_table_info('offers') where name <> 'id'")
      .pluck()
      .all()
      .join(', ');

    expect(() =>
      sqlite.exec(`insert into offers (${columns}) select ${columns} from offers`),
    ).toThrow('UNIQUE');
  });

  it('refuse a delivery in a state of no kind, and two of one crawl, rule, channel and flag', async () => {
    const { sqlite } = await withOffer();
    const insert = (id: string, state: string) =>
      sqlite.exec(
        `insert into deliveries (id, crawl, rule, channel, flag, body, state, created_at, next_at)
         values ('${id}', 1, 'mine', 'ear', 'back', '{}', '${state}', 1, 1)`,
      );

    insert('msg_1', 'waiting');
    expect(() => insert('msg_2', 'lost')).toThrow('deliveries_state');
    expect(() => insert('msg_2', 'waiting')).toThrow('UNIQUE');
  });
});
