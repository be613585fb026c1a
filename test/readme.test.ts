import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SCRAPERS } from '../scrapers/registry.ts';
import { loadConfig } from '../src/config.ts';
import { newSecret } from '../src/notify/signing.ts';

const readme = readFileSync('README.md', 'utf8');

describe('the README', () => {
  it('shows a configuration that loads as it stands', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'chipwatch-readme-'));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    const yaml = /```yaml\n(?<yaml>[\s\S]*?)```/.exec(readme)?.groups?.yaml ?? '';
    writeFileSync(join(cwd, 'chipwatch.yaml'), yaml);

    const { rules, warnings } = loadConfig({ cwd, env: { CHIPWATCH_SECRET: newSecret() } });

    expect(rules.map(({ id, channels }) => [id, channels])).toEqual([
      ['ascend-anywhere', ['ops']],
      ['cheap-h100', ['ops']],
    ]);
    expect(warnings).toEqual([]);
  });

  it('names every source and how far it is proven', () => {
    const rows = [...readme.matchAll(/^\| `(?<id>[a-z-]+)` \| [^|]+\| (?<proof>[^|]+) \|/gm)];
    const proofs = rows.map(({ groups }) => [groups?.id, groups?.proof]);

    expect(proofs).toEqual(SCRAPERS.map(({ id, verified }) => [id, verified]));
  });
});
