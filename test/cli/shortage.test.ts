import { describe, expect, it } from 'vitest';
import { createIncidents } from '../../src/cli/incidents.ts';
import { shortage } from '../../src/cli/shortage.ts';
import { createLogger } from '../../src/logger.ts';

const STORE = { allowNetworkDisk: false, warnBelowMb: 500, stopBelowMb: 100 };

describe('room for the database', () => {
  it.each([
    [500e6, 0, null],
    [500e6 - 1, 0, false],
    [100e6, 0, false],
    [100e6 - 1, 0, true],
    [900e6, 256e6, null],
    [900e6, 256e6 + 1, true],
  ])('of %i bytes beside a log of %i', (free, log, expected) => {
    expect(shortage({ free, log }, STORE)?.stops ?? null).toBe(expected);
  });
});

describe('an incident', () => {
  it('is told when it begins and when it is over, however often it is noted', () => {
    const lines: string[] = [];
    const log = createLogger({ level: 'info', stream: { write: (line) => lines.push(line) } });
    const incidents = createIncidents(log);

    for (let minute = 0; minute < 3; minute += 1) incidents.note('room', 'too little');
    incidents.note('room', null);
    incidents.note('room', null);
    incidents.note('room', 'again');

    expect(lines.map((line) => JSON.parse(line)).map(({ level, msg }) => [level, msg])).toEqual([
      ['error', 'too little'],
      ['info', 'over'],
      ['error', 'again'],
    ]);
  });
});
