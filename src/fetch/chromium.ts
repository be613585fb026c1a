import { accessSync, constants, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { SourceError } from '../domain/errors.ts';
import type { Environment } from './settings.ts';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable'];
const NO_BROWSER = Symbol('no browser');

/**
 * The Chromium to drive: the one `CHIPWATCH_BROWSER` names, else the configured one, else
 * Playwright's own, else the first on PATH. Null when there is none, or the named one cannot be run.
 */
export function findChromium(env: Environment, configured?: string | null): string | null {
  const named = env.CHIPWATCH_BROWSER || configured;
  if (named) return isProgram(named) ? named : null;
  return [playwrightsOwn(), ...onPath(env.PATH ?? '')].find(isProgram) ?? null;
}

/** The failure of a source that needs a browser where there is none: it is skipped, not failed. */
export function noBrowser(): SourceError {
  return new SourceError(
    'unreachable',
    'needs Chromium and found none: apt-get install chromium, or name one in CHIPWATCH_BROWSER',
    { cause: NO_BROWSER },
  );
}

/** Whether this error says that there is no browser. */
export function browserMissing(error: unknown): boolean {
  return error instanceof SourceError && error.cause === NO_BROWSER;
}

/** Playwright, loaded when first needed: most crawls never open a page. */
export function loadPlaywright(): typeof import('playwright') {
  return createRequire(import.meta.url)('playwright');
}

function playwrightsOwn(): string {
  return loadPlaywright().chromium.executablePath();
}

function onPath(path: string): string[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  return PROGRAMS.flatMap((program) => folders.map((folder) => join(folder, program)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not for us: both are no.
    return false;
  }
}
