import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cli } from '../support/cli.ts';

const script = async (shell: string) => (await cli(['completion', shell], 0)).stdout;

/** What bash completes after these words. */
async function completed(...words: readonly string[]): Promise<readonly string[]> {
  const ask = `COMP_WORDS=(chipwatch ${words.join(' ')} ${words.at(-1) === '' ? "''" : ''})
COMP_CWORD=${words.length}
_chipwatch
echo "\${COMPREPLY[@]}"`;
  const input = `${await script('bash')}${ask}`;
  return execFileSync('bash', { input, encoding: 'utf8' }).trim().split(' ');
}

describe('completion', () => {
  it('completes verbs, then what may follow each', async () => {
    expect(await completed('off')).toEqual(['offers']);
    expect(await completed('offers', '--best')).toEqual(['--best-per']);
    expect(await completed('rules', 't')).toEqual(['test']);
    expect(await completed('changes', '--outp')).toEqual(['--output']);
  });

  it('is known to zsh and fish too', async () => {
    expect(await script('zsh')).toContain('bashcompinit\n_chipwatch()');
    expect(await script('fish')).toMatch(/^complete -c chipwatch .* -l best-per -d '.+'$/m);
  });

  it('of another shell is refused', async () => {
    expect((await cli(['completion', 'tcsh'], 0)).code).toBe(2);
  });
});
