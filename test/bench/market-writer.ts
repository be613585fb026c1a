import type Sqlite from 'better-sqlite3';
import { z } from 'zod';
import type { Accelerator } from '../../src/domain/catalogue/accelerator.ts';
import type { Flag } from '../../src/domain/change.ts';
import { offerId } from '../../src/domain/hash.ts';
import { marketKey, offerKey } from '../../src/domain/offer.ts';
import type { Availability, Billing } from '../../src/domain/words.ts';

/** An offer of the made-up market, and how it stands. Price in micro-units an hour, times in ms UTC. */
export interface MadeOffer {
  readonly id: number;
  readonly source: string;
  /** Of its source. */
  readonly number: number;
  readonly provider: string;
  readonly at: number;
  readonly chip: Accelerator;
  readonly count: number;
  readonly country: string;
  readonly region: string;
  readonly billing: Billing;
  readonly currency: string;
  readonly isWitness: boolean;
  price: number;
  sold: boolean;
  priceSince: number;
  changedAt: number;
}

const Statements = z.array(z.object({ name: z.string(), sql: z.string() }));

/** An index made afterwards is made by sorting once, not by a search for each row. */
export function withoutIndexes(sqlite: Sqlite.Database, work: () => void): void {
  const made = "select name, sql from sqlite_master where type = 'index' and sql is not null";
  const indexes = Statements.parse(sqlite.prepare(made).all());
  for (const { name } of indexes) sqlite.exec(`drop index "${name}"`);
  work();
  for (const { sql } of indexes) sqlite.exec(sql);
}

const CRAWL = `insert into crawls (id, source, started_at, finished_at, outcome, key_version,
  documents, bytes, rows, offers, rejects, changes, pending)
  values (?, ?, ?, ?, 'ok', 1, 1, 1, 1, 1, 0, 1, 0)`;
const OFFER = `insert into offers (id, hash, key, market_key, source, provider, sku, accelerator,
  accelerator_words, vendor, stack, memory_gb, count, fraction, region, country, jurisdiction,
  billing, tier, tax, evidence, witness,
  listed, price, currency, availability, first_seen_at, price_since, changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, 'standard', 'excluded',
  ?, ?, 1, ?, ?, ?, ?, ?, ?)`;
const VERSION = `insert into versions (offer, at, crawl, listed, price, currency, availability)
  values (?, ?, ?, 1, ?, ?, ?)`;
const CHANGE = `insert into changes (id, crawl, at, source, kind, flags, baseline, offer,
  before_price, before_currency, before_availability, after_price, after_currency,
  after_availability, change_percent) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Writes a made-up market with statements that are kept: a million rows are seconds. */
export function marketWriter(sqlite: Sqlite.Database) {
  const [crawls, offers] = [sqlite.prepare(CRAWL), sqlite.prepare(OFFER)];
  const [versions, changes] = [sqlite.prepare(VERSION), sqlite.prepare(CHANGE)];
  const flags = sqlite.prepare('insert into flagged (flag, at, change) values (?, ?, ?)');
  const rates = sqlite.prepare('insert into rates (date, currency, per_euro) values (?, ?, ?)');
  let changeId = 0;

  function version(offer: MadeOffer, crawl: number): void {
    versions.run(offer.id, offer.changedAt, crawl, offer.price, offer.currency, stockOf(offer));
  }

  return {
    crawl({
      id,
      source,
      at,
    }: {
      readonly id: number;
      readonly source: string;
      readonly at: number;
    }) {
      crawls.run(id, source, at - 1, at);
    },

    /** Written last, as it stands then. */
    offer(offer: MadeOffer): void {
      offers.run(...described(offer), ...standing(offer));
    },

    listed(offer: MadeOffer, crawl: number): void {
      changeId += 1;
      changes.run(
        ...[changeId, crawl, offer.at, offer.source, 'listed', '[]', 1, offer.id],
        ...[null, null, null, offer.price, offer.currency, stockOf(offer), null],
      );
      version(offer, crawl);
    },

    moved(before: MadeOffer, after: MadeOffer, crawl: number): void {
      const isPrice = before.price !== after.price;
      const flag = isPrice ? priceFlag(before, after) : stockFlag(after);
      const { currency } = after;
      changeId += 1;
      changes.run(
        ...[changeId, crawl, after.changedAt, after.source, isPrice ? 'price' : 'availability'],
        ...[`["${flag}"]`, 0, after.id, before.price, currency, stockOf(before)],
        ...[after.price, currency, stockOf(after)],
        isPrice ? (after.price / before.price - 1) * 100 : null,
      );
      flags.run(flag, after.changedAt, changeId);
      version(after, crawl);
    },

    rates(date: string, perEuro: Readonly<Record<string, number>>): void {
      for (const [currency, units] of Object.entries(perEuro)) rates.run(date, currency, units);
    },
  };
}

function described(offer: MadeOffer): readonly unknown[] {
  const { id, source, provider, chip, count, country, region, billing } = offer;
  const facts = {
    ...{ sku: `sku-${id}`, accelerator: chip.id, count, fraction: 1, region, billing },
    ...{ provider, zone: null, termMonths: null, tier: 'standard' },
  };
  const key = offerKey(source, facts);
  const law = country === 'CN' ? 'mainland-china' : 'outside-china';
  return [
    ...[id, offerId(key), key, marketKey(facts), source, provider, facts.sku, chip.id, chip.name],
    ...[chip.vendor, chip.stack, chip.memoryGb, count, region, country, law, billing],
  ];
}

const standing = (offer: MadeOffer): readonly unknown[] => [
  ...(offer.isWitness ? ['aggregator', 1] : ['stock-api', 0]),
  ...[offer.price, offer.currency, stockOf(offer), offer.at, offer.priceSince, offer.changedAt],
];
const priceFlag = (before: MadeOffer, after: MadeOffer): Flag =>
  after.price < before.price ? 'price.drop' : 'price.rise';
const stockFlag = ({ sold }: MadeOffer): Flag => (sold ? 'sold-out' : 'back');
const stockOf = ({ sold }: MadeOffer): Availability => (sold ? 'sold-out' : 'available');
