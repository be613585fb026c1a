import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { aDataFolder, chipwatch } from './program.ts';

/** Runs with the program: when it ends, all files that were loaded through `require`, a line each. */
const TELL = `
  import { writeSync } from 'node:fs';
  import { createRequire } from 'node:module';
  const { cache } = createRequire('file:///');
  process.on('exit', () => writeSync(2, Object.keys(cache).join('\\n')));
`;

/** The packages that a command loads through `require`, as all do that are large. */
async function packagesOf(args: readonly string[]): Promise<ReadonlySet<string>> {
  const { NODE_OPTIONS = '' } = process.env;
  const told = `--import=data:text/javascript,${encodeURIComponent(TELL)}`;
  const { code, stderr } = await chipwatch(args, { NODE_OPTIONS: `${NODE_OPTIONS} ${told}` });
  expect(code).toBe(0);
  const names = stderr.matchAll(/node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)\//g);
  return new Set([...names].flatMap(({ groups }) => groups?.name ?? []));
}

it('a question loads the parser of settings where there is a file, and never one of pages', async () => {
  const folder = aDataFolder();
  const db = join(folder, 'chips.db');
  openDatabase(db).close();
  const config = join(folder, 'chipwatch.yaml');
  writeFileSync(config, 'schedule: nightly\n');
  const question = ['offers', 'H100:8', '--json', '--db', db];

  const bare = await packagesOf(question);
  const settled = await packagesOf([...question, '--config', config]);

  expect(bare).toContain('better-sqlite3');
  for (const name of ['yaml', 'cheerio', 'undici', 'playwright']) {
    expect(bare).not.toContain(name);
  }
  expect(settled).toContain('yaml');
});
