/** `npm run bench`: measures everything, or what is named, beside its yardsticks. Not a test: machines differ. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BENCHES } from './benches.ts';
import { type Figure, tableOf } from './figures.ts';
import { SIZES } from './sizes.ts';

const USAGE = `usage: npm run bench -- [NAME...] [--size ${Object.keys(SIZES).join('|')}], NAME one of: ${Object.keys(BENCHES).join(', ')}`;

/** What one bench measured, in a process of its own: the most memory that took. */
interface Report {
  readonly name: string;
  readonly peakMiB: number;
  readonly figures: readonly Figure[];
}

/** Null where it broke, which it said itself. */
function measure(name: string, size: string): Report | null {
  process.stderr.write(`${name} ...`);
  const began = performance.now();
  const one = fileURLToPath(new URL('./one.ts', import.meta.url));
  const { status, output } = spawnSync(process.execPath, ['--import', 'tsx', one, name, size], {
    ...{ encoding: 'utf8', maxBuffer: 1e9, stdio: ['ignore', 'inherit', 'inherit', 'pipe'] },
  });
  if (status !== 0) return null;
  const report: Report = JSON.parse(output[3] ?? '');
  const seconds = Math.round((performance.now() - began) / 1000);
  process.stderr.write(` ${seconds} s, peak ${Math.round(report.peakMiB)} MiB\n`);
  return report;
}

function bench(names: readonly string[], size: string): void {
  const machine = { processor: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const before = loadavg();
  const reports = names.map((name) => measure(name, size)).filter((report) => report !== null);
  if (reports.length < names.length) process.exitCode = 1;
  const figures = reports.flatMap((report) => report.figures);
  console.log(tableOf(figures, size === 'full'));
  const load = { before, after: loadavg() };
  console.log(`
Ratios and verdicts are of processor time; in brackets, of less than the targets are meant for.`);
  console.log(
    `size ${size}; ${machine.cores} cores of ${machine.processor}, Node ${machine.node}; load ${load.before[0]?.toFixed(1)} before, ${load.after[0]?.toFixed(1)} after`,
  );
  const report = { at: new Date().toISOString(), size, machine, load, reports };
  writeFileSync('bench.json', `${JSON.stringify(report, null, 2)}\n`);
}

function asked(): { readonly names: readonly string[]; readonly size: string } | null {
  try {
    const { values, positionals } = parseArgs({
      ...{ allowPositionals: true, options: { size: { type: 'string', default: 'small' } } },
    });
    const names = positionals.length > 0 ? positionals : Object.keys(BENCHES);
    const isKnown = names.every((name) => name in BENCHES) && values.size in SIZES;
    return isKnown ? { names, size: values.size } : null;
  } catch {
    return null;
  }
}

const question = asked();
if (question === null) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  bench(question.names, question.size);
}
