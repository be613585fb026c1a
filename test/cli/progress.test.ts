import { expect, test, vi } from 'vitest';
import { createProgress } from '../../src/cli/progress.ts';

const ERASE = '\r\u001b[2K';

function screen({ live, columns = 80 }: { live: boolean; columns?: number }) {
  const written: string[] = [];
  let clock = 0;
  const stream = { isTTY: live, columns, write: (text: string) => written.push(text) };
  const progress = createProgress({ stream, total: 3, live, now: () => clock });
  const wait = (ms: number) => {
    clock += ms;
  };
  return { progress, written, wait };
}

test('prints one line a finished source off a terminal, and nothing else', () => {
  const { progress, written } = screen({ live: false });

  progress.started('aws');
  progress.started('lambda');
  progress.finished('aws', 'aws: 38 offers');
  progress.stop();

  expect(written).toEqual(['aws: 38 offers\n']);
});

test('keeps a live line below what is finished: done, running, slowest', () => {
  const { progress, written, wait } = screen({ live: true });

  progress.started('aws');
  wait(3000);
  progress.started('lambda');
  wait(2500);
  progress.finished('lambda', 'lambda: 2 offers');
  progress.stop();

  expect(written).toEqual([
    `${ERASE}0/3 · running aws · slowest aws 0 s`,
    `${ERASE}0/3 · running aws, lambda · slowest aws 3 s`,
    ERASE,
    'lambda: 2 offers\n',
    `${ERASE}1/3 · running aws · slowest aws 5 s`,
    ERASE,
  ]);
});

test('leaves no live line when the last source is finished', () => {
  const { progress, written } = screen({ live: true });

  progress.started('aws');
  progress.finished('aws', 'aws: 38 offers');

  expect(written.at(-1)).toBe('aws: 38 offers\n');
  progress.stop();
});

test('fits the live line to the terminal', () => {
  const { progress, written } = screen({ live: true, columns: 20 });

  progress.started('huawei-calculator');
  progress.stop();

  expect(written[0]).toBe(`${ERASE}0/3 · running huaw…`);
});

test('moves the seconds on while nothing else happens', () => {
  vi.useFakeTimers();
  try {
    const { progress, written, wait } = screen({ live: true });
    progress.started('aws');

    wait(1000);
    vi.advanceTimersByTime(1000);
    progress.stop();
    const drawn = written.length;
    vi.advanceTimersByTime(5000);

    expect(written[1]).toBe(`${ERASE}0/3 · running aws · slowest aws 1 s`);
    expect(written).toHaveLength(drawn);
  } finally {
    vi.useRealTimers();
  }
});
