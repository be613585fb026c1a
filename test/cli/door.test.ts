import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aDataFolder, chipwatch } from './program.ts';

const TOKEN = 'correct-horse-battery';

it('a service that others could reach does not begin without a token, and leaves no file', async () => {
  const db = join(aDataFolder(), 'chips.db');

  const { code, stderr } = await chipwatch(['serve', '--host', '0.0.0.0', '--db', db]);

  expect(code).toBe(78);
  expect(stderr).toBe(
    'chipwatch: expected a token for a server on 0.0.0.0, which others can reach, found none; set CHIPWATCH_TOKEN or server.token, or listen on 127.0.0.1\n',
  );
  expect(existsSync(db)).toBe(false);
});

it('a token is shown by no command, from the environment or the file', async () => {
  const config = join(aDataFolder(), 'chipwatch.yaml');
  writeFileSync(config, `server: { token: ${TOKEN} }\n`);

  const fromFile = await chipwatch(['config', 'show', '--config', config]);
  const check = await chipwatch(['config', 'check', '--config', config]);
  const fromEnv = await chipwatch(['config', 'show', '--json'], { CHIPWATCH_TOKEN: TOKEN });
  const short = await chipwatch(['config', 'check'], { CHIPWATCH_TOKEN: 'short' });

  for (const { stdout, stderr } of [fromFile, check, fromEnv]) {
    expect(stdout + stderr).not.toContain(TOKEN);
  }
  expect(check.stdout).toContain('a secret stands in the file');
  expect(short.code).toBe(78);
  expect(short.stderr).toContain('CHIPWATCH_TOKEN: expected a token of 16 to 200');
});
