import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Where secrets come from. */
export interface Secrets {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Files are named relative to this folder. */
  readonly folder: string;
}

const File = z.strictObject({ file: z.string().min(1) });

/** Text with `${NAME}` filled in from the environment, or the first line of `{ file: … }`. */
export function secretText(secrets: Secrets) {
  return z.unknown().transform((value, context): string => {
    try {
      return read(value, secrets);
    } catch (cause) {
      // The sentence becomes an issue, which knows its place in the file.
      context.addIssue({ code: 'custom', message: (cause as Error).message });
      return z.NEVER;
    }
  });
}

/** True for a secret that stands in the file as it is. */
export function isLiteral(value: unknown): boolean {
  return typeof value === 'string' && !/\$\{\w+\}/.test(value);
}

function read(value: unknown, { env, folder }: Secrets): string {
  if (value === undefined) throw new RangeError('missing');
  if (typeof value === 'string') return value.replaceAll(/\$\{(?<name>\w+)\}/g, fill(env));
  const { success, data } = File.safeParse(value);
  if (success) return firstLine(resolve(folder, data.file));
  throw new RangeError(`expected text, \${NAME} or { file: … }`);
}

function fill(env: Secrets['env']): (whole: string, name: string) => string {
  return (_, name) => {
    const value = env[name];
    if (value) return value;
    throw new RangeError(
      `expected the environment variable ${name} to be set, since it is used here`,
    );
  };
}

function firstLine(path: string): string {
  try {
    const [line = ''] = readFileSync(path, 'utf8').split(/\r?\n/);
    if (line !== '') return line;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new RangeError(`expected a secret in ${path}, which cannot be read (${code})`, { cause });
  }
  throw new RangeError(`expected a secret in the first line of ${path}, found nothing`);
}
