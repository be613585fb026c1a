import { describe, expect, it } from 'vitest';
import { disabledChannels } from '../../db/channels.ts';
import { commitCrawl } from '../../db/commit.ts';
import type { Database } from '../../db/open.ts';
import { outboxOf } from '../../db/outbox.ts';
import { referencePrice } from '../../db/references.ts';
import { loadState } from '../../db/state.ts';
import type { Change } from '../../src/domain/change.ts';
import type { Place } from '../../src/domain/listing.ts';
import { money } from '../../src/domain/money.ts';
import { newMessageId } from '../../src/notify/index.ts';
import { anOffer, seen } from '../support/offers.ts';
import { AT, aCommit, aCrawl, aMessage, DAY, memory, SOURCE, storeNight } from './stage.ts';

const TABLES = ['crawls', 'offers', 'versions', 'changes', 'pending', 'deliveries', 'notified'];

const counts = ({ sqlite }: Database) =>
  Object.fromEntries(
    TABLES.map((table) => [table, sqlite.prepare(`select count(*) from ${table}`).pluck().get()]),
  );

const rows = ({ sqlite }: Database, sql: string) => sqlite.prepare(sql).all();

const place: Place = {
  kind: 'place',
  stack: 'cann',
  product: 'bare metal',
  region: 'pole-9',
  words: 'opens soon',
  scope: null,
};

const event: Change = {
  kind: 'source',
  flags: ['source.added'],
  offer: null,
  subject: SOURCE.id,
  detail: 'made up',
  before: null,
  after: null,
  changePercent: null,
  baseline: false,
};

