import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SCRAPERS } from '../scrapers/registry.ts';
import { withSources } from '../scripts/source-table.ts';
import { loadConfig } from '../src/config.ts';
import { newSecret } from '../src/notify/signing.ts';

const readme = readFileSync('README.md', 'utf8');

describe('the README', () => {
  it('shows a configuration that loads as it stands', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'chipwatch-readme-'));
    onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
    const yaml = /```yaml\n(?<yaml>[\s\S]*?)```/.exec(readme)?.groups?.yaml ?? '';
    writeFileSync(join(cwd, 'chipwatch.yaml'), yaml);

    const { rules, warnings } = loadConfig({
      cwd,
      env: {
        CHIPWATCH_SECRET: newSecret(),
        SLACK_WEBHOOK: 'https://hooks.slack.com/services/made-up',
      },
    });

    expect(rules.map(({ id, channels }) => [id, channels])).toEqual([
      ['ascend-anywhere', ['ops', 'chat']],
      ['cheap-h100', ['ops']],
      ['mine', ['ops', 'chat']],
    ]);
    expect(warnings).toEqual([]);
  });

  it('asks the database of the demo wherever its tour shows an answer', () => {
    const tour = /^## A tour$(?<tour>[\s\S]*?)^## /m.exec(readme)?.groups?.tour ?? '';
    const asked = [...tour.matchAll(/^ {4}\$ (?<command>chipwatch .*)$/gm)].map(
      ({ groups }) => groups?.command ?? '',
    );

    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((each) => !each.includes(' --db demo-data/chipwatch.db'))).toEqual([]);
  });

  it('has the table of sources as "npm run readme:sources" writes it', () => {
    expect(readme).toBe(withSources(readme, SCRAPERS));
  });

  it('counts no source as proven that is not', () => {
    const counts =
      /^(?<all>\d+) sources: (?<recorded>\d+) recorded, (?<documented>\d+) documented/m;
    const { all, recorded, documented } = counts.exec(readme)?.groups ?? {};
    const proofs = [...readme.matchAll(/ \| (?<proof>recorded \S+|documented) \|$/gm)];

    expect(proofs).toHaveLength(Number(all));
    expect(Number(recorded) + Number(documented)).toBe(Number(all));
    expect(proofs.filter(({ groups }) => groups?.proof === 'documented')).toHaveLength(
      Number(documented),
    );
  });
});
