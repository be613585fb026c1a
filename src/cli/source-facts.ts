import type { Sheet } from '../../scrapers/kit/scraper.ts';
import type { Config } from '../config.ts';
import type { SourceFacts } from '../query/source-standings.ts';
import { intervalOf } from '../schedule/due.ts';
import { chosenSheets } from './known-sheets.ts';

/** The sources of this install, as those tell of them who answer from its database. */
export function sourceFacts(config: Config): readonly SourceFacts[] {
  return chosenSheets([], config).map((sheet) => factsOf(sheet, config));
}

/** A source, as it is told of. */
export function factsOf(sheet: Sheet, { schedule }: Pick<Config, 'schedule'>): SourceFacts {
  const { id, provider, homepage, reads, every, absentMeans, evidence, verified } = sheet;
  const { secrets = [] } = sheet;
  const facts = { id, provider, homepage, reads, every, absentMeans, evidence, verified, secrets };
  return { ...facts, intervalMs: intervalOf(sheet, schedule) };
}
