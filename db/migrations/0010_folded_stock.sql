ALTER TABLE `crawls` ADD `folded` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `flagged_by_change` ON `flagged` (`change`);