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
  /** Of the machine, before and after. */
  readonly load?: { readonly before: readonly number[]; readonly after: readonly number[] };
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

/** Tells each as soon as it is measured: a run at full size may be stopped before its end. */
function bench(names: readonly string[], size: string): void {
  const machine = { processor: cpus()[0]?.model, cores: cpus().length, node: process.version };
  const reports: Report[] = [];
  for (const name of names) {
    const before = loadavg();
    const report = measure(name, size);
    if (report === null) process.exitCode = 1;
    else {
      reports.push({ ...report, load: { before, after: loadavg() } });
      console.log(`${tableOf(report.figures, size === 'full')}\n`);
      const written = { at: new Date().toISOString(), size, machine, reports };
      writeFileSync('bench.json', `${JSON.stringify(written, null, 2)}\n`);
    }
  }
  console.log(
    'Ratios and verdicts are of processor time; in brackets, of less than the targets are meant for.',
  );
  console.log(
    `Size ${size}; ${machine.cores} cores of ${machine.processor}, Node ${machine.node}; load ${loadavg()[0]?.toFixed(1)}.`,
  );
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
