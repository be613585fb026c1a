import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chipwatch-count-'));
});

afterAll(() => rm(folder, { recursive: true }));

interface File {
  readonly status?: 'passed' | 'failed';
  readonly tests: readonly string[];
}

async function count(files: readonly File[]): Promise<{ code: number; lines: string[] }> {
  const report = join(folder, 'report.json');
  const testResults = files.map(({ status = 'passed', tests }, index) => ({
    name: `${process.cwd()}/test/file-${index}.test.ts`,
    status,
    assertionResults: tests.map((each) => ({ status: each, fullName: `is ${each}` })),
  }));
  await writeFile(report, JSON.stringify({ testResults }));
  return counted(report);
}

function counted(report: string): Promise<{ code: number; lines: string[] }> {
  return new Promise((resolve) => {
    const args = ['scripts/count-tests.mjs', report];
    const child = execFile(process.execPath, args, (_error, stdout) => {
      resolve({ code: child.exitCode ?? -1, lines: stdout.trimEnd().split('\n') });
    });
  });
}

test('is content when every test passed', async () => {
  expect(await count([{ tests: ['passed', 'passed'] }, { tests: ['passed'] }])).toEqual({
    code: 0,
    lines: ['3 passed, 0 failed, 0 skipped'],
  });
});

test.each(['pending', 'skipped', 'todo'])('names a test that is %s and fails', async (status) => {
  expect(await count([{ tests: ['passed', status] }])).toEqual({
    code: 1,
    lines: [`${status}: test/file-0.test.ts: is ${status}`, '1 passed, 0 failed, 1 skipped'],
  });
});

test('names what failed', async () => {
  expect(await count([{ status: 'failed', tests: ['failed', 'passed'] }])).toEqual({
    code: 1,
    lines: ['failed: test/file-0.test.ts: is failed', '1 passed, 1 failed, 0 skipped'],
  });
});

test('takes a file that could not be loaded for a failure', async () => {
  expect(await count([{ status: 'failed', tests: [] }])).toEqual({
    code: 1,
    lines: ['failed: test/file-0.test.ts', '0 passed, 1 failed, 0 skipped'],
  });
});

test('fails when there was no test or no report', async () => {
  expect((await count([])).code).toBe(1);
  expect((await counted(join(folder, 'none.json'))).code).toBe(1);
});
