import { describe, expect, it } from 'vitest';
import { sfcompute } from '../../scrapers/sfcompute.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

const day = (date: string, avg: number | string) => ({ date: `$D${date}T23:59:59.000Z`, avg });

/** A page that carries the days of one chip. */
function page(...days: readonly object[]) {
  const data = `2d:[{"pricesByHardwareType":${JSON.stringify({ X1: days })}}]`;
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

  it('counts a day it cannot read, and refuses a chip that has no other', async () => {
    const [odd, good] = [day('2026-01-02', 'lots'), day('2026-01-01', 1.11)];

    expect(await readingsOf(sfcompute, page(odd, good))).toMatchObject([
      { kind: 'unread' },
      { price: { micros: 1_110_000 } },
    ]);
    await expect(readingsOf(sfcompute, page(odd))).rejects.toThrow('expected days with a date');
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
