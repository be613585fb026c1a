import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { SCRAPERS, scraperById } from '../../scrapers/registry.ts';
import { configError } from '../config/failure.ts';
import { nearest } from '../config/nearest.ts';
import { readYaml } from '../config/yaml-file.ts';
import type { Config } from '../config.ts';
import { importById } from '../domain/imports.ts';
import { UsageError } from './exit.ts';

/**
 * The sources of that name, or all that the configuration wants. Throws a `UsageError` for a name that
 * is none, and a `ConfigError` where the configuration has one.
 */
export function chosenSources(ids: readonly string[], config: Config): readonly Scraper[] {
  const { only, except } = config.sources;
  refuseUnknownSources(config);
  if (ids.length > 0) return scrapersOf([...new Set(ids)]);
  const wanted = only === null ? SCRAPERS : scrapersOf(only);
  return wanted.filter(({ id }) => !except.includes(id));
}

/** The sources of these names. Throws a `UsageError` for a name that is none. */
export function scrapersOf(ids: readonly string[]): readonly Scraper[] {
  return ids.map((id) => {
    const scraper = scraperById(id);
    if (scraper === undefined) throw new UsageError(noSource(id));
    return scraper;
  });
}

/**
 * Throws a `ConfigError` for names in the configuration that are no source: a limit or a renamed
 * region of one would hold nothing, and say nothing.
 */
export function refuseUnknownSources({ file, sources, guards, aliases }: Config): void {
  // Without a file nothing is named.
  if (file === null) return;
  const yaml = readYaml(file);
  const keys = (path: readonly string[], named: ReadonlyMap<string, unknown>) =>
    [...named.keys()].filter(isRead).map((id) => ({ id, at: () => yaml.atKey(path, id) }));
  const items = (key: 'only' | 'except') =>
    (sources[key] ?? []).map((id, i) => ({ id, at: () => yaml.at(['sources', key, i]) }));
  const unknown = [
    ...items('only'),
    ...items('except'),
    ...keys(['guards', 'sources'], guards.sources),
    ...keys(['aliases'], aliases),
  ].filter(({ id }) => scraperById(id) === undefined);
  if (unknown.length === 0) return;
  throw configError(unknown.map(({ id, at }) => `${at()}: ${noSource(id)}`));
}

/** What is brought by hand has limits and names of its own, and is crawled by nobody. */
const isRead = (id: string): boolean => importById(id) === null;

/** The sentence for a name that is no source, with the one it may have meant. */
export function noSource(id: string): string {
  const near = nearest(
    id,
    SCRAPERS.map((each) => each.id),
  );
  return `expected a source, found "${id}"; ${near === null ? '' : `did you mean ${near}? `}"chipwatch sources" lists them`;
}
