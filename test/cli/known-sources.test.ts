import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chosenSources } from '../../src/cli/workplace.ts';
import { loadConfig } from '../../src/config.ts';
import { aFolder } from '../fetch/crawling.ts';

async function choose(text: string) {
  const cwd = await aFolder();
  await writeFile(join(cwd, 'chipwatch.yaml'), text);
  return chosenSources([], loadConfig({ cwd, env: {} }));
}

describe('sources that the configuration names', () => {
  it.each([
    'guards: { sources: { nebiu: { mostPrice: 200 } } }',
    'aliases: { nebiu: { north-1: north-2 } }',
    'sources: { except: [nebiu] }',
  ])('are refused where there is none of that name: %s', async (text) => {
    await expect(choose(text)).rejects.toThrow(
      'expected a source, found "nebiu"; did you mean nebius? "chipwatch sources" lists them',
    );
  });

  it('are taken where there is one', async () => {
    expect(await choose('guards: { sources: { nebius: { mostPrice: 200 } } }')).not.toEqual([]);
  });
});
