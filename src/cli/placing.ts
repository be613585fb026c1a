import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ConfigPlace, findConfig, namedConfig, usualConfigs } from '../config/places.ts';
import type { Context } from './context.ts';
import { EXIT, UsageError } from './exit.ts';
import { type CommonOptions, writeJson } from './reading.ts';
import { STARTING_CONFIG } from './starting-config.ts';
import { type Column, table } from './table.ts';

interface FoundPlace extends ConfigPlace {
  readonly exists: boolean;
  readonly isRead: boolean;
}

/** Says which file is read, and where one would be. A file that cannot be used is found all the same. */
export function showPlaces(context: Context, options: CommonOptions): number {
  const { file, places } = placesOf(context, options);
  if (options.json) {
    const told = places.map(({ isRead, ...place }) => ({ ...place, read: isRead }));
    writeJson(context, { schema: 'config-path/1', file, places: told });
    return EXIT.ok;
  }
  context.stdout.write(table(COLUMNS, places));
  if (file === null) context.stdout.write('No file: every setting is its default.\n');
  return EXIT.ok;
}

const COLUMNS: readonly Column<FoundPlace>[] = [
  { header: 'of', value: ({ why }) => why, fixed: true },
  { header: 'file', value: ({ path }) => path, fixed: true },
  { header: 'is', value: (place) => stateText(place), fixed: true },
];

function stateText({ exists, isRead }: FoundPlace): string {
  if (isRead) return exists ? 'read' : 'missing, and must be there';
  return exists ? 'there, not read' : 'not there';
}

function placesOf({ env, cwd }: Context, { config }: CommonOptions) {
  const surroundings = { ...(config !== undefined && { file: config }), env, cwd };
  const file = findConfig(surroundings);
  const named = namedConfig(surroundings);
  const all = [...(named === null ? [] : [named]), ...usualConfigs(surroundings)];
  const places = all.map(
    (place, index): FoundPlace => ({
      ...place,
      exists: existsSync(place.path),
      isRead: place.path === file && all.findIndex(({ path }) => path === file) === index,
    }),
  );
  return { file, named, places };
}

/** Writes a configuration to start from: where one is named, else in this folder. Nothing is written over. */
export function init(context: Context, options: CommonOptions): number {
  const { named, places } = placesOf(context, options);
  const [place] = places;
  if (place === undefined) throw new Error('expected a place for a configuration, found none');
  const taken = (named === null ? places : [place]).find(({ exists }) => exists);
  if (taken !== undefined) {
    throw new UsageError(
      `expected no configuration yet, found ${taken.path}; to begin another, give --config FILE`,
    );
  }
  const { path } = place;
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Secrets may come to stand in it.
    writeFileSync(path, STARTING_CONFIG, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    throw new UsageError(`cannot write ${path}: ${(cause as Error).message}`, { cause });
  }
  if (options.json) writeJson(context, { schema: 'config-init/1', file: path });
  else context.stdout.write(`${path} is written. Nothing in it is in force before you say so.\n`);
  return EXIT.ok;
}
