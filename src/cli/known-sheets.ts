import type { Sheet } from '../../scrapers/kit/scraper.ts';
import { SHEETS } from '../../scrapers/sheets.ts';
import { configError } from '../config/failure.ts';
import { nearest } from '../config/nearest.ts';
import { readYaml } from '../config/yaml-file.ts';
import type { Config } from '../config.ts';
import { importById } from '../domain/imports.ts';
import { UsageError } from './exit.ts';

/** What the source of that name says of itself, or undefined where there is none. */
export function sheetById(id: string): Sheet | undefined {
  return SHEETS.find((sheet) => sheet.id === id);
}

/**
 * The sources of that name, or all that the configuration wants. Throws a `UsageError` for a name that
 * is none, and a `ConfigError` where the configuration has one.
 */
export function chosenSheets(ids: readonly string[], config: Config): readonly Sheet[] {
  const { only, except } = config.sources;
  refuseUnknownSources(config);
  const known = (id: string) => {
    const sheet = sheetById(id);
    if (sheet === undefined) throw new UsageError(noSource(id));
    return sheet;
  };
  if (ids.length > 0) return [...new Set(ids)].map(known);
  return (only?.map(known) ?? SHEETS).filter(({ id }) => !except.includes(id));
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
  ].filter(({ id }) => sheetById(id) === undefined);
  if (unknown.length === 0) return;
  throw configError(unknown.map(({ id, at }) => `${at()}: ${noSource(id)}`));
}

/** What is brought by hand has limits and names of its own, and is crawled by nobody. */
const isRead = (id: string): boolean => importById(id) === null;

/** The sentence for a name that is no source, with the one it may have meant. */
export function noSource(id: string): string {
  const near = nearest(
    id,
    SHEETS.map((each) => each.id),
  );
  return `expected a source, found "${id}"; ${near === null ? '' : `did you mean ${near}? `}"chipwatch sources" lists them`;
}
