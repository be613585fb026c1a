import { describe, expect, it } from 'vitest';
import { money } from '../../scrapers/kit/index.ts';
import {
  BASE,
  changed,
  DAY,
  down,
  HOUR,
  listing,
  market,
  priced,
  type Seen,
  START,
} from '../support/market.ts';

const times = (row: number, factor: number) => {
  const price = (BASE[row]?.price?.micros ?? 0) * factor;
  return changed(BASE, row, { price: money((price / 1e6).toFixed(6), 'USD') });
};
const FOUR = BASE.slice(0, 4);
const WITHOUT_LAST = BASE.slice(0, 39);
const SOLD_OUT = changed(BASE, 0, { availability: 'sold-out' });
const quiet = { flags: [], told: [] };
const refused = { outcome: 'quarantined', flags: [], told: [] };

describe('a series of crawls', () => {
  it('S01: begins with a silent baseline', async () => {
    const { crawls, view } = market();

    const [first, second] = await crawls(2, BASE);

    expect(first).toMatchObject({ outcome: 'ok', ...quiet, source: ['source.added'] });
    expect(second).toMatchObject({ outcome: 'unchanged', ...quiet, source: [] });
    expect(await view()).toHaveLength(40);
  });

  it('S02: a collapse is quarantined and told once to the operator, and so is the recovery', async () => {
    const { crawl, crawls, view } = market();
    await crawl(BASE);

    const [first, second] = await crawls(2, FOUR);
    const amid = await view();
    const good = await crawl(BASE);

    expect(first).toMatchObject({ ...refused, source: ['source.quarantined'] });
    expect(second).toMatchObject({ ...refused, source: [] });
    expect(amid).toHaveLength(40);
    expect(good).toMatchObject({ outcome: 'unchanged', ...quiet, source: ['source.recovered'] });
  });

  it('S03: a shrink that stays is believed after six crawls and a day, as one message', async () => {
    const { crawl, crawls, view, setClock } = market();
    await crawl(BASE);

    const early = await crawls(5, FOUR);
    setClock(START + 30 * HOUR);
    const late = await crawl(FOUR);

    expect(early.map(({ outcome }) => outcome)).toEqual(Array(5).fill('quarantined'));
    expect(early.flatMap(({ told }) => told)).toEqual([]);
    expect(late).toMatchObject({ outcome: 'ok', source: ['source.recovered'], pending: 0 });
    expect(late.flags).toEqual(Array(36).fill('withdrawn'));
    expect(late.told).toEqual([
      expect.stringMatching(/^Since 2026-01-01: Withdrawn: .* and 35 more$/),
    ]);
    expect(await view()).toHaveLength(4);
    expect(await crawl(FOUR)).toMatchObject({ outcome: 'unchanged', ...quiet, source: [] });
  });

  it('S03: six crawls in an hour are no day, and a day with five crawls is not six', async () => {
    const { crawl, crawls, pass } = market();
    await crawl(BASE);

    const soon = await crawls(8, FOUR);
    await crawl(BASE);
    await crawls(4, FOUR);
    pass(2 * DAY);
    const fifth = await crawl(FOUR);

    expect(new Set([...soon, fifth].map(({ outcome }) => outcome))).toEqual(
      new Set(['quarantined']),
    );
  });

  it('S03: what tells another thing each time is not believed, nor what a unit slip explains', async () => {
    const { crawl, pass } = market();
    await crawl(BASE);
    const outcomes: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      outcomes.push((await crawl(BASE.slice(n * 4, n * 4 + 4))).outcome);
      pass(6 * HOUR);
    }
    const cents = priced(BASE, () => 0.01);
    for (let n = 0; n < 8; n += 1) {
      outcomes.push((await crawl(cents)).outcome);
      pass(6 * HOUR);
    }

    expect(new Set(outcomes)).toEqual(new Set(['quarantined']));
  });

  it('S04: a drop of 10 % is told at once, and once', async () => {
    const { crawl } = market();
    await crawl(BASE);

    expect((await crawl(times(16, 0.9))).flags).toEqual(['price.drop']);
    expect(await crawl(times(16, 0.9))).toMatchObject(quiet);
  });

  it('S05: a drop of 60 % is told when it was seen twice', async () => {
    const { crawl } = market();
    await crawl(BASE);

    expect(await crawl(times(16, 0.4))).toMatchObject({ ...quiet, pending: 1 });
    expect((await crawl(times(16, 0.4))).flags).toEqual(['price.drop']);
  });

  it('S05: one of 90 % when the second look was half an hour later', async () => {
    const { crawl, pass } = market();
    await crawl(BASE);
    await crawl(times(16, 0.1));

    pass(-HOUR + 30 * 60_000 - 1);
    const soon = await crawl(times(16, 0.1));
    pass(-HOUR + 1);
    const later = await crawl(times(16, 0.1));

    expect(soon).toMatchObject({ ...quiet, pending: 1 });
    expect(later.flags).toEqual(['price.drop']);
  });

  it('S06: a glitch of one crawl is never told', async () => {
    const { crawl } = market();
    await crawl(BASE);

    expect(await crawl(times(16, 0.4))).toMatchObject({ ...quiet, pending: 1 });
    expect(await crawl(BASE)).toMatchObject({ ...quiet, pending: 0 });
  });

  it('S07: an offer that flaps is marked once, and told again when it rests', async () => {
    const { crawl, crawls, db } = market();
    await crawl(BASE);
    const marks = () =>
      db.sqlite.prepare("select count(*) as n from changes where detail like 'it flaps:%'").get();

    const flapping: Seen[] = [];
    for (let n = 0; n < 20; n += 1) flapping.push(await crawl(n % 2 === 0 ? SOLD_OUT : BASE));
    const marked = marks();
    const resting = await crawls(22, SOLD_OUT);

    expect(flapping.flatMap(({ flags }) => flags)).toEqual([]);
    expect(marked).toEqual({ n: 1 });
    expect(resting.flatMap(({ flags }) => flags)).toEqual(['sold-out']);
    expect(marks()).toEqual({ n: 1 });
    expect((await crawls(2, BASE)).flatMap(({ flags }) => flags)).toEqual(['back']);
  });

  it('S07: four turns in 21 crawls are told, the fifth is not', async () => {
    const { crawl, crawls } = market();
    await crawl(BASE);

    const turns: string[][] = [];
    for (const rows of [SOLD_OUT, BASE, SOLD_OUT, BASE, SOLD_OUT]) {
      turns.push((await crawls(2, rows)).flatMap(({ flags }) => flags));
    }

    expect(turns).toEqual([['sold-out'], ['back'], ['sold-out'], ['back'], []]);
  });

  it('S08: sold out after two looks, back after two', async () => {
    const { crawl } = market();
    await crawl(BASE);
    const seen: (readonly string[])[] = [];
    for (const rows of [SOLD_OUT, SOLD_OUT, BASE, BASE]) seen.push((await crawl(rows)).flags);

    expect(seen).toEqual([[], ['sold-out'], [], ['back']]);
  });

  it('S09: what is missing once is nothing', async () => {
    const { crawl } = market();
    await crawl(BASE);

    expect(await crawl(WITHOUT_LAST)).toMatchObject({ ...quiet, pending: 1 });
    expect(await crawl(BASE)).toMatchObject({ ...quiet, pending: 0 });
  });

  it('S10: failed and quarantined crawls neither count nor reset', async () => {
    const { crawl } = market();
    await crawl(BASE);

    await crawl(WITHOUT_LAST);
    const failed = await crawl(down);
    const doubted = await crawl(FOUR);
    const second = await crawl(WITHOUT_LAST);

    expect(failed).toMatchObject({ outcome: 'failed', ...quiet });
    expect(doubted).toMatchObject(refused);
    expect(second.flags).toEqual(['withdrawn']);
  });

  it('S11: cents and back are nothing', async () => {
    const { crawl } = market();
    await crawl(BASE);

    const cents = await crawl(priced(BASE, () => 100));

    expect(cents).toMatchObject(refused);
    expect(cents.why).toContain('100x: cents and whole units');
    expect(await crawl(BASE)).toMatchObject({ outcome: 'unchanged', ...quiet });
  });

  it('S12: renamed regions are quarantined, and with aliases their history goes on', async () => {
    const { crawl, settle, view } = market();
    await crawl(BASE);
    const renamed = BASE.map((row) => ({ ...row, region: `Pole Nr ${row.region}` }));

    const doubted = await crawl(renamed);
    const names = BASE.map(({ region }) => [`Pole Nr ${region}`, region ?? ''] as const);
    settle({ aliases: new Map([['northlight', new Map(names)]]) });
    const known = await crawl(renamed);

    expect(doubted).toMatchObject(refused);
    expect(doubted.why).toContain('only 0 of 40 known offers seen again');
    expect(known).toMatchObject({ outcome: 'ok', ...quiet, pending: 0 });
    expect(await view()).toHaveLength(40);
  });

  it('S13: a new region is one message when it was seen twice', async () => {
    const { crawl } = market();
    await crawl(BASE);
    const grown = [...BASE, ...BASE.slice(0, 5).map((row) => ({ ...row, region: 'pole-new' }))];

    const first = await crawl(grown);
    const second = await crawl(grown);

    expect(first).toMatchObject({ ...quiet, pending: 5 });
    expect(second.flags).toEqual(Array(5).fill('region.new'));
    expect(second.told).toEqual([expect.stringContaining('New region: ')]);
  });

  it('S14: another source of the provider begins with a baseline of its own', async () => {
    const { crawl } = market();
    await crawl(BASE);
    const sixty = [...BASE, ...BASE.slice(0, 20).map((row) => ({ ...row, tier: 'other' }))];

    expect(await crawl(sixty, { id: 'southlight' })).toMatchObject(quiet);
  });

  it('S15: what changed while a source was off is one story, told when it was seen twice', async () => {
    const { crawl, pass } = market();
    await crawl(BASE);
    pass(10 * DAY);
    const after = times(16, 0.9).slice(0, 39);

    const first = await crawl(after);
    const second = await crawl(after);

    expect(first).toMatchObject({ outcome: 'ok', ...quiet, pending: 2 });
    expect(second.flags.toSorted()).toEqual(['price.drop', 'withdrawn']);
    expect(second.told).toHaveLength(2);
    expect(second.told.every((headline) => headline.startsWith('Since 2026-01-01: '))).toBe(true);
    expect((await crawl(BASE)).told).not.toEqual([expect.stringContaining('Since')]);
  });

  it('S16: an outage is told once when it is stale, and no offer is sold out for it', async () => {
    const { crawl, pass } = market({ intervalOf: () => DAY });
    await crawl(BASE);
    const outage: Seen[] = [];
    for (let day = 0; day < 10; day += 1) {
      pass(DAY - HOUR);
      outage.push(await crawl(down));
    }

    const first = await crawl(WITHOUT_LAST);
    const second = await crawl(WITHOUT_LAST);

    expect(outage.map(({ source }) => source.join())).toEqual([
      ...['', '', 'source.stale', '', '', '', '', '', '', ''],
    ]);
    expect(outage.flatMap(({ told }) => told)).toEqual([]);
    expect(first).toMatchObject({ ...quiet, source: ['source.recovered'], pending: 1 });
    expect(second.flags).toEqual(['withdrawn']);
  });

  it('S17: a clock that goes back two hours changes nothing', async () => {
    const { crawl, setClock } = market();
    await crawl(BASE);

    setClock(START - 2 * HOUR);
    const first = await crawl(times(16, 0.9));
    setClock(START - 2 * HOUR + 300_000);
    const second = await crawl(times(16, 0.9));

    expect(first.flags).toEqual(['price.drop']);
    expect(second).toMatchObject({ outcome: 'unchanged', ...quiet });
  });

  it('S17: nor does it make a price wait for the time to come again', async () => {
    const { crawl, setClock } = market();
    await crawl(BASE);
    await crawl(times(16, 0.1));

    setClock(START - 2 * HOUR);
    await crawl(times(16, 0.1));
    const third = await crawl(times(16, 0.1));

    expect(third.flags).toEqual(['price.drop']);
  });

  it('S18: nor one that stood ten years ahead', async () => {
    const { crawl, setClock, view } = market();
    setClock(START + 3650 * DAY);
    await crawl(BASE);

    setClock(START);
    const back = await crawl(BASE);
    const drop = await crawl(times(16, 0.9));

    expect(back).toMatchObject({ outcome: 'unchanged', ...quiet, source: [] });
    expect(drop.flags).toEqual(['price.drop']);
    expect(await view()).toHaveLength(40);
  });

  it('S21: other keys are a baseline, and the old ones are closed without a word', async () => {
    const { crawl, view, db } = market();
    await crawl(BASE);
    const renamed = BASE.map((row, i) => ({ ...row, sku: `new-${i}` }));

    const first = await crawl(renamed, { keyVersion: 2 });
    const second = await crawl(renamed, { keyVersion: 2 });

    expect([first, second]).toMatchObject([{ outcome: 'ok', ...quiet, pending: 0 }, quiet]);
    expect((await view()).map(({ sku }) => sku.slice(0, 4))).toEqual(Array(40).fill('new-'));
    const { n } = db.sqlite.prepare('select count(*) as n from versions').get() as { n: number };
    expect(n).toBe(120);
  });

  it('S22: a slow rot is told as it goes, with one warning at 60 % of the best of 30 days', async () => {
    const { crawl, db } = market();
    await crawl(BASE);
    const outcomes: string[] = [];
    let withdrawn = 0;
    for (let left = 38; left >= 20; left -= 2) {
      for (const seen of [await crawl(BASE.slice(0, left)), await crawl(BASE.slice(0, left))]) {
        outcomes.push(seen.outcome);
        withdrawn += seen.flags.length;
      }
    }
    const warnings = db.sqlite
      .prepare("select detail from changes where kind = 'source' and detail like '%30 days'")
      .all();

    expect(new Set(outcomes)).toEqual(new Set(['ok']));
    expect(withdrawn).toBe(20);
    expect(warnings).toEqual([{ detail: '22 offers, under 60 % of the 40 of the last 30 days' }]);
  });

  it('S24: two sources that disagree keep their own', async () => {
    const { crawl, view } = market();
    const page = { id: 'southlight' };
    await crawl(BASE);
    await crawl(SOLD_OUT, page);

    const seen = [await crawl(BASE), await crawl(SOLD_OUT, page), await crawl(BASE)];

    expect(seen.flatMap(({ flags }) => flags)).toEqual([]);
    expect((await view())[0]?.state.availability).toBe('available');
    expect((await view('southlight'))[0]?.state.availability).toBe('sold-out');
  });
});

