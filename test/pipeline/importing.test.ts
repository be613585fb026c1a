import { describe, expect, it } from 'vitest';
import { quarantined } from '../../db/quarantine.ts';
import { type Listing, money } from '../../scrapers/kit/index.ts';
import { importSource } from '../../src/domain/imports.ts';
import { approve, propose } from '../../src/pipeline/approval.ts';
import { type Brought, importOffers } from '../../src/pipeline/importing.ts';
import { BASE, changed, DAY, HOUR, listing, market, priced } from '../support/market.ts';

const DOCUMENT = {
  ...{ name: 'lines', url: 'stdin:', scope: null, fetchedAt: 0, bytes: 7, path: null },
  ...{ sha256: 'made up', headers: null },
};

/** Brings listings of the made-up provider, an hour after the last time. */
function importing() {
  const { db, desk, now, pass, view } = market();
  const bring = (rows: readonly Listing[], more: Partial<Brought> = {}) => {
    pass(HOUR);
    const lines = rows.map((reading, index) => ({ number: index + 1, reading }));
    const brought = { provider: 'northlight', lines, document: DOCUMENT, ...more };
    return importOffers(desk(), { isPart: false, isAccepted: false, ...brought }, now());
  };
  const flagsOf = ({ changes }: Awaited<ReturnType<typeof bring>>) =>
    changes.flatMap(({ flags }) => flags);
  const bodies = () =>
    db.sqlite.prepare('select body from deliveries').all() as readonly { body: string }[];
  return { db, desk, now, pass, bring, flagsOf, bodies, view: () => view('import-northlight') };
}

const FOUR = BASE.slice(0, 4);

describe('an import', () => {
  it('is a source of its own, only reported, and silent the first time', async () => {
    const { bring, flagsOf, bodies, view } = importing();

    const result = await bring(BASE);

    expect(result).toMatchObject({ source: 'import-northlight', outcome: 'ok', offers: 40 });
    expect(flagsOf(result)).toEqual(['source.added']);
    expect(bodies()).toEqual([]);
    expect(new Set((await view()).map(({ evidence }) => evidence))).toEqual(new Set(['report']));
  });

  it('says how it is known where a line does', async () => {
    const { bring, view } = importing();
    await bring(changed(FOUR, 0, { evidence: 'stock-api' }));

    expect((await view()).map(({ evidence }) => evidence).sort()).toEqual([
      ...Array(3).fill('report'),
      'stock-api',
    ]);
  });

  it('counts at once: a new offer, one that is gone, a price that halved twice, stock', async () => {
    const { bring, flagsOf, bodies, view } = importing();
    await bring(BASE);
    const dear = changed(BASE, 1, { price: money('0.85', 'USD') });
    const soldOut = changed(dear, 2, { availability: 'sold-out' });

    const result = await bring([...soldOut.slice(0, 39), listing('nl-new', 7.77)]);

    expect(result.pending).toBe(0);
    expect(flagsOf(result).sort()).toEqual(['price.drop', 'sold-out', 'withdrawn']);
    expect(bodies()).toHaveLength(3);
    expect((await view()).map(({ sku }) => sku)).toContain('nl-new');
  });

  it('leaves what a part leaves out as it was, however small the part', async () => {
    const { bring, flagsOf, view } = importing();
    await bring(BASE);

    const result = await bring(
      priced(BASE.slice(0, 1), () => 0.9),
      { isPart: true },
    );
    const whole = await bring(BASE);

    expect(result).toMatchObject({ outcome: 'partial', offers: 1, pending: 0 });
    expect(flagsOf(result)).toEqual(['price.drop']);
    expect(whole).toMatchObject({ outcome: 'ok', pending: 0 });
    expect(flagsOf(whole)).toEqual(['price.rise']);
    expect(await view()).toHaveLength(40);
  });

  it('is quarantined where a guard says so, told once, and believed when it is vouched for', async () => {
    const { db, bring, flagsOf, view } = importing();
    await bring(BASE);

    const doubted = await bring(FOUR);
    expect(doubted).toMatchObject({ outcome: 'quarantined', failure: 'implausible' });
    expect(await view()).toHaveLength(40);
    const accepted = await bring(FOUR, { isAccepted: true });

    expect(accepted).toMatchObject({ outcome: 'ok', pending: 0 });
    expect(flagsOf(accepted)).toEqual(['source.recovered', ...Array(36).fill('withdrawn')]);
    expect(await view()).toHaveLength(4);
    expect(await quarantined(db, null)).toEqual([]);
  });

  it('keeps a price nobody asks when it is vouched for, and else not', async () => {
    const { bring, view } = importing();
    const gift = [...Array.from({ length: 20 }, (_, i) => listing(`nl-${i}`, 3.33 + i / 9))];
    const rows = changed(gift, 0, { price: money('0.001', 'USD') });

    const plain = await bring(rows);
    expect(plain.rejects.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^line 1: price: expected 0.02 to 100 USD an accelerator-hour/),
    ]);
    await bring(rows, { isAccepted: true });

    expect(await view()).toHaveLength(20);
  });

  it('of a part that was quarantined withdraws nothing when a person approves it', async () => {
    const { db, desk, now, bring, view } = importing();
    await bring(BASE);
    const cents = priced(BASE.slice(0, 20), () => 0.01);
    expect(await bring(cents, { isPart: true })).toMatchObject({ outcome: 'quarantined' });
    const [waiting] = await quarantined(db, 'import-northlight');
    const at = now() + HOUR;
    const sourceOf = () => importSource('northlight');

    const proposal = await propose(db, waiting?.crawl ?? 0, at, sourceOf);
    await approve(desk(), proposal, at, sourceOf);

    expect(new Set(proposal.difference.changes.map(({ kind }) => kind))).toEqual(
      new Set(['price']),
    );
    expect(await view()).toHaveLength(40);
  });

  it('loses no line: each that is no offer is stored with its number', async () => {
    const { db, bring } = importing();
    const rows = [
      ...BASE,
      listing('nl-moon', 1.11, { accelerator: 'Moon 9000' }),
      listing('nl-twice', 1.11),
      listing('nl-twice', 2.22),
    ];

    const { rejects } = await bring(rows);

    expect(rejects.map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/^line 41: /),
      expect.stringMatching(/^lines 42, 43: listed twice, and not alike/),
      expect.stringMatching(/^lines 42, 43: listed twice, and not alike/),
    ]);
    const stored = db.sqlite.prepare('select detail from rejects order by id').all();
    expect(stored).toEqual(rejects.map(({ detail }) => ({ detail })));
  });

  it('is never late, however old', async () => {
    const { bring, flagsOf, pass } = importing();
    await bring(BASE);
    pass(100 * DAY);

    const doubted = await bring(FOUR);

    expect(flagsOf(doubted)).toEqual(['source.quarantined']);
  });
});
