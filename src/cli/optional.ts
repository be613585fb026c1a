import { UsageError } from './exit.ts';

/** Loads a package that an install may do without. Throws a `UsageError` that says how to have it. */
export async function optional<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause;
    throw new UsageError(
      `expected the optional package ${name}, found none: run "npm install ${name}"`,
      { cause },
    );
  }
}
