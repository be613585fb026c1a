import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { Config } from '../config.ts';
import type { SourceFacts } from '../query/source-standings.ts';
import { intervalOf } from '../schedule/due.ts';
import { chosenSources } from './known-sources.ts';

/** The sources of this install, as those tell of them who answer from its database. */
export function sourceFacts(config: Config): readonly SourceFacts[] {
  return chosenSources([], config).map((scraper) => factsOf(scraper, config));
}

/** A source, as it is told of. */
export function factsOf(scraper: Scraper, { schedule }: Pick<Config, 'schedule'>): SourceFacts {
  const { id, provider, homepage, reads, every, absentMeans, evidence, verified } = scraper;
  const { secrets = [] } = scraper;
  const facts = { id, provider, homepage, reads, every, absentMeans, evidence, verified, secrets };
  return { ...facts, intervalMs: intervalOf(scraper, schedule) };
}
