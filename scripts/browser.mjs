import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { outcome, runs, say, step } from './steps.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome-stable'];
const OWN = "process.stdout.write(require('playwright').chromium.executablePath())";
const INSTALL = ['install', '-y', '--no-install-recommends', 'chromium'];
const APT = ['-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=30'];

/** Finds Chromium or installs the distribution's; where neither works, says what to do. */
export function ensureBrowser() {
  if (findBrowser()) return;
  if (canInstall() && step('installing Chromium with apt-get', install) && findBrowser()) return;
  say(`no Chromium: what needs one is skipped. ${advice()}`);
}

function findBrowser() {
  const named = process.env.CHIPWATCH_BROWSER;
  if (named) return isProgram(named);
  return PROGRAMS.some((program) => onPath(program)) || isProgram(playwrightsOwn());
}

function canInstall() {
  if (process.env.CHIPWATCH_BROWSER) return false;
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && onPath('apt-get');
}

function install() {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  return (
    runs('apt-get', [...APT, '-qq', 'update'], options) &&
    runs('apt-get', [...APT, '-qq', ...INSTALL], options)
  );
}

function advice() {
  if (process.env.CHIPWATCH_BROWSER) {
    return 'CHIPWATCH_BROWSER names no program; correct or unset it';
  }
  if (onPath('apt-get')) return `Run: sudo apt-get update && sudo apt-get ${INSTALL.join(' ')}`;
  return 'Install Chromium, or name one in CHIPWATCH_BROWSER';
}

function onPath(program) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some((folder) => folder !== '' && isProgram(join(folder, program)));
}

function playwrightsOwn() {
  return outcome(process.execPath, ['-e', OWN]).stdout;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
