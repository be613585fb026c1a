CREATE TABLE `hosts` (
	`host` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`next_at` integer NOT NULL,
	`holder` text,
	`expires_at` integer NOT NULL
) STRICT;
