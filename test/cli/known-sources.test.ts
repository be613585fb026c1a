import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chosenSources } from '../../src/cli/known-sources.ts';
import { loadConfig } from '../../src/config.ts';
import { aFolder } from '../fetch/crawling.ts';
import { chipwatch } from './program.ts';

async function choose(text: string) {
  const cwd = await aFolder();
  await writeFile(join(cwd, 'chipwatch.yaml'), text);
  return chosenSources([], loadConfig({ cwd, env: {} }));
}

const UNKNOWN =
  'expected a source, found "nebiu"; did you mean nebius? "chipwatch sources" lists them';

describe('sources that the configuration names', () => {
  it.each([
    ['guards: { sources: { nebiu: { mostPrice: 200 } } }', '1:22'],
    ['aliases: { nebiu: { north-1: north-2 } }', '1:12'],
    ['sources: { except: [nebiu] }', '1:21'],
    ['sources: { only: nebiu }', '1:18'],
  ])('are refused where there is none of that name: %s', async (text, place) => {
    await expect(choose(text)).rejects.toThrow(`chipwatch.yaml:${place}: ${UNKNOWN}`);
  });

  it('are taken where there is one', async () => {
    expect(await choose('guards: { sources: { nebius: { mostPrice: 200 } } }')).not.toEqual([]);
  });

  it('may be what is brought by hand, which is held to limits and is not crawled', async () => {
    expect(await choose('guards: { sources: { import-nl: { mostPrice: 200 } } }')).not.toEqual([]);
    await expect(choose('sources: { only: import-nl }')).rejects.toThrow('expected a source');
  });

  it('are checked by "config check", each with its place, before any crawl', async () => {
    const file = join(await aFolder(), 'chipwatch.yaml');
    await writeFile(
      file,
      'guards:\n  sources: { nebiu: { mostPrice: 200 } }\naliases:\n  qqq: {}\n',
    );

    expect(await chipwatch(['config', 'check', '--config', file])).toMatchObject({
      code: 78,
      stdout: '',
      stderr: [
        `chipwatch: ${file}:2:14: ${UNKNOWN}`,
        `${file}:4:3: expected a source, found "qqq"; "chipwatch sources" lists them\n`,
      ].join('\n'),
    });
  });
});
