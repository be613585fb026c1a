DROP INDEX `offers_find`;--> statement-breakpoint
DROP INDEX `offers_market`;--> statement-breakpoint
ALTER TABLE `offers` ADD `witness` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `offers_places` ON `offers` (`provider`,`source`,`region`,`country`,`jurisdiction`,`stack`,`accelerator`);--> statement-breakpoint
CREATE INDEX `offers_find` ON `offers` (`accelerator`,`count`,`billing`,`listed`,`witness`,`jurisdiction`,`currency`,`price`,`fraction`,`memory_gb`,`availability`);--> statement-breakpoint
CREATE INDEX `offers_market` ON `offers` (`market_key`,`source`);--> statement-breakpoint
WITH ranks(evidence, rank) AS (VALUES
	('stock-api', 0), ('placement-hint', 1), ('deployable-list', 2), ('marketplace', 3), ('price-list', 4),
	('page', 5), ('aggregator', 6), ('report', 7), ('documentation', 8))
UPDATE `offers` SET `witness` = 1 WHERE EXISTS (
	SELECT 1 FROM `offers` AS other, ranks AS theirs, ranks AS own
	WHERE other.market_key = offers.market_key AND other.source <> offers.source AND other.listed = 1
		AND theirs.evidence = other.evidence AND own.evidence = offers.evidence
		AND (theirs.rank, -coalesce((SELECT finished_at FROM crawls WHERE crawls.source = other.source
				AND outcome IN ('ok', 'unchanged', 'partial') ORDER BY crawls.id DESC LIMIT 1), 0), other.source)
			< (own.rank, -coalesce((SELECT finished_at FROM crawls WHERE crawls.source = offers.source
				AND outcome IN ('ok', 'unchanged', 'partial') ORDER BY crawls.id DESC LIMIT 1), 0), offers.source));
--> statement-breakpoint
CREATE TABLE `__new_flagged` (
	`flag` text NOT NULL,
	`at` integer NOT NULL,
	`change` integer NOT NULL,
	PRIMARY KEY(`flag`, `at`, `change`),
	FOREIGN KEY (`change`) REFERENCES `changes`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_flagged`("flag", "at", "change") SELECT "flag", changes."at", "change" FROM `flagged` JOIN changes ON changes.id = "change";--> statement-breakpoint
DROP TABLE `flagged`;--> statement-breakpoint
ALTER TABLE `__new_flagged` RENAME TO `flagged`;--> statement-breakpoint
CREATE INDEX `changes_of_sources` ON `changes` (`source`) WHERE "changes"."kind" = 'source';--> statement-breakpoint
CREATE INDEX `changes_of_hardware` ON `changes` (`subject`) WHERE "changes"."kind" = 'hardware';