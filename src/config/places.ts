import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/** Where a command was started, and with what. */
export interface Surroundings {
  /** The file the user named (`--config`). */
  readonly file?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Who names the file of the configuration, and which; null where nobody does. */
export function namedConfig({ file, env, cwd }: Surroundings): ConfigPlace | null {
  if (file !== undefined) return { path: resolve(cwd, file), why: '--config' };
  const named = env.CHIPWATCH_CONFIG;
  return named ? { path: resolve(cwd, named), why: 'CHIPWATCH_CONFIG' } : null;
}

/** Where a configuration may lie, and what has it looked for there. */
export interface ConfigPlace {
  readonly path: string;
  readonly why: string;
}

/** Where it is looked for if nobody names it, in this order. */
export function usualConfigs({ env, cwd }: Surroundings): readonly ConfigPlace[] {
  return [
    { path: join(cwd, 'chipwatch.yaml'), why: 'this folder' },
    {
      path: join(xdg(env, 'XDG_CONFIG_HOME', '.config'), 'chipwatch', 'config.yaml'),
      why: 'this user',
    },
    { path: '/etc/chipwatch/config.yaml', why: 'this machine' },
  ];
}

/** The file named, else the first that is there, else null. */
export function findConfig(surroundings: Surroundings): string | null {
  const named = namedConfig(surroundings);
  if (named !== null) return named.path;
  return usualConfigs(surroundings).find(({ path }) => existsSync(path))?.path ?? null;
}

/** A base folder; the XDG specification has relative ones ignored. */
export function xdg(env: Surroundings['env'], name: string, usual: string): string {
  const set = env[name];
  return set && isAbsolute(set) ? set : join(env.HOME || homedir(), usual);
}
