import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

const PROGRAM = 'dist/src/cli/index.js';

/** A folder that goes with the test. */
export function aDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chipwatch-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the built program; without a data folder of its own it finds none. */
export function start(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const { PATH = '', NODE_OPTIONS = '' } = process.env;
  const surroundings = { PATH, NODE_OPTIONS, CHIPWATCH_DATA: '/nowhere', ...env };
  return spawn(process.execPath, [PROGRAM, ...args], { env: surroundings });
}

/** What a program came to. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a started program writes, and how it ends. */
export function watch(child: ChildProcess): {
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
} {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => {
    stdout += text;
  });
  child.stderr?.on('data', (text: Buffer) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr })),
  );
  return { ended, stdout: () => stdout, stderr: () => stderr };
}

/** Runs the built program to its end. */
export function chipwatch(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return watch(start(args, env)).ended;
}

/** Waits until a program wrote something that matches, and gives the match. */
export async function said(output: () => string, pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(output())?.[0];
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
