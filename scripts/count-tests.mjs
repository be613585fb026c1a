/** Reads vitest's JSON report, names what did not pass, and ends with the counts on a line. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const path = process.argv[2] ?? '';
if (!existsSync(path) || readFileSync(path, 'utf8') === '') {
  console.error('the tests did not run: vitest wrote no report');
  process.exit(1);
}
const { testResults } = JSON.parse(readFileSync(path, 'utf8'));
const tests = testResults.flatMap((file) => testsOf(file));
const failed = tests.filter((test) => test.status === 'failed');
const skipped = tests.filter((test) => test.status !== 'failed' && test.status !== 'passed');
for (const { status, name } of [...skipped, ...failed]) console.log(`${status}: ${name}`);
if (tests.length === 0) console.log('no test was found');
console.log(
  `${tests.length - failed.length - skipped.length} passed, ${failed.length} failed, ${skipped.length} skipped`,
);
process.exitCode = tests.length === 0 || failed.length + skipped.length > 0 ? 1 : 0;

/** A file that could not be loaded holds no test, and is a failure all the same. */
function testsOf({ name: file, status, assertionResults }) {
  const named = assertionResults.map((test) => ({
    status: test.status,
    name: `${relative('', file)}: ${test.fullName}`,
  }));
  const isBroken = status === 'failed' && named.every((test) => test.status !== 'failed');
  return isBroken ? [...named, { status, name: relative('', file) }] : named;
}