describe('a provider that tells two things', () => {
  it('lists one SKU twice, in either order at two prices: neither is believed, and it stays as it was', async () => {
    const { crawl, view } = market();
    await crawl(BASE);
    const [first] = BASE;
    const [dear] = priced(BASE, () => 1.5);
    if (first === undefined || dear === undefined) throw new Error('expected a row, found none');
    const rest = BASE.slice(1);

    for (const pair of [
      [first, dear],
      [dear, first],
      [first, dear],
      [dear, first],
    ]) {
      expect(await crawl([...pair, ...rest])).toMatchObject({ source: [], ...quiet });
    }

    const prices = (await view()).map(({ sku, state }) => [sku, state.price?.micros]);
    expect(prices).toHaveLength(40);
    expect(prices).toContainEqual([first.sku, first.price?.micros]);
  });

  it('lists one SKU at one price tonight and at thrice that tomorrow: no price is told', async () => {
    const { crawl } = market();
    await crawl(BASE);

    const seen: Seen[] = [];
    for (const rows of [times(0, 3), BASE, times(0, 3), BASE]) seen.push(await crawl(rows));

    expect(seen.map(({ outcome }) => outcome)).not.toContain('quarantined');
    expect(seen.flatMap(({ told }) => told)).toEqual([]);
  });

  it('answers from copies that miss another third each night: nothing is withdrawn', async () => {
    const { crawl, view } = market();
    await crawl(BASE);
    const without = (from: number) => BASE.filter((_, n) => n < from || n >= from + 13);

    for (const from of [0, 13, 26, 0, 13, 26]) {
      expect(await crawl(without(from))).toMatchObject({ outcome: 'ok', ...quiet, pending: 13 });
    }

    expect(await view()).toHaveLength(40);
    expect(await crawl(BASE)).toMatchObject({ ...quiet, pending: 0 });
  });

  it('asks in the currency of who asks, and back: no rise, no drop, and each price in its own', async () => {
    const { crawl, view, db } = market();
    await crawl(BASE);
    const inEuros = BASE.map((row) => ({
      ...row,
      price: row.price && money((row.price.micros / 1e6).toFixed(6), 'EUR'),
    }));

    const abroad = await crawl(inEuros);
    const currencies = new Set((await view()).map(({ state }) => state.price?.currency));
    const home = await crawl(BASE);

    expect([abroad, home]).toMatchObject([quiet, quiet]);
    expect(currencies).toEqual(new Set(['EUR']));
    const percents = db.sqlite
      .prepare("select distinct change_percent from changes where kind = 'price'")
      .pluck();
    expect(percents.all()).toEqual([null]);
  });
});

