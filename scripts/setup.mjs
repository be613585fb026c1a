/**
 * Makes a fresh clone ready: `npm start`, `npm test` and `npm run demo` call it first. It depends on
 * nothing but Node, and says and does nothing when all is in place.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './browser.mjs';
import { build, canBuild, isStale } from './dist.mjs';
import { ensurePackages } from './packages.mjs';
import { fail, step } from './steps.mjs';

const NEEDS = {
  start: { tests: false, browser: false },
  demo: { tests: false, browser: true },
  test: { tests: true, browser: true },
};

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const needs = NEEDS[process.argv[2]];
if (!needs) fail(`expected one of ${Object.keys(NEEDS).join(', ')}, found ${process.argv[2]}`);
checkNode();
ensurePackages({ development: needs.tests || isStale() });
if (isStale() && canBuild()) step('building', build);
if (needs.browser) ensureBrowser();

function checkNode() {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  const wanted = engines.node.replace('>=', '');
  const [major, minor] = wanted.split('.').map(Number);
  const [hasMajor, hasMinor] = process.versions.node.split('.').map(Number);
  if (hasMajor > major || (hasMajor === major && hasMinor >= minor)) return;
  fail(`chipwatch needs Node ${wanted} or newer, this is ${process.versions.node}: see nodejs.org`);
}
