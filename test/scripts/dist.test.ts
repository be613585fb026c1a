import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const MODULE = new URL('../../scripts/dist.mjs', import.meta.url).href;
const EARLIER = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-02T00:00:00Z');

let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'chipwatch-dist-'));
});

afterEach(() => rm(project, { recursive: true }));

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(project, path)), { recursive: true });
  await writeFile(join(project, path), text);
}

/** What an expression over the module gives inside the project. */
async function evaluate(expression: string): Promise<string> {
  const program = `import * as dist from '${MODULE}'; console.log(${expression})`;
  const args = ['--input-type=module', '-e', program];
  const { stdout } = await run(process.execPath, args, { cwd: project });
  return stdout.trim();
}

describe('isStale', () => {
  async function stamp(path: string, time: Date): Promise<void> {
    await utimes(join(project, path), time, time);
  }

  test('is so without a whole build', async () => {
    await put('src/main.ts', '');
    await put('dist/src/main.js', '');

    expect(await evaluate('dist.isStale()')).toBe('true');
  });

  test('follows the newest source, and the folder that a source left', async () => {
    await put('src/main.ts', '');
    await put('dist/.built', '');
    for (const path of ['src/main.ts', 'src']) await stamp(path, EARLIER);
    await stamp('dist/.built', LATER);

    expect(await evaluate('dist.isStale()')).toBe('false');

    await rm(join(project, 'src/main.ts'));

    expect(await evaluate('dist.isStale()')).toBe('true');
  });

  test('is not so where there are no sources', async () => {
    await put('dist/.built', '');
    await put('package.json', '{}');
    await stamp('dist/.built', EARLIER);

    expect(await evaluate('dist.isStale()')).toBe('false');
  });
});

describe('build', () => {
  test('puts data beside the program and takes away what has no source any more', async () => {
    const compiler = "require('node:fs').mkdirSync('dist/src', { recursive: true })";
    await put('node_modules/typescript/bin/tsc', compiler);
    for (const folder of ['src', 'scrapers', 'db']) await put(`${folder}/x.ts`, '');
    await put('package.json', '{}');
    await put('db/migrations/0000.sql', 'select 1');
    await put('scrapers/README.md', '');
    await put('dist/src/x.js', '');
    await put('dist/src/x.js.map', '');
    await put('dist/src/gone.js', '');
    await put('dist/db/gone.sql', '');

    await evaluate('dist.build()');

    const found = async (path: string) =>
      access(join(project, 'dist', path)).then(
        () => true,
        () => false,
      );
    for (const path of ['db/migrations/0000.sql', 'src/x.js', 'src/x.js.map', '.built']) {
      expect(await found(path), path).toBe(true);
    }
    for (const path of ['src/gone.js', 'db/gone.sql', 'scrapers/README.md', 'src/x.ts']) {
      expect(await found(path), path).toBe(false);
    }
    expect(await evaluate('dist.isStale()')).toBe('false');
  });

  test('makes one program of its modules, each of which still finds what lies beside it', async () => {
    const modules = {
      'src/main': `import { SHEETS } from '../scrapers/sheets.js';
        import { word } from '../db/word.js'; console.log(word, SHEETS[0].id);`,
      'db/word': `import { readFileSync } from 'node:fs';
        export const word = readFileSync(new URL('word.txt', import.meta.url), 'utf8');`,
      'scrapers/sheets': "export const SHEETS = [{ id: 'northlight' }];",
    };
    const compiler = Object.entries(modules).map(
      ([path, text]) => `mkdirSync('dist/${dirname(path)}', { recursive: true });
        writeFileSync('dist/${path}.js', ${JSON.stringify(text)});`,
    );
    const files = "const { mkdirSync, writeFileSync } = require('node:fs');";
    await put('node_modules/typescript/bin/tsc', `${files} ${compiler.join(' ')}`);
    for (const path of Object.keys(modules)) await put(`${path}.ts`, '');
    await put('package.json', '{ "type": "module" }');
    await put('db/word.txt', 'beside');

    await evaluate('dist.build()');
    for (const path of ['db/word.js', 'scrapers/sheets.js']) await rm(join(project, 'dist', path));

    const { stdout } = await run(process.execPath, ['dist/src/main.js'], { cwd: project });
    expect(stdout).toBe('beside northlight\n');
  });
});
