import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/open.ts';
import { quarantined } from '../../db/quarantine.ts';
import { money, type Rate } from '../../scrapers/kit/index.ts';
import { approve, propose } from '../../src/pipeline/approval.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import { DAY, HOUR, listing, market, northlight, START } from '../support/market.ts';

/** Rates that make arithmetic easy; nobody published them. */
const rates = (date: string, usd = 2, cny = 8): readonly Rate[] => [
  { kind: 'rate', date, currency: 'USD', perEuro: usd },
  { kind: 'rate', date, currency: 'CNY', perEuro: cny },
];
const BANK = { id: 'bank', provider: 'bank' } as const;
const CHINESE = [listing('nl-cn', 1, { price: money(16, 'CNY') })];

const stored = ({ sqlite }: Database) =>
  sqlite.prepare('select date, currency, per_euro as perEuro from rates order by 1, 2').all();

async function dollars(db: Database, now: number): Promise<unknown> {
  const { offers, rates: used } = await findOffers(
    db,
    offerQuestion({ currency: 'USD' }, now),
    now,
  );
  return { of: used?.date ?? null, converted: offers.map(({ converted }) => converted) };
}

describe('exchange rates', () => {
  it('are stored by the crawl that brings them, and prices are converted at them', async () => {
    const { db, crawl, now } = market();
    await crawl(CHINESE);
    expect(await dollars(db, now())).toEqual({ of: null, converted: [null] });

    const seen = await crawl(rates('2025-12-31'), BANK);

    expect(seen).toMatchObject({ outcome: 'ok', flags: [], source: ['source.added'], told: [] });
    expect(stored(db)).toEqual([
      { date: '2025-12-31', currency: 'CNY', perEuro: 8 },
      { date: '2025-12-31', currency: 'USD', perEuro: 2 },
    ]);
    expect(await dollars(db, now())).toEqual({ of: '2025-12-31', converted: [4] });
  });

  it('S20: that moved by 3 % change no price, and tell nobody anything', async () => {
    const { db, crawl, now, pass } = market();
    await crawl(CHINESE);
    await crawl(rates('2025-12-31'), BANK);
    pass(DAY);

    const moved = await crawl(rates('2026-01-01', 2, 8.24), BANK);
    const offers = await crawl(CHINESE);

    for (const seen of [moved, offers]) {
      expect(seen).toMatchObject({ flags: [], source: [], told: [], pending: 0 });
    }
    expect([moved.outcome, offers.outcome]).toEqual(['ok', 'unchanged']);
    const changes = db.sqlite.prepare("select kind from changes where kind = 'price'").all();
    expect(changes).toEqual([]);
    const { converted } = (await dollars(db, now())) as { converted: number[] };
    expect(converted[0]).toBeCloseTo(16 / 4.12, 9);
  });

  it('of the same day again are unchanged', async () => {
    const { crawl } = market();
    await crawl(rates('2025-12-31'), BANK);

    expect(await crawl(rates('2025-12-31'), BANK)).toMatchObject({ outcome: 'unchanged' });
  });

  it.each([
    ['a currency is gone', rates('2026-01-01').slice(0, 1), 'no exchange rate of CNY'],
    ['a day comes again', rates('2025-12-30'), 'rates of 2025-12-30 where'],
    ['a day is to come', rates('2026-01-09'), 'which is to come'],
    ['a comma slipped', rates('2026-01-01', 20), 'a euro went from 2 to 20 USD'],
  ])('are quarantined where %s: the last ones go on', async (_, served, why) => {
    const { db, crawl, now } = market();
    await crawl(CHINESE);
    await crawl(rates('2025-12-31'), BANK);
    const before = stored(db);

    const seen = await crawl(served, BANK);

    expect(seen).toMatchObject({ outcome: 'quarantined', why: expect.stringContaining(why) });
    expect(stored(db)).toEqual(before);
    expect(await dollars(db, now())).toEqual({ of: '2025-12-31', converted: [4] });
  });

  it('are stored when a person approves them', async () => {
    const { db, crawl, desk, now } = market();
    await crawl(rates('2025-12-31'), BANK);
    await crawl(rates('2026-01-01', 20), BANK);
    const [waiting] = await quarantined(db, 'bank');
    const [at, bank] = [now() + HOUR, () => northlight(() => [], BANK)];

    await approve(desk(), await propose(db, waiting?.crawl ?? 0, at, bank), at, bank);

    expect(stored(db)).toContainEqual({ date: '2026-01-01', currency: 'USD', perEuro: 20 });
  });

  it('are none in a reading that was kept before there were any', async () => {
    const { db, crawl } = market();
    await crawl(rates('2025-12-31'), BANK);
    await crawl(rates('2025-12-30'), BANK);
    const seen = { read: 0, offers: [], places: [], rejects: [], provenEmpty: false, coming: [] };
    const reading = gzipSync(JSON.stringify({ seen, missing: [] }));
    db.sqlite.prepare('update quarantine set reading = ?').run(reading);

    expect((await quarantined(db, 'bank'))[0]?.seen.rates).toEqual([]);
    expect(await crawl(rates('2025-12-30'), BANK)).toMatchObject({ outcome: 'quarantined' });
  });

  it('that stay where they jumped to are believed after six crawls and a day', async () => {
    const { db, crawl, pass } = market();
    await crawl(rates('2025-12-31'), BANK);
    const outcomes: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      outcomes.push((await crawl(rates('2026-01-01', 20), BANK)).outcome);
      pass(5 * HOUR);
    }

    expect(outcomes).toEqual([...Array(5).fill('quarantined'), 'ok']);
    expect(stored(db)).toContainEqual({ date: '2026-01-01', currency: 'USD', perEuro: 20 });
  });

  it('older than five days convert nothing', async () => {
    const { db, crawl } = market();
    await crawl(CHINESE);
    await crawl(rates('2025-12-31'), BANK);

    expect(await dollars(db, START + 4 * DAY)).toMatchObject({ of: '2025-12-31' });
    expect(await dollars(db, START + 5 * DAY)).toEqual({ of: null, converted: [null] });
  });
});
