import { describe, expect, it } from 'vitest';
import { foldDay, type LoggedChange } from '../../src/domain/fold.ts';

/** A crawl's change from so many machines to so many, at an hour of its number. */
function moved(
  crawl: number,
  [from, to]: readonly [number, number],
  more: Partial<LoggedChange> = {},
): LoggedChange {
  return {
    ...{ id: crawl * 10, crawl, at: crawl * 3_600_000, folds: true },
    before: { availability: 'available', quantity: from },
    after: { availability: 'available', quantity: to },
    ...more,
  };
}

const ids = (changes: readonly LoggedChange[]) => changes.map(({ id }) => id);

describe('what an offer did on a day', () => {
  it('becomes the last of it, which says where all of it led from', () => {
    const log = [moved(1, [9, 7]), moved(2, [7, 8]), moved(3, [8, 5])];

    const [fold, ...others] = foldDay(log);

    expect(others).toEqual([]);
    expect(ids(fold?.gone ?? [])).toEqual([10, 20]);
    expect(fold?.times).toEqual([3_600_000, 2 * 3_600_000]);
    expect(fold?.kept).toEqual({
      id: 30,
      kind: 'quantity',
      before: { availability: 'available', quantity: 9 },
    });
  });

  it('goes whole where it led back to where it was', () => {
    const [fold] = foldDay([moved(1, [9, 7]), moved(2, [7, 9])]);

    expect(ids(fold?.gone ?? [])).toEqual([10, 20]);
    expect(fold?.times).toHaveLength(2);
    expect(fold?.kept).toBeNull();
  });

  it('is one change where its last crawl moved two things', () => {
    const limited = { availability: 'limited', quantity: 7 } as const;
    const log = [
      moved(1, [9, 7]),
      moved(2, [7, 7], { after: limited }),
      moved(2, [7, 3], { id: 21, before: limited, after: { ...limited, quantity: 3 } }),
    ];

    const [fold] = foldDay(log);

    expect(ids(fold?.gone ?? [])).toEqual([10, 20]);
    expect(fold?.times).toEqual([3_600_000]);
    expect(fold?.kept).toMatchObject({ id: 21, kind: 'availability' });
  });

  it.each([
    ['a change that stays', [moved(1, [9, 7]), moved(2, [7, 7], { folds: false })]],
    ['one move', [moved(1, [9, 7])]],
    ['a day between, of a clock set back', [moved(1, [9, 7]), moved(2, [8, 5])]],
    [
      'a crawl that moved the price as well',
      [moved(1, [9, 7]), moved(2, [7, 7], { folds: false }), moved(2, [7, 5], { id: 21 })],
    ],
    ['nothing', []],
  ])('stays as it was where there is %s', (_, log) => {
    expect(foldDay(log)).toEqual([]);
  });

  it('is folded on both sides of what stays', () => {
    const log = [
      ...[moved(1, [9, 8]), moved(2, [8, 7])],
      moved(3, [7, 7], { folds: false }),
      ...[moved(4, [7, 6]), moved(5, [6, 5])],
    ];

    expect(foldDay(log).map(({ gone }) => ids(gone))).toEqual([[10], [40]]);
  });
});
