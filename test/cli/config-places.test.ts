import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/cli/context.ts';
import { main } from '../../src/cli/program.ts';
import { STARTING_CONFIG } from '../../src/cli/starting-config.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { newSecret } from '../../src/notify/index.ts';
import { aDataFolder } from './program.ts';

/** A user with a home and a folder of work in it. */
function aUser() {
  const home = aDataFolder();
  const cwd = join(home, 'work');
  mkdirSync(cwd);
  const config = async (...args: readonly string[]) => {
    let [stdout, stderr] = ['', ''];
    const context: Context = {
      ...{ env: { HOME: home }, cwd, now: () => 0 },
      stdin: { async *[Symbol.asyncIterator]() {} },
      stdout: {
        write: (text) => {
          stdout += text;
        },
      },
      stderr: {
        write: (text) => {
          stderr += text;
        },
      },
    };
    const code = await main(context, ['config', ...args]);
    return { code, stdout, stderr };
  };
  const own = join(cwd, 'chipwatch.yaml');
  const users = join(home, '.config', 'chipwatch', 'config.yaml');
  return { cwd, home, own, users, config };
}

/** All that a configuration settles, without where it stands. */
function settled(config: Config) {
  const { file: _, ...settings } = config;
  return settings;
}

describe('the configuration to start from', () => {
  it('settles nothing as it stands', async () => {
    const { cwd, home, config, own } = aUser();
    const before = loadConfig({ cwd, env: { HOME: home } });

    const { code, stdout } = await config('init');

    expect(code).toBe(0);
    expect(stdout).toContain(own);
    expect(statSync(own).mode & 0o777).toBe(0o600);
    const after = loadConfig({ cwd, env: { HOME: home } });
    expect(after.file).toBe(own);
    expect(settled(after)).toEqual(settled(before));
    expect((await config('check')).code).toBe(0);
  });

  it('is a whole one without its marks, and its examples are in force then', () => {
    const { cwd, home, own } = aUser();
    writeFileSync(own, STARTING_CONFIG.replaceAll(/^#(?! \S)/gm, ''));
    const env = {
      HOME: home,
      CHIPWATCH_SECRET: newSecret(),
      SLACK_WEBHOOK: 'https://hooks.example/made-up',
      CHIPWATCH_TOKEN: 'correct-horse-battery',
    };

    const { warnings, rules, channels, targets, sources } = loadConfig({ cwd, env });

    expect(warnings).toEqual([]);
    expect([...channels.keys()]).toEqual(['ops', 'chat']);
    expect(rules.map(({ id }) => id)).toEqual(['ascend-anywhere', 'cheap-h100']);
    expect(targets.map(({ id }) => id)).toEqual(['europe']);
    expect(sources.except).toEqual(['vast']);
  });

  it('is written where one is named, with its folder', async () => {
    const { users, config } = aUser();

    const { code, stdout } = await config('init', '--config', users, '--json');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ schema: 'config-init/1', file: users });
    expect(readFileSync(users, 'utf8')).toBe(STARTING_CONFIG);
  });

  it('is written over nothing, and beside nothing that is read already', async () => {
    const { users, own, config } = aUser();
    mkdirSync(dirname(users), { recursive: true });
    writeFileSync(users, 'schedule: cadence\n');

    const beside = await config('init');
    const over = await config('init', '--config', users);
    const inTheWay = await config('init', '--config', join(users, 'below.yaml'));

    expect(beside).toMatchObject({ code: 2, stdout: '' });
    expect(beside.stderr).toContain(`expected no configuration yet, found ${users}`);
    expect(over).toMatchObject({ code: 2, stdout: '' });
    expect(inTheWay.code).toBe(2);
    expect(inTheWay.stderr).toContain('cannot write');
    expect(readFileSync(users, 'utf8')).toBe('schedule: cadence\n');
    expect(() => statSync(own)).toThrow('ENOENT');
  });
});

describe('where the configuration is', () => {
  it('is the first of the usual places that has one, each of which is told', async () => {
    const { own, users, config } = aUser();
    const states = async () => {
      const { file, places } = JSON.parse((await config('path', '--json')).stdout);
      const [here, user] = places;
      return { file, here: [here.path, here.read], user: [user.path, user.exists, user.read] };
    };

    mkdirSync(dirname(users), { recursive: true });
    writeFileSync(users, 'this is: [no configuration');
    expect(await states()).toEqual({ file: users, here: [own, false], user: [users, true, true] });

    writeFileSync(own, '');
    expect(await states()).toEqual({ file: own, here: [own, true], user: [users, true, false] });
    const { stdout } = await config('path');
    expect(stdout).toMatch(/this folder +\S+chipwatch.yaml +read\n/);
    expect(stdout).toMatch(/this user +\S+config.yaml +there, not read\n/);
    expect(stdout).toMatch(/this machine +\/etc\/chipwatch\/config.yaml +/);
  });

  it('is the one that is named, though it is not there', async () => {
    const { config, own } = aUser();
    writeFileSync(own, '');

    const { code, stdout } = await config('path', '--config', 'none.yaml');

    expect(code).toBe(0);
    expect(stdout).toMatch(/--config +\S+none.yaml +missing, and must be there\n/);
    expect(stdout).toMatch(/this folder +\S+ +there, not read\n/);
  });
});
