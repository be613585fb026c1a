-- The stable face for people with sqlite3, Datasette, Grafana or pandas: columns are only ever added.
-- Prices are decimals per instance-hour in the native currency; times are ISO 8601 UTC beside unix seconds.
CREATE VIEW v_offers AS
SELECT
  hash AS id, key, source, provider, sku, accelerator, vendor, stack, memory_gb, count, fraction, unit,
  region, zone, country, jurisdiction, billing, term_months, tier, tax, vcpus, ram_gb, disk_gb,
  price / 1e6 AS price, currency, price / 1e6 / (count * fraction) AS price_per_accelerator,
  availability, quantity, evidence, words, listed,
  strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_at / 1000, 'unixepoch') AS first_seen,
  first_seen_at / 1000 AS first_seen_s,
  strftime('%Y-%m-%dT%H:%M:%SZ', changed_at / 1000, 'unixepoch') AS changed,
  changed_at / 1000 AS changed_s,
  (SELECT max(finished_at) / 1000 FROM crawls
    WHERE crawls.source = offers.source AND outcome IN ('ok', 'unchanged', 'partial')) AS crawled_s
FROM offers;
--> statement-breakpoint
CREATE VIEW v_changes AS
SELECT
  changes.id, strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000, 'unixepoch') AS at, at / 1000 AS at_s,
  changes.source, kind, flags, baseline, offers.hash AS offer, offers.provider, offers.sku,
  offers.accelerator, offers.count, offers.region, offers.zone, offers.billing, subject, detail,
  before_price / 1e6 AS before_price, before_currency, before_availability, before_quantity,
  after_price / 1e6 AS after_price, after_currency, after_availability, after_quantity,
  change_percent, crawl
FROM changes LEFT JOIN offers ON offers.id = changes.offer;
--> statement-breakpoint
CREATE VIEW v_price_history AS
SELECT
  offers.hash AS offer, offers.provider, offers.sku, offers.accelerator, offers.count, offers.region,
  offers.zone, offers.billing, offers.tier,
  strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000, 'unixepoch') AS at, at / 1000 AS at_s,
  versions.listed, versions.price / 1e6 AS price, versions.currency,
  versions.price / 1e6 / (offers.count * offers.fraction) AS price_per_accelerator,
  versions.availability, versions.quantity
FROM versions JOIN offers ON offers.id = versions.offer;
