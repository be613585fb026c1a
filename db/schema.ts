import { sql } from 'drizzle-orm';
import {
  blob,
  check,
  index,
  integer,
  primaryKey,
  real,
  type SQLiteColumn,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';
import { ChangeKind, type Flag } from '../src/domain/change.ts';
import { Window } from '../src/domain/tokens.ts';
import {
  Availability,
  Billing,
  Evidence,
  Failure,
  Jurisdiction,
  Outcome,
  type Tax,
} from '../src/domain/words.ts';

/** A column that holds one of the words, or null where the column is nullable. */
function oneOf(name: string, column: SQLiteColumn, words: readonly string[]) {
  const list = sql.raw(words.map((word) => `'${word}'`).join(', '));
  return check(name, sql`${column} in (${list})`);
}

const currencyLength = (column: SQLiteColumn) => sql`${column} is null or length(${column}) = 3`;

/** One visit to one source. Times are milliseconds UTC everywhere. */
export const crawls = sqliteTable(
  'crawls',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    source: text().notNull(),
    startedAt: integer().notNull(),
    finishedAt: integer().notNull(),
    /**
     * Since when it is believed though its guards refuse it: by a person, or for telling the same for
     * long. Its changes count from then; null for all others.
     */
    approvedAt: integer(),
    outcome: text().$type<Outcome>().notNull(),
    failure: text().$type<Failure>(),
    /** One sentence: why it failed, or why it was quarantined. */
    message: text(),
    keyVersion: integer().notNull(),
    documents: integer().notNull(),
    bytes: integer().notNull(),
    rows: integer().notNull(),
    offers: integer().notNull(),
    rejects: integer().notNull(),
    changes: integer().notNull(),
    /** How many of them are in the log no more: they became one with later ones of their day. */
    folded: integer().notNull().default(0),
    pending: integer().notNull(),
    /** Scopes this crawl could not read, as JSON: [{scope, failure, message}]. */
    missing: text().notNull().default('[]'),
    /** The accepted reading as a digest; equal digests make a crawl `unchanged`. */
    digest: text(),
  },
  (table) => [
    index('crawls_by_source').on(table.source, table.id),
    oneOf('crawls_outcome', table.outcome, Outcome.options),
    oneOf('crawls_failure', table.failure, Failure.options),
  ],
);

/** What is true now, one row an offer; withdrawn ones stay with `listed` 0. */
export const offers = sqliteTable(
  'offers',
  {
    id: integer().primaryKey(),
    /** Short hash of the key: the id people and programs use. */
    hash: text().notNull(),
    key: text().notNull(),
    marketKey: text().notNull(),
    source: text().notNull(),
    provider: text().notNull(),
    sku: text().notNull(),
    accelerator: text().notNull(),
    acceleratorWords: text().notNull(),
    vendor: text().notNull(),
    stack: text(),
    memoryGb: real(),
    count: integer().notNull(),
    fraction: real().notNull(),
    unit: text({ enum: ['die', 'package'] }),
    region: text(),
    zone: text(),
    country: text(),
    jurisdiction: text().$type<Jurisdiction>().notNull(),
    billing: text().$type<Billing>().notNull(),
    termMonths: integer(),
    tier: text().notNull(),
    tax: text().$type<Tax>().notNull(),
    vcpus: real(),
    ramGb: real(),
    diskGb: real(),
    evidence: text().$type<Evidence>().notNull(),
    words: text(),
    scope: text(),
    listed: integer({ mode: 'boolean' }).notNull(),
    /** Another source of its provider lists the same market with better evidence, and answers for it. */
    witness: integer({ mode: 'boolean' }).notNull().default(false),
    price: integer(),
    currency: text(),
    availability: text().$type<Availability>().notNull(),
    quantity: integer(),
    firstSeenAt: integer().notNull(),
    /** Price since when; any state since when. */
    priceSince: integer().notNull(),
    changedAt: integer().notNull(),
  },
  (table) => [
    uniqueIndex('offers_by_key').on(table.key),
    uniqueIndex('offers_by_hash').on(table.hash),
    index('offers_by_source').on(table.source),
    // Where what is on sale is asked of all offers: the index alone answers it.
    index('offers_places').on(
      table.provider,
      table.source,
      table.region,
      table.country,
      table.jurisdiction,
      table.stack,
      table.accelerator,
    ),
    // Counts and the cheapest are found without a look at the offers themselves.
    index('offers_find').on(
      table.accelerator,
      table.count,
      table.billing,
      table.listed,
      table.witness,
      table.jurisdiction,
      table.currency,
      table.price,
      table.fraction,
      table.memoryGb,
      table.availability,
    ),
    index('offers_market').on(table.marketKey, table.source),
    check('offers_price', sql`${table.price} is null or ${table.price} > 0`),
    check('offers_currency', currencyLength(table.currency)),
    check('offers_money', sql`(${table.price} is null) = (${table.currency} is null)`),
    check('offers_count', sql`${table.count} > 0`),
    check('offers_fraction', sql`${table.fraction} > 0 and ${table.fraction} <= 1`),
    oneOf('offers_jurisdiction', table.jurisdiction, Jurisdiction.options),
    oneOf('offers_billing', table.billing, Billing.options),
    oneOf('offers_availability', table.availability, Availability.options),
    oneOf('offers_evidence', table.evidence, Evidence.options),
  ],
);

