import { describe, expect, it } from 'vitest';
import { exitOf } from '../../src/cli/results.ts';
import { type CrawlResult, nothing } from '../../src/pipeline/desk.ts';

const of = (outcome: CrawlResult['outcome'], i: number): CrawlResult => ({
  ...nothing(`made-up-${i}`),
  outcome,
});

describe('the exit code of a run', () => {
  it.each([
    [['ok', 'unchanged', 'partial'], 0],
    [['skipped'], 0],
    [[], 0],
    [['ok', 'failed'], 5],
    [['ok', 'quarantined'], 5],
    [['failed', 'quarantined'], 5],
    [['quarantined'], 5],
    [['failed', 'failed'], 6],
    [['failed', 'skipped'], 6],
    [['ok', 'held'], 75],
    [['failed', 'held'], 75],
    [['ok', 'broken'], 1],
    [['failed', 'held', 'broken'], 1],
  ] as const)('that came to %j is %i', (outcomes, code) => {
    expect(exitOf(outcomes.map(of))).toBe(code);
  });
});
