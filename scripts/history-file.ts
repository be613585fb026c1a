import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** One version of the price file, read by its indentation and by nothing the source uses. */
export interface Version {
  readonly name: string;
  readonly text: string;
  /** When it was written, milliseconds UTC. */
  readonly at: number;
  /** Millionths of a dollar an hour by machine, region and column: `a2-highgpu-1g us-central1 month_1y`. */
  readonly rows: ReadonlyMap<string, number>;
}

const HOST = new Set(['cost', 'cpu', 'ram', 'type', 'local-ssd']);
const COLUMNS = new Set(['hour', 'hour_spot', 'month_1y', 'month_3y']);
const HOURS_A_MONTH = 730n;

/** Reads a version. A machine counts when it has a key beside those of its host. */
export function readVersion(path: string): Version {
  const text = readFileSync(path, 'utf8');
  const at = Number(/^ {2}timestamp: (?<seconds>\d+)$/m.exec(text)?.groups?.seconds) * 1000;
  const machines = /^ {2}instance:\n(?<machines>(?: {4}.*\n)*)/m.exec(text)?.groups?.machines;
  if (Number.isNaN(at) || machines === undefined) throw new Error(`${path} is no price file`);
  const rows = machines.split(/^ {4}(?=\S)/m).flatMap(rowsOf);
  return { name: basename(path), text, at, rows: new Map(rows) };
}

function rowsOf(block: string): readonly (readonly [string, number])[] {
  const [head = '', ...lines] = block.split('\n');
  const machine = head.replace(/:$/, '');
  const keys = lines.flatMap((line) => /^ {6}(?<key>\S+):/.exec(line)?.groups?.key ?? []);
  if (keys.every((key) => HOST.has(key))) return [];
  let region = '';
  return lines.flatMap((line) => {
    region = /^ {8}(?<region>\S+):$/.exec(line)?.groups?.region ?? region;
    const cell = /^ {10}(?<column>\w+): (?<amount>[\d.]+)$/.exec(line)?.groups;
    if (cell?.column === undefined || !COLUMNS.has(cell.column)) return [];
    const divisor = cell.column.startsWith('month') ? HOURS_A_MONTH : 1n;
    return [[`${machine} ${region} ${cell.column}`, micros(cell.amount ?? '', divisor)] as const];
  });
}

/** Decimal digits to whole millionths, half up, without a floating point in between. */
function micros(amount: string, divisor: bigint): number {
  const [whole = '', part = ''] = amount.split('.');
  const scale = 10n ** BigInt(part.length);
  const [numerator, denominator] = [BigInt(whole + part) * 1_000_000n, scale * divisor];
  return Number((2n * numerator + denominator) / (2n * denominator));
}