/** States an offer has had, insert-only: written when something changed, one row a crawl. */
export const versions = sqliteTable(
  'versions',
  {
    offer: integer()
      .notNull()
      .references(() => offers.id),
    at: integer().notNull(),
    crawl: integer()
      .notNull()
      .references(() => crawls.id),
    listed: integer({ mode: 'boolean' }).notNull(),
    price: integer(),
    currency: text(),
    availability: text().$type<Availability>().notNull(),
    quantity: integer(),
  },
  (table) => [
    primaryKey({ columns: [table.offer, table.at] }),
    oneOf('versions_availability', table.availability, Availability.options),
  ],
);

/** The event log, append-only: what each crawl changed. Replaying it gives `offers`. */
export const changes = sqliteTable(
  'changes',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    crawl: integer()
      .notNull()
      .references(() => crawls.id),
    at: integer().notNull(),
    source: text().notNull(),
    kind: text().$type<ChangeKind>().notNull(),
    /** Flags as a JSON list, empty for what is history and not news. */
    flags: text().notNull(),
    baseline: integer({ mode: 'boolean' }).notNull(),
    offer: integer().references(() => offers.id),
    subject: text(),
    detail: text(),
    beforePrice: integer(),
    beforeCurrency: text(),
    beforeAvailability: text().$type<Availability>(),
    beforeQuantity: integer(),
    afterPrice: integer(),
    afterCurrency: text(),
    afterAvailability: text().$type<Availability>(),
    afterQuantity: integer(),
    changePercent: real(),
  },
  (table) => [
    index('changes_by_offer').on(table.offer, table.id),
    index('changes_by_time').on(table.at),
    index('changes_news').on(table.id).where(sql`${table.baseline} = 0`),
    // A handful among millions, asked for at each crawl.
    index('changes_of_sources').on(table.source).where(sql`${table.kind} = 'source'`),
    index('changes_of_hardware').on(table.subject).where(sql`${table.kind} = 'hardware'`),
    check('changes_flags', sql`json_valid(${table.flags})`),
    oneOf('changes_kind', table.kind, ChangeKind.options),
  ],
);

/** The changes that carry a flag, so that "price drops of 30 days" reads those alone. */
export const flagged = sqliteTable(
  'flagged',
  {
    flag: text().$type<Flag>().notNull(),
    /** Of the change, so that a month is a piece of the index. */
    at: integer().notNull(),
    change: integer()
      .notNull()
      .references(() => changes.id),
  },
  (table) => [
    primaryKey({ columns: [table.flag, table.at, table.change] }),
    // Asked whenever a change goes: none that carries a flag may.
    index('flagged_by_change').on(table.change),
  ],
);