describe('commitCrawl', () => {
  it('writes crawl, changes, versions, offers and messages together', async () => {
    const db = memory();
    const offer = anOffer();
    await storeNight(db, AT, { seen: seen([offer]) });
    const dearer = anOffer({ price: money('13.13', 'XTS') });
    const { crawl } = await storeNight(db, AT + DAY, { seen: seen([dearer]) });
    const told = [{ offer: offer.key, price: money('13.13', 'XTS') }];
    await commitCrawl(
      db,
      aCommit({
        crawl: aCrawl({ finishedAt: AT + 2 * DAY }),
        against: crawl,
        dueAt: 77,
        messages: (id) => [aMessage({ id: `msg_of_${id}`, told })],
      }),
    );

    expect(counts(db)).toEqual({
      ...{ crawls: 3, offers: 1, versions: 2, changes: 2, pending: 0 },
      ...{ deliveries: 1, notified: 1 },
    });
    expect(rows(db, 'select id, crawl, state, attempts, next_at from deliveries')).toEqual([
      { id: 'msg_of_3', crawl: 3, state: 'waiting', attempts: 0, next_at: 77 },
    ]);
    expect(rows(db, 'select at, price from versions order by at')).toEqual([
      { at: AT, price: 11_110_000 },
      { at: AT + DAY, price: 13_130_000 },
    ]);
  });

  it('writes nothing at all when a message tells of an offer that is not stored', async () => {
    const db = memory();
    await storeNight(db, AT, { seen: seen([anOffer()]) });
    const before = counts(db);
    const told = [{ offer: 'nowhere', price: money('1.11', 'XTS') }];
    const commit = aCommit({
      crawl: aCrawl({ finishedAt: AT + DAY }),
      against: 1,
      events: [event],
      messages: () => [aMessage(), aMessage({ id: 'msg_2', flag: 'back', told })],
    });

    await expect(commitCrawl(db, commit)).rejects.toThrow('an offer that is not stored: nowhere');
    expect(counts(db)).toEqual(before);
    expect(await loadState(db, SOURCE)).toMatchObject({ against: 1, lastAt: AT });
  });

  it('refuses a crawl that another one overtook, in words', async () => {
    const db = memory();
    await commitCrawl(db, aCommit());
    const before = counts(db);

    await expect(commitCrawl(db, aCommit())).rejects.toThrow(
      'northlight: expected crawl none to be the last, found 1; another process crawled it meanwhile',
    );
    await expect(commitCrawl(db, aCommit({ against: 9 }))).rejects.toThrow('expected crawl 9');
    expect(counts(db)).toEqual(before);
  });

  it('is not overtaken by a crawl of another source', async () => {
    const db = memory();
    await commitCrawl(db, aCommit());
    const other = aCommit({ crawl: aCrawl({ source: 'southlight' }) });

    expect(await commitCrawl(db, other)).toBe(2);
    expect(await commitCrawl(db, aCommit({ against: 1 }))).toBe(3);
  });

  it('writes the row and the news of a crawl that is not believed, and forgets nothing', async () => {
    const db = memory();
    await storeNight(db, AT, { seen: seen([anOffer()]) });
    await storeNight(db, AT + DAY, { seen: seen([]) });
    const before = await loadState(db, SOURCE);
    const quarantined = aCrawl({
      finishedAt: AT + 2 * DAY,
      outcome: 'quarantined',
      failure: 'implausible',
      message: 'too little',
    });
    await commitCrawl(
      db,
      aCommit({ crawl: quarantined, against: 2, difference: null, events: [event] }),
    );

    expect(before.pending.size).toBe(1);
    expect(await loadState(db, SOURCE)).toEqual({
      ...before,
      against: 3,
      lastAt: AT + 2 * DAY,
      lastOutcome: 'quarantined',
    });
    expect(rows(db, "select detail, crawl from changes where kind = 'source'")).toEqual([
      { detail: 'made up', crawl: 3 },
    ]);
  });

  it('keeps the first reading of a scope, and remembers those that were never read', async () => {
    const db = memory();
    const nobody = seen([anOffer()]);
    await storeNight(db, AT, { seen: nobody, scopes: ['pole'], missing: ['rift'] });
    expect((await loadState(db, SOURCE)).unreadScopes).toEqual(new Set(['rift']));
    await storeNight(db, AT + DAY, { seen: nobody, scopes: ['pole', 'rift'] });
    await storeNight(db, AT + 2 * DAY, { seen: nobody, scopes: ['rift'], missing: ['pole'] });

    expect((await loadState(db, SOURCE)).unreadScopes).toEqual(new Set());
    expect(rows(db, 'select scope, first_read_at as at from scopes order by scope')).toEqual([
      { scope: 'pole', at: AT },
      { scope: 'rift', at: AT + DAY },
    ]);
  });

  it('counts a scope as read only when its crawl is believed', async () => {
    const db = memory();
    const failed = aCrawl({ outcome: 'failed', failure: 'changed', scopes: ['pole'] });
    await commitCrawl(db, aCommit({ crawl: failed, difference: null }));

    expect((await loadState(db, SOURCE)).unreadScopes).toEqual(new Set(['pole']));
  });

  it('stores a place once, with the country it lies in', async () => {
    const db = memory();
    const difference = {
      changes: [],
      pending: [],
      redescribed: [],
      rates: [],
      tokens: [],
      places: [place],
      restless: new Map(),
    };
    const whereIs = () => ({ country: 'XX', jurisdiction: 'outside-china' as const });
    await commitCrawl(db, aCommit({ difference, whereIs }));
    const later = { ...difference, places: [{ ...place, words: 'open' }] };
    const crawl = aCrawl({ finishedAt: AT + DAY });
    await commitCrawl(db, aCommit({ crawl, against: 1, difference: later, whereIs }));

    const { places, regions } = await loadState(db, SOURCE);
    expect(places).toEqual(new Set(['cann/bare metal/pole-9']));
    expect(regions).toEqual(new Set(['cann/pole-9']));
    expect(
      rows(db, 'select country, jurisdiction, words, first_seen_at as at from places'),
    ).toEqual([{ country: 'XX', jurisdiction: 'outside-china', words: 'opens soon', at: AT }]);
  });

  it('stores rejects with their reasons, counts all and keeps five hundred', async () => {
    const db = memory();
    const reject = {
      reason: 'unread',
      detail: 'no price',
      sku: 'nl-1',
      accelerator: null,
    } as const;
    await commitCrawl(db, aCommit({ crawl: aCrawl({ rejects: Array(501).fill(reject) }) }));

    expect(rows(db, 'select rejects from crawls')).toEqual([{ rejects: 501 }]);
    expect(
      rows(
        db,
        'select source, reason, detail, sku, count(*) as n from rejects group by 1, 2, 3, 4',
      ),
    ).toEqual([
      { source: 'northlight', reason: 'unread', detail: 'no price', sku: 'nl-1', n: 500 },
    ]);
  });

  it('stores where its documents lie and which scopes it missed', async () => {
    const db = memory();
    const document = {
      ...{ name: 'list', url: 'https://northlight.example/list', scope: 'pole' },
      ...{ fetchedAt: AT, sha256: 'ab', bytes: 7, path: null, headers: null },
    };
    const missing = [{ scope: 'rift', failure: 'refused', message: 'HTTP 403' }] as const;
    await commitCrawl(
      db,
      aCommit({ crawl: aCrawl({ outcome: 'partial', documents: [document], missing }) }),
    );

    expect(rows(db, 'select name, scope, bytes, path from documents')).toEqual([
      { name: 'list', scope: 'pole', bytes: 7, path: null },
    ]);
    expect(rows(db, 'select documents, missing from crawls')).toEqual([
      { documents: 1, missing: JSON.stringify(missing) },
    ]);
  });

  it('parks its messages to a channel that is off', async () => {
    const db = memory();
    await outboxOf(db, { claimMs: 1, forgiveMs: 1, newId: newMessageId, now: () => AT }).disable(
      'ear',
      'gone',
    );
    const messages = () => [aMessage(), aMessage({ id: 'msg_2', channel: 'eye' })];
    await commitCrawl(db, aCommit({ messages }));

    expect(await disabledChannels(db)).toEqual([{ channel: 'ear', since: AT, reason: 'gone' }]);
    expect(rows(db, 'select channel, state from deliveries order by channel')).toEqual([
      { channel: 'ear', state: 'parked' },
      { channel: 'eye', state: 'waiting' },
    ]);
  });
});

