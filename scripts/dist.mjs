import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail, runs } from './steps.mjs';

const FOLDERS = ['src', 'scrapers', 'db'];
const CONFIGURATION = [
  ...['package.json', 'tsconfig.json', 'tsconfig.build.json'],
  'scripts/bundle.mjs',
];
const COMPILER = 'node_modules/typescript/bin/tsc';
const BUNDLER = fileURLToPath(new URL('bundle.mjs', import.meta.url));
/** Its time is when the last whole build began. */
const BUILT = 'dist/.built';

/** Whether dist is missing or a source is newer. */
export function isStale() {
  if (!existsSync(BUILT)) return true;
  // An installation without sources lives by the dist it was given.
  if (!existsSync('src')) return false;
  const built = statSync(BUILT).mtimeMs;
  // A folder changes when a file in it comes or goes.
  const sources = FOLDERS.filter(existsSync).flatMap((folder) => [folder, ...entriesOf(folder)]);
  return [...CONFIGURATION, ...sources].some(
    (path) => existsSync(path) && statSync(path).mtimeMs > built,
  );
}

/** Compiles the program to dist, puts the files it reads at run time beside it, and makes it quick to start. */
export function build() {
  const began = new Date();
  if (!runs(process.execPath, [COMPILER, '-p', 'tsconfig.build.json'])) {
    fail('the program does not compile, see above; `npm run check` says the same');
  }
  copyData();
  removeOrphans();
  if (!runs(process.execPath, [BUNDLER])) fail('the compiled program cannot be bundled, see above');
  writeFileSync(BUILT, '');
  utimesSync(BUILT, began, began);
}

/** Whether TypeScript is at hand: an installation for production has none. */
export function canBuild() {
  return existsSync(COMPILER);
}

function copyData() {
  for (const path of FOLDERS.flatMap(filesIn)) {
    if (/\.(?:ts|md)$/.test(path)) continue;
    mkdirSync(dirname(join('dist', path)), { recursive: true });
    copyFileSync(path, join('dist', path));
  }
}

/** What an earlier build made of files that are gone. */
function removeOrphans() {
  for (const path of filesIn('dist')) {
    const output = path.slice('dist/'.length);
    const source = output.replace(/\.js(?:\.map)?$/, '.ts');
    if (!existsSync(source) && !existsSync(output)) rmSync(path);
  }
}

function filesIn(folder) {
  return entriesOf(folder).filter((path) => statSync(path).isFile());
}

function entriesOf(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)));
}
