CREATE TABLE `quarantine` (
	`crawl` integer PRIMARY KEY NOT NULL,
	`source` text NOT NULL,
	`streak` integer NOT NULL,
	`since` integer NOT NULL,
	`reading` blob NOT NULL,
	FOREIGN KEY (`crawl`) REFERENCES `crawls`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `quarantine_by_source` ON `quarantine` (`source`,`crawl`);--> statement-breakpoint
CREATE TABLE `restless` (
	`source` text NOT NULL,
	`key` text NOT NULL,
	`flips` integer NOT NULL,
	`told` text,
	PRIMARY KEY(`source`, `key`),
	CONSTRAINT "restless_told" CHECK("restless"."told" in ('available', 'limited', 'sold-out', 'listed', 'quota', 'waitlist', 'unknown'))
) STRICT;
