/**
 * Are the guards guarded? Turns every comparison in src/domain/guard*.ts round, one at a time, in a copy
 * of the tree, and runs the tests of the guards: a mutant that passes them is a limit nobody tests.
 * Exits 1 when one survives. `npm run mutate`; some minutes.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const FOLDER = 'src/domain';
const TESTS = [
  'test/domain/guard.test.ts',
  'test/domain/guard-tokens.test.ts',
  'test/domain/guard-rates.test.ts',
];
const NEEDED = ['src/domain', 'test/domain', 'test/support', 'package.json', 'tsconfig.json'];

/** What each comparison becomes: at its limit the other way, and the other way altogether. */
const MUTANTS = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
};
const COMPARISON = / (?<operator><=|>=|===|!==|<|>) /g;
const COMMENT = /^\s*(?:\/?\*|\/\/)/;

/** Every mutant of a file: its text, and a line that names it. */
function mutantsOf(name) {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    if (COMMENT.test(line)) return [];
    return [...line.matchAll(COMPARISON)].flatMap((found) =>
      MUTANTS[found.groups.operator].map((other) => {
        const end = found.index + found[0].length;
        const mutated = `${line.slice(0, found.index)} ${other} ${line.slice(end)}`;
        const at = `${join(FOLDER, name)}:${index + 1}`;
        return {
          name,
          text: lines.with(index, mutated).join('\n'),
          says: `${at}: ${line.trim()}   ${found.groups.operator} became ${other}`,
        };
      }),
    );
  });
}

/** A copy of what the tests need; a mutant never stands in the tree itself. */
function copyOfTree() {
  const copy = mkdtempSync(join(tmpdir(), 'chipwatch-mutants-'));
  for (const path of NEEDED) cpSync(path, join(copy, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  writeFileSync(join(copy, 'vitest.config.ts'), 'export default {};\n');
  return copy;
}

function passes(copy) {
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  return new Promise((done, failed) => {
    const run = spawn(process.execPath, [vitest, 'run', '--bail=1', ...TESTS], {
      cwd: copy,
      stdio: 'ignore',
    });
    run.on('error', failed);
    run.on('exit', (code) => done(code === 0));
  });
}

/** Tries mutants from the list until it is empty; gives those that passed. */
async function worker(mutants) {
  const copy = copyOfTree();
  const survivors = [];
  try {
    if (!(await passes(copy))) throw new Error('the tests of the guards fail without a mutant');
    for (let mutant = mutants.shift(); mutant !== undefined; mutant = mutants.shift()) {
      const file = join(copy, FOLDER, mutant.name);
      const original = readFileSync(file, 'utf8');
      writeFileSync(file, mutant.text);
      if (await passes(copy)) survivors.push(mutant.says);
      writeFileSync(file, original);
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
  return survivors;
}

const names = readdirSync(FOLDER).filter((name) => /^guard.*\.ts$/.test(name));
const mutants = names.flatMap(mutantsOf);
const total = mutants.length;
const workers = Math.min(4, availableParallelism());
const survivors = (
  await Promise.all(Array.from({ length: workers }, () => worker(mutants)))
).flat();
for (const says of survivors) process.stdout.write(`survived: ${says}\n`);
process.stdout.write(`${total - survivors.length} of ${total} mutants were found out\n`);
process.exitCode = total > 0 && survivors.length === 0 ? 0 : 1;
