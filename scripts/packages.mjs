import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, outcome, runs, step } from './steps.mjs';

const LOCK = 'package-lock.json';
const INSTALLED = 'node_modules/.package-lock.json';
/** What was found in order last time, so that looking again costs nothing. */
const STAMP = 'node_modules/.chipwatch-lock';
const BINDING = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
const PROBE = "new (require('better-sqlite3'))(':memory:').prepare('select 1').get()";

/** Installs what the lock file names, and sees to it that SQLite loads in this Node. */
export function ensurePackages({ development }) {
  const wanted = { lock: digest(LOCK), development };
  const stamp = readStamp();
  if (!covers(stamp, wanted) && !isInstalled(development)) install();
  if (stamp?.sqlite !== bindingId()) ensureSqlite();
  const current = { ...wanted, sqlite: bindingId() };
  if (!covers(stamp, wanted) || stamp.sqlite !== current.sqlite) writeStamp(current);
}

function covers(stamp, { lock, development }) {
  return stamp?.lock === lock && (stamp.development || !development);
}

/** Whether npm has put in place what the lock file names, by its own record. */
function isInstalled(development) {
  if (!existsSync(INSTALLED)) return false;
  const { packages: installed } = JSON.parse(readFileSync(INSTALLED, 'utf8'));
  const { packages: locked } = JSON.parse(readFileSync(LOCK, 'utf8'));
  return Object.entries(locked)
    .filter(([path, entry]) => path !== '' && !entry.optional && (development || !entry.dev))
    .every(([path, { version }]) => installed[path]?.version === version);
}

function install() {
  const installed = step(
    'installing packages and compiling SQLite: two minutes or so, once',
    // Without the development packages there would be neither compiler nor tests.
    () => runs(...npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error')),
  );
  if (!installed) fail('npm ci failed, its reason stands above; mend it and run this again');
}

function ensureSqlite() {
  // In a child, because a binding made for another Node takes the process down without a word.
  if (outcome(process.execPath, ['-e', PROBE]).ok) return;
  const rebuild = step('compiling SQLite for this Node: a minute or so, once', () =>
    outcome(...npm('rebuild', 'better-sqlite3', '--foreground-scripts')),
  );
  const probe = outcome(process.execPath, ['-e', PROBE]);
  if (probe.ok) return;
  process.stderr.write(`${rebuild.stdout}\n${rebuild.stderr}\n${probe.stderr}\n`);
  fail('SQLite does not load, see above; compiling it needs python3, make and g++');
}

/** npm itself, run by this very Node; its options for a child process. */
function npm(...args) {
  const env = { ...process.env, ...headers() };
  const cli = process.env.npm_execpath ?? '';
  if (cli.endsWith('npm-cli.js')) return [process.execPath, [cli, ...args], { env }];
  return ['npm', args, { env, shell: process.platform === 'win32' }];
}

/** Node's own headers, where they came with it: without them node-gyp fetches them from the net. */
function headers() {
  const prefix = dirname(dirname(process.execPath));
  const path = join(prefix, 'include/node/node_version.h');
  if (process.env.npm_config_nodedir || !existsSync(path)) return {};
  const text = readFileSync(path, 'utf8');
  const number = (part) => text.match(`#define NODE_${part}_VERSION (\\d+)`)?.[1];
  const version = ['MAJOR', 'MINOR', 'PATCH'].map(number).join('.');
  return version === process.versions.node ? { npm_config_nodedir: prefix } : {};
}

function bindingId() {
  if (!existsSync(BINDING)) return null;
  return `${process.version} ${process.platform} ${process.arch} ${statSync(BINDING).mtimeMs}`;
}

function digest(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

function readStamp() {
  return existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : null;
}

function writeStamp(stamp) {
  try {
    writeFileSync(STAMP, JSON.stringify(stamp));
  } catch {
    // A read-only installation is in order too; it is looked at again each time.
  }
}
