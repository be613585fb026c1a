CREATE TABLE `token_prices` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`crawl` integer NOT NULL,
	`at` integer NOT NULL,
	`source` text NOT NULL,
	`key` text NOT NULL,
	`model` text NOT NULL,
	`host` text NOT NULL,
	`window` text NOT NULL,
	`listed` integer NOT NULL,
	`input` integer NOT NULL,
	`cached_input` integer,
	`output` integer NOT NULL,
	`currency` text NOT NULL,
	FOREIGN KEY (`crawl`) REFERENCES `crawls`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "token_prices_window" CHECK("token_prices"."window" in ('always', 'peak', 'off-peak', 'unstated')),
	CONSTRAINT "token_prices_input" CHECK("token_prices"."input" > 0),
	CONSTRAINT "token_prices_cached" CHECK("token_prices"."cached_input" is null or "token_prices"."cached_input" > 0),
	CONSTRAINT "token_prices_output" CHECK("token_prices"."output" > 0),
	CONSTRAINT "token_prices_currency" CHECK("token_prices"."currency" is null or length("token_prices"."currency") = 3)
) STRICT;
--> statement-breakpoint
CREATE INDEX `token_prices_by_source` ON `token_prices` (`source`,`id`);--> statement-breakpoint
CREATE INDEX `token_prices_by_model` ON `token_prices` (`model`,`at`);