describe('a row that cannot be read', () => {
  const unread = (row: string) =>
    ({ kind: 'unread', reason: 'price: zero is never a price', row, scope: null }) as const;

  it('was there: its offer is not missing, however long it stays so', async () => {
    const { crawls, crawl } = market();
    await crawl(BASE);

    const seen = await crawls(4, [...BASE.slice(1), unread('{"sku":"nl-0-0","price":0}')]);

    expect(seen.flatMap(({ flags }) => flags)).toEqual([]);
    expect(await crawl(BASE)).toMatchObject({ ...quiet, pending: 0 });
  });

  it('is the offer it names, and not another that is gone', async () => {
    const { crawl, crawls } = market();
    await crawl(BASE);

    const seen = await crawls(2, [...BASE.slice(2), unread('{"sku":"nl-0-0","price":0}')]);

    expect(seen.flatMap(({ flags }) => flags)).toEqual(['withdrawn']);
    expect(await crawls(2, [...BASE.slice(0, 1), ...BASE.slice(2)])).toMatchObject([quiet, quiet]);
  });

  it('is any of the missing where it names none, until it is read or gone', async () => {
    const { crawls, crawl } = market();
    await crawl(BASE);

    const seen = await crawls(4, [...BASE.slice(1), unread('{"price":0}')]);
    const gone = await crawls(2, BASE.slice(1));

    expect(seen.flatMap(({ flags }) => flags)).toEqual([]);
    expect(gone.flatMap(({ flags }) => flags)).toEqual(['withdrawn']);
  });

  it('that was always there excuses nobody', async () => {
    const { crawls } = market();
    await crawls(2, [...BASE, unread('{"price":0}')]);

    const seen = await crawls(2, [...BASE.slice(1), unread('{"price":0}')]);

    expect(seen.flatMap(({ flags }) => flags)).toEqual(['withdrawn']);
  });

  it('excuses no more of the missing than there are such rows', async () => {
    const { crawl, crawls } = market();
    await crawl(BASE);

    const seen = await crawls(2, [...BASE.slice(2), unread('{"price":0}')]);

    expect(seen.flatMap(({ flags }) => flags)).toEqual(['withdrawn', 'withdrawn']);
  });

  it('whose price nobody asks is such a row', async () => {
    const { crawls, crawl } = market();
    await crawl(BASE);

    const seen = await crawls(3, changed(BASE, 0, { price: money(12_345, 'USD') }));

    expect(seen.flatMap(({ flags }) => flags)).toEqual([]);
  });
});