/** Exchange rates as published: units of a currency for one euro on a day. */
export const rates = sqliteTable(
  'rates',
  { date: text().notNull(), currency: text().notNull(), perEuro: real().notNull() },
  (table) => [
    primaryKey({ columns: [table.date, table.currency] }),
    check('rates_date', sql`date(${table.date}) = ${table.date}`),
    check('rates_positive', sql`${table.perEuro} > 0`),
    check('rates_code', currencyLength(table.currency)),
  ],
);

/** What APIs ask for a million tokens, insert-only: a row from when on each price holds. */
export const tokenPrices = sqliteTable(
  'token_prices',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    crawl: integer()
      .notNull()
      .references(() => crawls.id),
    at: integer().notNull(),
    source: text().notNull(),
    key: text().notNull(),
    model: text().notNull(),
    host: text().notNull(),
    window: text().notNull(),
    /** False from when on it is no longer told. */
    listed: integer({ mode: 'boolean' }).notNull(),
    input: integer().notNull(),
    cachedInput: integer(),
    output: integer().notNull(),
    currency: text().notNull(),
  },
  (table) => [
    index('token_prices_by_source').on(table.source, table.id),
    index('token_prices_by_model').on(table.model, table.at),
    oneOf('token_prices_window', table.window, Window.options),
    check('token_prices_input', sql`${table.input} > 0`),
    check('token_prices_cached', sql`${table.cachedInput} is null or ${table.cachedInput} > 0`),
    check('token_prices_output', sql`${table.output} > 0`),
    check('token_prices_currency', currencyLength(table.currency)),
  ],
);

/** Differences seen once, waiting for a second good crawl. */
export const pending = sqliteTable(
  'pending',
  {
    source: text().notNull(),
    kind: text({
      enum: ['listed', 'absent', 'unread', 'availability', 'price', 'place', 'hardware', 'tokens'],
    }).notNull(),
    subject: text().notNull(),
    /** The state first seen, as JSON, where the second crawl must agree with it. */
    candidate: text(),
    since: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.kind, table.subject] })],
);

/** Offers whose availability turned in the last crawls; one that rests has no row. */
export const restless = sqliteTable(
  'restless',
  {
    source: text().notNull(),
    key: text().notNull(),
    /** One bit a crawl, the last one lowest. */
    flips: integer().notNull(),
    /** The availability last told, where it flaps and is not told of. */
    told: text().$type<Availability>(),
  },
  (table) => [
    primaryKey({ columns: [table.source, table.key] }),
    oneOf('restless_told', table.told, Availability.options),
  ],
);

/** What the last crawls read that were not believed, to be looked at, approved or discarded. */
export const quarantine = sqliteTable(
  'quarantine',
  {
    crawl: integer()
      .primaryKey()
      .references(() => crawls.id),
    source: text().notNull(),
    /** How many such crawls in a row told the same, this one included, and since when. */
    streak: integer().notNull(),
    since: integer().notNull(),
    /** The reading as gzipped JSON. */
    reading: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [index('quarantine_by_source').on(table.source, table.crawl)],
);

/** Regions where a provider says it offers a kind of product. */
export const places = sqliteTable(
  'places',
  {
    source: text().notNull(),
    provider: text().notNull(),
    key: text().notNull(),
    stack: text(),
    product: text().notNull(),
    region: text().notNull(),
    country: text(),
    jurisdiction: text().$type<Jurisdiction>().notNull(),
    words: text(),
    firstSeenAt: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.key] })],
);

/** Parts of a source that were ever asked for, and when one was first read. */
export const scopes = sqliteTable(
  'scopes',
  { source: text().notNull(), scope: text().notNull(), firstReadAt: integer() },
  (table) => [primaryKey({ columns: [table.source, table.scope] })],
);

