CREATE TABLE `old_secrets` (
	`channel` text NOT NULL,
	`secret` text NOT NULL,
	`until` integer NOT NULL,
	PRIMARY KEY(`channel`, `secret`)
) STRICT;
--> statement-breakpoint
ALTER TABLE `channels` ADD `failing_since` integer;