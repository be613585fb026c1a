CREATE TABLE `flagged` (
	`flag` text NOT NULL,
	`change` integer NOT NULL,
	PRIMARY KEY(`flag`, `change`),
	FOREIGN KEY (`change`) REFERENCES `changes`(`id`) ON UPDATE no action ON DELETE no action
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `rates` (
	`date` text NOT NULL,
	`currency` text NOT NULL,
	`per_euro` real NOT NULL,
	PRIMARY KEY(`date`, `currency`),
	CONSTRAINT "rates_date" CHECK(date("rates"."date") = "rates"."date"),
	CONSTRAINT "rates_positive" CHECK("rates"."per_euro" > 0),
	CONSTRAINT "rates_code" CHECK("rates"."currency" is null or length("rates"."currency") = 3)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `flagged` SELECT DISTINCT value, changes.id FROM changes, json_each(changes.flags);