/** What a crawl could not make an offer of. */
export const rejects = sqliteTable(
  'rejects',
  {
    id: integer().primaryKey(),
    crawl: integer()
      .notNull()
      .references(() => crawls.id),
    source: text().notNull(),
    reason: text({
      enum: ['unread', 'unknown-accelerator', 'invalid', 'duplicate', 'not-a-chip'],
    }).notNull(),
    detail: text().notNull(),
    sku: text(),
    accelerator: text(),
  },
  (table) => [index('rejects_by_crawl').on(table.crawl)],
);

/** What a source served, as it lies in the archive. */
export const documents = sqliteTable(
  'documents',
  {
    id: integer().primaryKey(),
    crawl: integer()
      .notNull()
      .references(() => crawls.id),
    name: text().notNull(),
    url: text().notNull(),
    scope: text(),
    fetchedAt: integer().notNull(),
    sha256: text().notNull(),
    bytes: integer().notNull(),
    path: text(),
    /** Of the answer, where they let the next crawl ask whether it changed; else null. */
    headers: text({ mode: 'json' }).$type<Readonly<Record<string, string>>>(),
  },
  (table) => [index('documents_by_crawl').on(table.crawl)],
);

/** The last native price a rule told about an offer. */
export const notified = sqliteTable(
  'notified',
  {
    rule: text().notNull(),
    offer: integer()
      .notNull()
      .references(() => offers.id),
    price: integer().notNull(),
    currency: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.rule, table.offer] })],
);

/** The outbox: a message to be sent to a channel, the same id and bytes on every try. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    /** The `webhook-id`. */
    id: text().primaryKey(),
    crawl: integer().references(() => crawls.id),
    rule: text().notNull(),
    channel: text().notNull(),
    flag: text().notNull(),
    body: text().notNull(),
    state: text({ enum: ['waiting', 'delivered', 'dead', 'parked'] }).notNull(),
    attempts: integer().notNull().default(0),
    createdAt: integer().notNull(),
    /** When it is due; a claimed row is due again when its claim runs out. */
    nextAt: integer().notNull(),
    lastStatus: integer(),
    lastError: text(),
    deliveredAt: integer(),
  },
  (table) => [
    index('deliveries_due').on(table.nextAt).where(sql`${table.state} = 'waiting'`),
    uniqueIndex('deliveries_once').on(table.crawl, table.rule, table.channel, table.flag),
    oneOf('deliveries_state', table.state, ['waiting', 'delivered', 'dead', 'parked']),
  ],
);

/** Every try of a delivery. */
export const attempts = sqliteTable(
  'attempts',
  {
    delivery: text()
      .notNull()
      .references(() => deliveries.id),
    number: integer().notNull(),
    at: integer().notNull(),
    status: integer(),
    error: text(),
    excerpt: text(),
    durationMs: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.delivery, table.number] })],
);

/** What we keep about a channel: its signing secret where we made one, and why it is off. */
export const channels = sqliteTable('channels', {
  id: text().primaryKey(),
  secret: text(),
  /** The first try that failed since the last that did not, or null. */
  failingSince: integer(),
  disabledAt: integer(),
  reason: text(),
});

/** Secrets that were replaced and sign beside the new one for a while, so that a receiver may rotate. */
export const oldSecrets = sqliteTable(
  'old_secrets',
  { channel: text().notNull(), secret: text().notNull(), until: integer().notNull() },
  (table) => [primaryKey({ columns: [table.channel, table.secret] })],
);

/** Who crawls a source now, so that two processes never do. */
export const leases = sqliteTable('leases', {
  source: text().primaryKey(),
  owner: text().notNull(),
  expiresAt: integer().notNull(),
});

/** When each host may be asked again, so that processes on one database ask it one at a time. */
export const hosts = sqliteTable('hosts', {
  host: text().primaryKey(),
  /** When this was written: what comes from the future is of a clock that was set back. */
  at: integer().notNull(),
  nextAt: integer().notNull(),
  /** Whose request is under way until `expiresAt` at the latest, or null. */
  holder: text(),
  expiresAt: integer().notNull(),
});

/** Facts about the database itself: `kind` is `live` or `replay`. */
export const meta = sqliteTable('meta', { name: text().primaryKey(), value: text().notNull() });
