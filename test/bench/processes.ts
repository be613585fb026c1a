import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { z } from 'zod';
import type { Sample } from './figures.ts';

/** What a program took from its start to its end, and what it wrote. */
export interface Taken extends Sample {
  readonly peakMiB: number;
  readonly wrote: string;
}

/** Has a folder for something, and takes it away again. */
export async function inFolder<T>(work: (dir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'chipwatch-bench-'));
  try {
    return await work(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const Usage = z.object({ cpuMs: z.number(), peakMiB: z.number() });
/** A program of Node says by itself what it took, on a channel of its own. */
const NODE_TELLS = `process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const taken = { cpuMs: (userCPUTime + systemCPUTime) / 1000, peakMiB: maxRSS / 1024 };
  require('node:fs').writeSync(3, JSON.stringify(taken));
});`;
const PYTHON_TELLS = `
import atexit, json, os, resource
def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    taken = {"cpuMs": (used.ru_utime + used.ru_stime) * 1000, "peakMiB": used.ru_maxrss / 1024}
    os.write(3, json.dumps(taken).encode())
atexit.register(tell)
`;

/** Runs programs of Node, from a folder that holds what they tell with. */
export function nodeIn(dir: string) {
  const tells = join(dir, 'tells.cjs');
  writeFileSync(tells, NODE_TELLS);
  return (...args: readonly string[]): Taken =>
    taken(process.execPath, ['--require', tells, ...args]);
}

const PYTHON = process.env.PYTHON ?? 'python3';

/** Runs a script of Python. */
export function python(script: string, ...args: readonly string[]): Taken {
  return taken(PYTHON, ['-c', PYTHON_TELLS + script, ...args]);
}

/** Whether there is a Python, or `PYTHON` names one, that has all of these modules. */
export function hasPython(...modules: readonly string[]): boolean {
  const script = modules.map((name) => `import ${name}\n`).join('');
  return spawnSync(PYTHON, ['-c', script]).status === 0;
}

/** Whether a module of Node that is none of ours can be had, here or in a folder of `NODE_PATH`. */
export function hasModule(name: string): boolean {
  return spawnSync(process.execPath, ['-e', `require.resolve('${name}')`]).status === 0;
}

/** A program beside this file as one plain file of JavaScript, as the built program is. */
export function bundled(name: string, dir: string): string {
  const outfile = join(dir, `${name}.mjs`);
  buildSync({
    entryPoints: [fileURLToPath(new URL(`./${name}.ts`, import.meta.url))],
    ...{ outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outfile;
}

function taken(program: string, args: readonly string[]): Taken {
  const began = performance.now();
  const { status, output, error } = spawnSync(program, args, {
    ...{ encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'inherit', 'pipe'] },
  });
  const ms = performance.now() - began;
  if (status !== 0) {
    throw new Error(`expected ${program} to end well, found ${status}`, { cause: error });
  }
  const [, wrote, , usage] = output;
  return { ms, wrote: wrote ?? '', ...Usage.parse(JSON.parse(usage ?? '')) };
}
