import { z } from 'zod';
import { configSchema } from '../config/schema.ts';
import { readYaml } from '../config/yaml-file.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { refuseUnknownSources } from './known-sheets.ts';
import { type CommonOptions, configOf, writeJson } from './reading.ts';
import { type Setting, settingsOf } from './settings.ts';
import { type Column, table } from './table.ts';

const COLUMNS: readonly Column<Setting>[] = [
  { header: 'setting', value: ({ name }) => name, fixed: true },
  { header: 'value', value: ({ value }) => inWords(value), fixed: true },
  { header: 'from', value: ({ from }) => from, fixed: true },
];

/** Prints what is in force. */
export function show(context: Context, options: CommonOptions): number {
  const config = configOf(context, options);
  const file = config.file === null ? null : readYaml(config.file);
  const settings = settingsOf(config, { file, env: context.env });
  if (options.json) writeJson(context, { schema: 'config/1', file: config.file, settings });
  else context.stdout.write(table(COLUMNS, settings));
  return EXIT.ok;
}

function inWords(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Says that the configuration can be used; what it warns of goes with it. */
export function check(context: Context, options: CommonOptions): number {
  const config = configOf(context, options);
  refuseUnknownSources(config);
  const { file, warnings } = config;
  if (options.json) writeJson(context, { schema: 'config-check/1', file, warnings });
  else {
    context.stdout.write(`${file ?? 'No file: every setting is its default'}: fine\n`);
    for (const warning of warnings) context.stdout.write(`${warning}\n`);
  }
  return EXIT.ok;
}

/** Prints the schema of the file. */
export function schema(context: Context): number {
  const secrets = { env: {}, folder: context.cwd };
  // What a transformation accepts is checked by chipwatch itself; an editor is shown the shape.
  const described = z.toJSONSchema(configSchema(secrets), { io: 'input', unrepresentable: 'any' });
  writeJson(context, described);
  return EXIT.ok;
}