describe('loadState', () => {
  it('knows nothing of a source that was never crawled', async () => {
    expect(await loadState(memory(), SOURCE)).toEqual({
      against: null,
      lastAt: null,
      lastOutcome: null,
      baseline: true,
      confirms: null,
      mostOffers: null,
      quarantined: null,
      lastRates: null,
      troubles: new Set(),
      restless: new Map(),
      tokens: new Map(),
      lastRejects: new Set(),
      recentCounts: [],
      digest: null,
      lastGoodAt: null,
      offers: new Map(),
      pending: new Map(),
      places: new Set(),
      unreadScopes: new Set(),
      regions: new Set(),
      accelerators: new Set(),
      hardware: new Set(),
    });
  });

  it('gives back an offer fact by fact, withdrawn ones too', async () => {
    const db = memory();
    const whole = anOffer({
      ...{ sku: 'nl/é %', count: 4, fraction: 0.125, unit: 'package', stack: 'cann', zone: 'b' },
      ...{ country: 'XX', jurisdiction: 'hong-kong', billing: 'reserved', termMonths: 12 },
      ...{ tier: 'spot', tax: 'included', vcpus: 0.5, ramGb: 1.5, diskGb: 0, scope: 'pole/one' },
      ...{ evidence: 'report', words: '“soon”', availability: 'waitlist', quantity: 0 },
      price: money('9007199254.740991', 'XTS'),
    });
    const bare = anOffer({ sku: 'nl-0', price: null, region: null, memoryGb: null, stack: null });
    await storeNight(db, AT, { seen: seen([whole, bare]) });
    await storeNight(db, AT + 1, { seen: seen([whole]) });
    await storeNight(db, AT + 2, { seen: seen([whole]) });

    expect([...(await loadState(db, SOURCE)).offers.values()]).toEqual([
      { offer: whole, listed: true, changedAt: AT },
      { offer: bare, listed: false, changedAt: AT + 2 },
    ]);
  });

  it('keeps what waits, with the state first seen', async () => {
    const db = memory();
    const offer = anOffer();
    const fresh = anOffer({ sku: 'nl-2' });
    await storeNight(db, AT, { seen: seen([offer]) });
    await storeNight(db, AT + DAY, { seen: seen([fresh], { places: [place] }) });

    const { pending } = await loadState(db, SOURCE);
    const since = AT + DAY;
    expect(pending).toEqual(
      new Map([
        [
          `listed ${fresh.key}`,
          { kind: 'listed', subject: fresh.key, candidate: fresh.state, since },
        ],
        [`absent ${offer.key}`, { kind: 'absent', subject: offer.key, candidate: null, since }],
        [
          'place cann/bare metal/pole-9',
          { kind: 'place', subject: 'cann/bare metal/pole-9', candidate: null, since },
        ],
      ]),
    );
  });

  it('counts complete good crawls of this key version only, newest first', async () => {
    const db = memory();
    const outcomes = ['ok', 'partial', 'failed', 'unchanged'] as const;
    for (const [i, outcome] of outcomes.entries()) {
      const crawl = aCrawl({ outcome, offers: i + 1, finishedAt: AT + i, digest: `of ${i}` });
      await commitCrawl(db, aCommit({ crawl, against: i === 0 ? null : i }));
    }

    expect(await loadState(db, SOURCE)).toMatchObject({
      ...{ recentCounts: [4, 1], digest: 'of 3', lastGoodAt: AT + 3, baseline: false },
    });
    expect(await loadState(db, { ...SOURCE, keyVersion: 2 })).toMatchObject({
      ...{ recentCounts: [], digest: null, lastGoodAt: AT + 3, baseline: true },
    });
  });

  it('knows the regions and chips of a provider from all its sources, and names from all', async () => {
    const db = memory();
    await storeNight(db, AT, { seen: seen([anOffer({ region: 'pole-1' })]) });

    const sister = await loadState(db, { ...SOURCE, id: 'northlight-spot' });
    expect(sister.regions).toEqual(new Set(['cuda/pole-1']));
    expect(sister.accelerators).toEqual(new Set(['h100-sxm']));
    expect(sister.offers.size).toBe(0);
    const stranger = await loadState(db, { ...SOURCE, id: 's', provider: 'southlight' });
    expect(stranger.accelerators).toEqual(new Set());
    expect(stranger.hardware).toEqual(new Set(['h100-sxm']));
  });
});

describe('referencePrice', () => {
  it('is the price last told, else the first accepted, else null', async () => {
    const db = memory();
    const { key } = anOffer();
    await storeNight(db, AT, { seen: seen([anOffer({ price: null })]) });
    expect(await referencePrice(db, 'mine', key)).toBeNull();

    await storeNight(db, AT + 1, { seen: seen([anOffer()]) });
    await storeNight(db, AT + 2, { seen: seen([anOffer({ price: money('9.99', 'XTS') })]) });
    expect(await referencePrice(db, 'mine', key)).toEqual(money('11.11', 'XTS'));

    const told = [{ offer: key, price: money('9.99', 'XTS') }];
    const crawl = aCrawl({ finishedAt: AT + 3 });
    await commitCrawl(db, aCommit({ crawl, against: 3, messages: () => [aMessage({ told })] }));
    expect(await referencePrice(db, 'mine', key)).toEqual(money('9.99', 'XTS'));
    expect(await referencePrice(db, 'theirs', key)).toEqual(money('11.11', 'XTS'));
  });
});
