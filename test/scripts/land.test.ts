import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';

const ASSET = 'src/server/pages/assets/land.svg';

it('the land of the map is what the script makes of its source', () => {
  const folder = mkdtempSync(join(tmpdir(), 'land-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'land.svg');

  execFileSync(process.execPath, ['scripts/land.mjs', file]);

  expect(readFileSync(file, 'utf8')).toBe(readFileSync(ASSET, 'utf8'));
});
