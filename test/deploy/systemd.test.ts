import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EXIT } from '../../src/cli/exit.ts';
import { commandsIn, helpFor } from './commands.ts';

const FOLDER = 'deploy/systemd';
const units = readdirSync(FOLDER);
const services = units.filter((name) => name.endsWith('.service'));

/** The settings of a unit, by name; one that is written twice has both values. */
function settings(unit: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const line of readFileSync(join(FOLDER, unit), 'utf8').split('\n')) {
    if (line === '' || /^[#[]/.test(line)) continue;
    const { name, value } = /^(?<name>[A-Z]\w+)=(?<value>.*)$/.exec(line)?.groups ?? {};
    if (name === undefined || value === undefined) throw new Error(`${unit}: ${line}`);
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  return found;
}

const codesOf = (unit: string, name: string) =>
  (settings(unit).get(name) ?? []).flatMap((value) => value.split(' ').map(Number));

describe('the units', () => {
  it('are what systemd takes, where it is at hand to be asked', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chipwatch-units-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    // It wants programs that are there: Node stands elsewhere on every second machine.
    const written = units.map((unit) => {
      const text = readFileSync(join(FOLDER, unit), 'utf8');
      writeFileSync(join(folder, unit), text.replaceAll('/usr/bin/node', process.execPath));
      return join(folder, unit);
    });
    const whole = written.filter((path) => /\.(?:service|timer)$/.test(path));
    const { status, stderr, error } = spawnSync('systemd-analyze', ['verify', ...whole]);
    const complaints = error === undefined ? stderr.toString() : '';

    expect(whole).toHaveLength(5);
    expect(complaints.split('\n').filter((line) => line.includes(folder))).toEqual([]);
    expect(error === undefined ? status : 0).toBe(0);
  });

  it.each(services)('%s runs commands that there are', async (unit) => {
    const commands = commandsIn(readFileSync(join(FOLDER, unit), 'utf8'));

    expect(commands).not.toEqual([]);
    for (const command of commands) expect(await helpFor(command)).toMatchObject({ code: 0 });
  });

  it.each(services)('%s is confined, and leaves Node its compiler', (unit) => {
    const all = settings(unit);

    expect(Object.fromEntries(all)).toMatchObject({
      ...{ DynamicUser: ['yes'], NoNewPrivileges: ['yes'], ProtectSystem: ['strict'] },
      ...{ StateDirectory: ['chipwatch'], MemoryMax: ['1G'], CapabilityBoundingSet: [''] },
      Environment: ['CHIPWATCH_DATA=%S/chipwatch'],
    });
    expect(all.has('MemoryDenyWriteExecute')).toBe(false);
    expect(Number(all.get('TimeoutStopSec'))).toBeGreaterThan(15);
  });

  it.each(units.filter((name) => name.endsWith('.timer')))('%s has a service', (timer) => {
    expect(services).toContain(timer.replace('.timer', '.service'));
  });

  it('know what the exit codes mean', () => {
    expect(codesOf('chipwatch.service', 'SuccessExitStatus')).toEqual([EXIT.terminated]);
    expect(codesOf('chipwatch.service', 'RestartPreventExitStatus')).toEqual([
      ...[EXIT.usage, EXIT.config],
    ]);
    expect(codesOf('chipwatch-crawl.service', 'SuccessExitStatus')).toEqual([
      ...[EXIT.someFailed, EXIT.leaseHeld],
    ]);
    expect(codesOf('chipwatch-send.service', 'SuccessExitStatus')).toEqual([EXIT.someFailed]);
  });
});
