/**
 * Makes few files of the many that tsc made, for a program that starts hundreds of times a day: to find
 * and read a module costs more than to run it.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { build } from 'esbuild';

const BUNDLE = 'dist/bundle';
/** What a person starts, and when its stack traces are told by the lines of the sources. */
const PROGRAMS = [
  // A question is over before its source maps are read: only who looks for a fault waits for them.
  { path: 'dist/src/cli/index.js', name: 'cli', mapped: "process.env.CHIPWATCH_LOG === 'debug'" },
  { path: 'dist/src/cli/demo.js', name: 'demo', mapped: 'true' },
  { path: 'dist/src/main.js', name: 'main', mapped: 'true' },
];
/** Plain modules that every question needs. All other packages stay where npm put them. */
const INSIDE = ['commander', 'drizzle-orm', 'zod'];
const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

const programs = PROGRAMS.filter(({ path }) => existsSync(path));
rmSync(BUNDLE, { recursive: true, force: true });
await build({
  ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20' },
  entryPoints: Object.fromEntries(programs.map(({ path, name }) => [name, path])),
  outdir: BUNDLE,
  external: Object.keys({ ...dependencies, ...optionalDependencies })
    .filter((name) => !INSIDE.includes(name))
    .flatMap((name) => [name, `${name}/*`]),
  // Commander asks for modules of Node as CommonJS does.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
  },
  sourcemap: true,
  sourcesContent: false,
  plugins: [
    { name: 'lists', setup: writeOutSheets },
    { name: 'locales', setup: leaveOutLocales },
    { name: 'places', setup: keepPlaces },
  ],
});
for (const { path, name, mapped } of programs) writeFileSync(path, starter(path, name, mapped));

/** What the scrapers say of their sources as a plain list, so that a question waits for none of them. */
function writeOutSheets({ onLoad }) {
  onLoad({ filter: /\/dist\/scrapers\/sheets\.js$/ }, async ({ path }) => {
    const { SHEETS } = await import(pathToFileURL(path).href);
    const text = JSON.stringify(SHEETS);
    if (!isDeepStrictEqual(JSON.parse(text), SHEETS)) {
      throw new Error('expected sheets of plain words and numbers, found something else in one');
    }
    return { contents: `export const SHEETS = ${text};`, loader: 'js' };
  });
}

/** Zod says what is wrong in sixty languages, half of its text; chipwatch says it in its own words. */
function leaveOutLocales({ onResolve }) {
  onResolve({ filter: /^\.\.\/locales\/index\.js$/ }, ({ resolveDir, path }) =>
    resolveDir.includes('/node_modules/zod/')
      ? { path: resolve(resolveDir, dirname(path), 'en.js') }
      : undefined,
  );
}

/** A module still finds what lies beside it: all pieces lie in one folder, and it knows the way from there. */
function keepPlaces({ onLoad }) {
  const own = resolve('dist') + sep;
  onLoad({ filter: /\.js$/ }, ({ path }) => {
    if (!path.startsWith(own)) return undefined;
    const text = readFileSync(path, 'utf8');
    if (!text.includes('import.meta.url')) return undefined;
    const way = relative(BUNDLE, path).split(sep).join('/');
    const place = `new URL(${JSON.stringify(way)}, import.meta.url).href`;
    return { contents: text.replaceAll('import.meta.url', place), loader: 'js' };
  });
}

function starter(path, name, mapped) {
  const way = relative(dirname(path), join(BUNDLE, `${name}.js`))
    .split(sep)
    .join('/');
  return `#!/usr/bin/env node
if (${mapped}) process.setSourceMapsEnabled(true);
await import('${way}');
`;
}
