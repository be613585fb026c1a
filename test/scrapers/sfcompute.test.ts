import { describe, expect, it } from 'vitest';
import { sfcompute } from '../../scrapers/sfcompute.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

const day = (date: string, avg: number | string) => ({ date: `$D${date}T23:59:59.000Z`, avg });

/** A page that carries the days of one chip. */
const page = (...days: readonly object[]) => pageOf({ X1: days });

function pageOf(chips: Readonly<Record<string, readonly object[]>>) {
  const data = `2d:[{"pricesByHardwareType":${JSON.stringify(chips)}}]`;
  const script = `self.__next_f.push([1,${JSON.stringify(data)}])`;
  return [aPage('pricing', `<script>${script}</script>`)];
}

describe('sfcompute', () => {
  it('tells the average of the newest day, wherever it stands', async () => {
    const days = [day('2026-01-01', 1.11), day('2026-01-03', 3.33), day('2026-01-02', 2.22)];

    expect(await readingsOf(sfcompute, page(...days))).toMatchObject([
      {
        sku: 'X1',
        billing: 'calendar',
        tier: 'daily-average',
        price: { micros: 3_330_000, currency: 'USD' },
        availability: 'listed',
      },
    ]);
  });

  it('takes zero for no trade, not for a price', async () => {
    expect(await readingsOf(sfcompute, page(day('2026-01-01', 0)))).toMatchObject([
      { price: null, availability: 'unknown' },
    ]);
  });

  it('never tells the price of an older day where it cannot read the newest', async () => {
    const [odd, good] = [day('2026-01-02', 'lots'), day('2026-01-01', 1.11)];

    expect(await readingsOf(sfcompute, page(odd, good))).toMatchObject([{ kind: 'unread' }]);
    expect(await readingsOf(sfcompute, page(good, odd))).toMatchObject([{ kind: 'unread' }]);
  });

  it('reads nothing of an older day it has no use for', async () => {
    const days = [day('2026-01-02', 2.22), day('2026-01-01', 'lots')];

    expect(await readingsOf(sfcompute, page(...days))).toMatchObject([
      { price: { micros: 2_220_000 } },
    ]);
  });

  it('takes the newest day of all chips, and counts one without it as not read', async () => {
    const [old, today] = [day('2026-01-01', 1.11), day('2026-01-02', 2.22)];

    expect(await readingsOf(sfcompute, pageOf({ X1: [old, today], X2: [old] }))).toMatchObject([
      { sku: 'X1', price: { micros: 2_220_000 } },
      { kind: 'unread', row: expect.stringContaining('X2') },
    ]);
  });

  it('refuses days without a date: any of them may be the newest', async () => {
    await expect(
      readingsOf(sfcompute, page(day('2026-01-01', 1.11), { avg: 2.22 })),
    ).rejects.toThrow('pricing: X1.1.date');
  });

  it('reads the three chips of its recording, of which one was traded', async () => {
    const documents = await sfcompute.fetch(replaying('test/fixtures/sfcompute/2026-07-15'));

    expect(await readingsOf(sfcompute, documents)).toMatchObject([
      { sku: 'H100', price: { micros: 2_120_000 } },
      { sku: 'H200', price: null },
      { sku: 'B200', price: null },
    ]);
  });
});
