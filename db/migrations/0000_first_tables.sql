CREATE TABLE `attempts` (
	`delivery` text NOT NULL,
	`number` integer NOT NULL,
	`at` integer NOT NULL,
	`status` integer,
	`error` text,
	`excerpt` text,
	`duration_ms` integer NOT NULL,
	PRIMARY KEY(`delivery`, `number`),
	FOREIGN KEY (`delivery`) REFERENCES `deliveries`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `changes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`crawl` integer NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL,
	`kind` text NOT NULL,
	`flags` text NOT NULL,
	`baseline` integer NOT NULL,
	`offer` integer,
	`subject` text,
	`detail` text,
	`before_price` integer,
	`before_currency` text,
	`before_availability` text,
	`before_quantity` integer,
	`after_price` integer,
	`after_currency` text,
	`after_availability` text,
	`after_quantity` integer,
	`change_percent` real,
	FOREIGN KEY (`crawl`) REFERENCES `crawls`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`offer`) REFERENCES `offers`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "changes_flags" CHECK(json_valid("changes"."flags")),
	CONSTRAINT "changes_kind" CHECK("changes"."kind" in ('listed', 'price', 'availability', 'quantity', 'withdrawn', 'place', 'hardware', 'source'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `changes_by_offer` ON `changes` (`offer`,`id`);
--> statement-breakpoint
CREATE INDEX `changes_by_time` ON `changes` (`at`);
--> statement-breakpoint
CREATE INDEX `changes_news` ON `changes` (`id`) WHERE "changes"."baseline" = 0;
--> statement-breakpoint
CREATE TABLE `channels` (
	`id` text PRIMARY KEY NOT NULL,
	`secret` text,
	`disabled_at` integer,
	`reason` text
) STRICT;
--> statement-breakpoint
CREATE TABLE `crawls` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`started_at` integer NOT NULL,
	`finished_at` integer NOT NULL,
	`outcome` text NOT NULL,
	`failure` text,
	`message` text,
	`key_version` integer NOT NULL,
	`documents` integer NOT NULL,
	`bytes` integer NOT NULL,
	`rows` integer NOT NULL,
	`offers` integer NOT NULL,
	`rejects` integer NOT NULL,
	`changes` integer NOT NULL,
	`pending` integer NOT NULL,
	`missing` text DEFAULT '[]' NOT NULL,
	`digest` text,
	CONSTRAINT "crawls_outcome" CHECK("crawls"."outcome" in ('ok', 'unchanged', 'partial', 'quarantined', 'failed', 'skipped')),
	CONSTRAINT "crawls_failure" CHECK("crawls"."failure" in ('unreachable', 'refused', 'changed', 'empty', 'implausible'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `crawls_by_source` ON `crawls` (`source`,`id`);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`crawl` integer,
	`rule` text NOT NULL,
	`channel` text NOT NULL,
	`flag` text NOT NULL,
	`body` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`last_status` integer,
	`last_error` text,
	`delivered_at` integer,
	FOREIGN KEY (`crawl`) REFERENCES `crawls`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "deliveries_state" CHECK("deliveries"."state" in ('waiting', 'delivered', 'dead', 'parked'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`next_at`) WHERE "deliveries"."state" = 'waiting';
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_once` ON `deliveries` (`crawl`,`rule`,`channel`,`flag`);
--> statement-breakpoint
CREATE TABLE `documents` (
	`id` integer PRIMARY KEY NOT NULL,
	`crawl` integer NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`scope` text,
	`fetched_at` integer NOT NULL,
	`sha256` text NOT NULL,
	`bytes` integer NOT NULL,
	`path` text,
	FOREIGN KEY (`crawl`) REFERENCES `crawls`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `documents_by_crawl` ON `documents` (`crawl`);
--> statement-breakpoint
CREATE TABLE `leases` (
	`source` text PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`expires_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `meta` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `notified` (
	`rule` text NOT NULL,
	`offer` integer NOT NULL,
	`price` integer NOT NULL,
	`currency` text NOT NULL,
	PRIMARY KEY(`rule`, `offer`),
	FOREIGN KEY (`offer`) REFERENCES `offers`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `offers` (
	`id` integer PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`key` text NOT NULL,
	`market_key` text NOT NULL,
	`source` text NOT NULL,
	`provider` text NOT NULL,
	`sku` text NOT NULL,
	`accelerator` text NOT NULL,
	`accelerator_words` text NOT NULL,
	`vendor` text NOT NULL,
	`stack` text,
	`memory_gb` real,
	`count` integer NOT NULL,
	`fraction` real NOT NULL,
	`unit` text,
	`region` text,
	`zone` text,
	`country` text,
	`jurisdiction` text NOT NULL,
	`billing` text NOT NULL,
	`term_months` integer,
	`tier` text NOT NULL,
	`tax` text NOT NULL,
	`vcpus` real,
	`ram_gb` real,
	`disk_gb` real,
	`evidence` text NOT NULL,
	`words` text,
	`scope` text,
	`listed` integer NOT NULL,
	`price` integer,
	`currency` text,
	`availability` text NOT NULL,
	`quantity` integer,
	`first_seen_at` integer NOT NULL,
	`price_since` integer NOT NULL,
	`changed_at` integer NOT NULL,
	CONSTRAINT "offers_price" CHECK("offers"."price" is null or "offers"."price" > 0),
	CONSTRAINT "offers_currency" CHECK("offers"."currency" is null or length("offers"."currency") = 3),
	CONSTRAINT "offers_money" CHECK(("offers"."price" is null) = ("offers"."currency" is null)),
	CONSTRAINT "offers_count" CHECK("offers"."count" > 0),
	CONSTRAINT "offers_fraction" CHECK("offers"."fraction" > 0 and "offers"."fraction" <= 1),
	CONSTRAINT "offers_jurisdiction" CHECK("offers"."jurisdiction" in ('mainland-china', 'hong-kong', 'macau', 'outside-china', 'unknown')),
	CONSTRAINT "offers_billing" CHECK("offers"."billing" in ('on-demand', 'spot', 'reserved', 'calendar')),
	CONSTRAINT "offers_availability" CHECK("offers"."availability" in ('available', 'limited', 'sold-out', 'listed', 'quota', 'waitlist', 'unknown')),
	CONSTRAINT "offers_evidence" CHECK("offers"."evidence" in ('stock-api', 'placement-hint', 'deployable-list', 'marketplace', 'price-list', 'page', 'aggregator', 'report', 'documentation'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `offers_by_key` ON `offers` (`key`);
--> statement-breakpoint
CREATE UNIQUE INDEX `offers_by_hash` ON `offers` (`hash`);
--> statement-breakpoint
CREATE INDEX `offers_by_source` ON `offers` (`source`);
--> statement-breakpoint
CREATE INDEX `offers_find` ON `offers` (`accelerator`,`count`,`billing`,`price`);
--> statement-breakpoint
CREATE INDEX `offers_market` ON `offers` (`market_key`);
--> statement-breakpoint
CREATE TABLE `pending` (
	`source` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`candidate` text,
	`since` integer NOT NULL,
	PRIMARY KEY(`source`, `kind`, `subject`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `places` (
	`source` text NOT NULL,
	`provider` text NOT NULL,
	`key` text NOT NULL,
	`stack` text,
	`product` text NOT NULL,
	`region` text NOT NULL,
	`country` text,
	`jurisdiction` text NOT NULL,
	`words` text,
	`first_seen_at` integer NOT NULL,
	PRIMARY KEY(`source`, `key`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `rejects` (
	`id` integer PRIMARY KEY NOT NULL,
	`crawl` integer NOT NULL,
	`source` text NOT NULL,
	`reason` text NOT NULL,
	`detail` text NOT NULL,
	`sku` text,
	`accelerator` text,
	FOREIGN KEY (`crawl`) REFERENCES `crawls`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `rejects_by_crawl` ON `rejects` (`crawl`);
--> statement-breakpoint
CREATE TABLE `scopes` (
	`source` text NOT NULL,
	`scope` text NOT NULL,
	`first_read_at` integer,
	PRIMARY KEY(`source`, `scope`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `versions` (
	`offer` integer NOT NULL,
	`at` integer NOT NULL,
	`crawl` integer NOT NULL,
	`listed` integer NOT NULL,
	`price` integer,
	`currency` text,
	`availability` text NOT NULL,
	`quantity` integer,
	PRIMARY KEY(`offer`, `at`),
	FOREIGN KEY (`offer`) REFERENCES `offers`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`crawl`) REFERENCES `crawls`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "versions_availability" CHECK("versions"."availability" in ('available', 'limited', 'sold-out', 'listed', 'quota', 'waitlist', 'unknown'))
) STRICT, WITHOUT ROWID;