describe('a stock feed', () => {
  const feed = { absentMeans: 'sold-out' } as const;

  it('that says itself that it is empty is sold out, when it says so twice', async () => {
    const { crawl } = market();
    await crawl(BASE.slice(0, 3), feed);

    const first = await crawl([{ kind: 'nothing' }], feed);
    const second = await crawl([{ kind: 'nothing' }], feed);

    expect(first).toMatchObject({ outcome: 'ok', ...quiet, pending: 3 });
    expect(second.flags).toEqual(['sold-out', 'sold-out', 'sold-out']);
  });

  it('that brings nothing and does not say so is quarantined, and so for ever', async () => {
    const { crawl, pass } = market();
    await crawl(BASE.slice(0, 3), feed);
    const outcomes: string[] = [];
    for (let n = 0; n < 8; n += 1) {
      outcomes.push((await crawl([], feed)).outcome);
      pass(6 * HOUR);
    }

    expect(new Set(outcomes)).toEqual(new Set(['quarantined']));
  });
});

describe('a source without its anchors', () => {
  it('is quarantined, in its first crawl too', async () => {
    const { crawl } = market();
    const anchors = { anchors: ['h100-sxm', 'h200-sxm'] };

    expect((await crawl([listing('a', 1.11, { accelerator: 'NVIDIA L4' })], anchors)).why).toBe(
      'none of what it is never without: h100-sxm, h200-sxm',
    );
    expect((await crawl(BASE, anchors)).outcome).toBe('ok');
  });
});
