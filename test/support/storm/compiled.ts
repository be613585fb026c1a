import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const PROGRAM = ['src', 'scrapers', 'db'];

/**
 * Compiles the program, and the storm's own process with it, into a folder that goes with the test:
 * processes that come and go by the hundred do not each compile it. Gives the folder.
 */
export function compiled(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chipwatch-storm-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'tsconfig.json');
  writeFileSync(
    config,
    JSON.stringify({
      extends: resolve('tsconfig.json'),
      compilerOptions: {
        ...{ noEmit: false, outDir: folder, rootDir: resolve('.') },
        typeRoots: [resolve('node_modules/@types')],
      },
      include: [...PROGRAM, 'test/support/storm/process.ts'].map((path) => resolve(path)),
    }),
  );
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', config]);
  copyFileSync('package.json', join(folder, 'package.json'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const part of PROGRAM) {
    const filter = (path: string) => !path.endsWith('.ts');
    cpSync(part, join(folder, part), { recursive: true, filter });
  }
  return folder;
}
