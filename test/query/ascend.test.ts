import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { commitCrawl } from '../../db/commit.ts';
import type { Database } from '../../db/open.ts';
import { loadState } from '../../db/state.ts';
import type { Context } from '../../src/cli/context.ts';
import { writeOffers } from '../../src/cli/offers-text.ts';
import { diff } from '../../src/domain/diff.ts';
import type { Place } from '../../src/domain/listing.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { parseSpec } from '../../src/domain/spec.ts';
import { notesOn, sightingJson, watchedJson } from '../../src/query/json.ts';
import { findOffers } from '../../src/query/offers.ts';
import type { OfferQuestion } from '../../src/query/question.ts';
import { findSightings } from '../../src/query/sightings.ts';
import { findWatched } from '../../src/query/watched.ts';
import { AT, aCommit, aCrawl, memory } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const ASCEND: OfferQuestion = { spec: parseSpec('ascend') };
const OUTSIDE: OfferQuestion = { ...ASCEND, outsideChina: true };

/** A made-up offer of an Ascend in a real region. */
function ascend(changes: Parameters<typeof anOffer>[0] = {}): Offer {
  return anOffer({
    source: 'huawei-ecs',
    provider: 'huawei-cloud',
    accelerator: 'ascend-910b3',
    stack: 'cann',
    vendor: 'huawei',
    region: 'af-south-1',
    country: 'ZA',
    jurisdiction: 'outside-china',
    ...changes,
  });
}

const gpu = (region: string, country: string, changes: Parameters<typeof anOffer>[0] = {}) =>
  anOffer({ region, country, jurisdiction: 'outside-china', ...changes });

/** Stores what a first good crawl of a source found. */
async function crawled(
  db: Database,
  source: { readonly id: string; readonly provider: string },
  offers: readonly Offer[],
  places: readonly Place[] = [],
): Promise<void> {
  const state = await loadState(db, { ...source, keyVersion: 1 });
  const difference = diff(state, {
    source: { id: source.id, absentMeans: 'withdrawn' },
    at: AT,
    seen: seen(offers, { places }),
    missing: new Set(),
    held: new Set(),
  });
  await commitCrawl(
    db,
    aCommit({
      crawl: aCrawl({ source: source.id, provider: source.provider, offers: offers.length }),
      against: state.against,
      difference,
    }),
  );
}

const ECS = { id: 'huawei-ecs', provider: 'huawei-cloud' };
const NORTHLIGHT = { id: 'northlight', provider: 'northlight' };

async function statesOf(db: Database, now = AT, question = ASCEND) {
  const found = await findSightings(db, question, now);
  return Object.fromEntries(found.map(({ sighting, state }) => [sighting.id, state]));
}

describe('a sighting', () => {
  it('is current for a year, and expired from then on', async () => {
    const db = memory();

    const before = await statesOf(db, Date.parse('2027-05-14'));
    const after = await statesOf(db, Date.parse('2027-05-15'));

    expect(before['huawei-mainland-910b2-price']).toBe('current');
    expect(after['huawei-mainland-910b2-price']).toBe('expired');
    expect(after['skyvast-malaysia']).toBe('expired');
  });

  it('is confirmed by a measured offer of its provider, place and family, and says since when', async () => {
    const db = memory();
    await crawled(db, ECS, [ascend()]);

    const found = await findSightings(db, ASCEND, AT);
    const states = await statesOf(db);

    expect(states).toMatchObject({
      'huawei-johannesburg-910b3-1': 'confirmed',
      'huawei-johannesburg-910b3-2': 'confirmed',
      'huawei-riyadh-maas': 'current',
      'huawei-mainland-910b2-price': 'current',
      'ctyun-910b-price': 'current',
    });
    const [first] = found.map(sightingJson);
    expect(first).toMatchObject({
      id: 'huawei-johannesburg-910b3-1',
      state: 'confirmed',
      expiresOn: '2027-11',
      offer: { key: ascend().key, since: new Date(AT).toISOString() },
    });
  });

  it('of which no region is said is confirmed in its country', async () => {
    const db = memory();
    const there = { region: 'cn-east-4', country: 'CN', jurisdiction: 'mainland-china' } as const;
    await crawled(db, ECS, [ascend({ ...there, accelerator: 'ascend-910c' })]);

    expect(await statesOf(db)).toMatchObject({
      'huawei-cloudmatrix-384': 'confirmed',
      'huawei-mainland-910b2-price': 'current',
    });
  });

  it('that there is none is refuted by any Ascend there', async () => {
    const db = memory();
    await crawled(db, ECS, [
      ascend({ region: 'eu-west-101', country: 'IE', accelerator: 'ascend-310' }),
    ]);

    expect(await statesOf(db)).toMatchObject({
      'huawei-dublin-none': 'refuted',
      'huawei-paris-none': 'current',
    });
  });

  it('is not confirmed by hearsay', async () => {
    const db = memory();
    await crawled(db, ECS, [ascend({ evidence: 'aggregator' })]);

    expect((await statesOf(db))['huawei-johannesburg-910b3-1']).toBe('current');
  });
});

describe('what is watched, and lists none', () => {
  const place = {
    ...{ stack: null, product: 'ModelArts', region: 'me-east-1', words: null, scope: null },
    kind: 'place',
  } as const;

  it('are the regions of providers that were read well', async () => {
    const db = memory();
    await crawled(db, ECS, [ascend(), gpu('ap-southeast-3', 'SG', ECS_OF)], [place]);
    await crawled(db, NORTHLIGHT, [gpu('pole-2', 'NO'), gpu('pole-1', 'NO', { sku: 'other' })]);

    const watched = (await findWatched(db, ASCEND)).map(watchedJson);

    expect(watched).toEqual([
      {
        provider: 'huawei-cloud',
        providerName: 'Huawei Cloud',
        sources: ['huawei-ecs'],
        regions: ['ap-southeast-3', 'me-east-1'],
        readAt: new Date(AT).toISOString(),
      },
      expect.objectContaining({ provider: 'northlight', regions: ['pole-1', 'pole-2'] }),
    ]);
  });

  it('are those within the places that are asked about', async () => {
    const db = memory();
    const china = { country: 'CN', jurisdiction: 'mainland-china' } as const;
    await crawled(db, NORTHLIGHT, [gpu('pole-1', 'NO'), gpu('cn-1', 'CN', { ...china, sku: 'x' })]);

    expect(await findWatched(db, OUTSIDE)).toMatchObject([{ regions: ['pole-1'] }]);
    expect(await findWatched(db, { ...ASCEND, country: ['SE'] })).toEqual([]);
    expect(await findWatched(db, { ...ASCEND, provider: ['aws'] })).toEqual([]);
  });

  it('is a provider that names no regions, as long as it lists none', async () => {
    const db = memory();
    await crawled(db, NORTHLIGHT, [anOffer({ region: null })]);

    expect(await findWatched(db, OUTSIDE)).toMatchObject([{ provider: 'northlight', regions: [] }]);
    expect(await findWatched(db, { spec: parseSpec('h100') })).toEqual([]);
  });

  it('is nothing where no hardware is named, and nobody whose crawls failed', async () => {
    const db = memory();
    expect(await findWatched(db, ASCEND)).toEqual([]);

    await crawled(db, NORTHLIGHT, [gpu('pole-1', 'NO')]);
    db.sqlite.exec("update crawls set outcome = 'failed', failure = 'changed'");

    expect(await findWatched(db, {})).toEqual([]);
    expect(await findWatched(db, ASCEND)).toEqual([]);
  });
});

const ECS_OF = { source: 'huawei-ecs', provider: 'huawei-cloud' } as const;

describe('chipwatch offers ascend', () => {
  async function written(db: Database, question: OfferQuestion): Promise<string> {
    let text = '';
    const stdout = {
      write: (more: string) => {
        text += more;
        return true;
      },
    };
    const context: Context = {
      ...{ env: {}, cwd: '.', stdin: Readable.from([]), stdout, stderr: stdout },
      now: () => AT + 2 * 3_600_000,
    };
    writeOffers(context, {
      answer: await findOffers(db, question, context.now()),
      sightings: await findSightings(db, question, context.now()),
      watched: await findWatched(db, question),
      ...{ question, stale: [], isWide: false, homepageOf: () => null },
    });
    return text;
  }

  it('shows evidence and age, what confirmed a sighting, who lists none, and the note once', async () => {
    const db = memory();
    await crawled(db, ECS, [ascend(), ascend({ sku: 'nl-2', unit: 'die' })]);
    await crawled(db, NORTHLIGHT, [gpu('pole-1', 'NO')]);

    const text = await written(db, OUTSIDE);

    expect(text).toMatch(/KNOWN BY +SKU +SEEN/);
    expect(text).toMatch(/af-south-1 +ZA +8× Ascend 910B3 .* stock-api +nl-8 +2h/);
    expect(text).toContain('8× Ascend 910B3 die');
    expect(text).toContain(
      `Confirmed by a measured offer since 2026-01-01: ${ascend({ sku: 'nl-2' }).key}`,
    );
    expect(text).toContain('Read by us, and none listed\n  northlight: pole-1; read 2h ago');
    expect(text.match(/US export control/g)).toHaveLength(1);
    expect(text).toContain('https://exportcompliancedaily.com/');
  });

  it('lists offers apart whose region nobody knows', async () => {
    const db = memory();
    const nowhere = { region: 'xx-new-1', country: null, jurisdiction: 'unknown' } as const;
    await crawled(db, ECS, [ascend(), ascend(nowhere)]);

    const text = await written(db, ASCEND);
    const [known = '', lost = ''] = text.split('In regions that the catalogue does not have');

    expect(known).toContain('af-south-1');
    expect(known).not.toContain('xx-new-1');
    expect(lost).toContain('xx-new-1');
  });

  it('has no list of where a common chip is not, and no note on it', async () => {
    const db = memory();
    await crawled(db, NORTHLIGHT, [
      gpu('pole-1', 'NO'),
      gpu('pole-2', 'NO', { accelerator: 'a10' }),
    ]);

    const text = await written(db, { spec: parseSpec('h100') });

    expect(text).not.toContain('none listed');
    expect(text).not.toContain('export control');
  });

  it('keeps to the countries that are asked about, Hong Kong by itself', async () => {
    const db = memory();
    const hongKong = {
      region: 'ap-southeast-1',
      country: 'HK',
      jurisdiction: 'hong-kong',
    } as const;
    await crawled(db, ECS, [ascend(), ascend(hongKong)]);

    const inHongKong = await findOffers(db, { ...ASCEND, country: ['HK'] }, AT);
    const outside = await findOffers(db, OUTSIDE, AT);

    expect(inHongKong.offers.map(({ row }) => row.region)).toEqual(['ap-southeast-1']);
    expect(outside.offers.map(({ row }) => row.region)).toEqual(['af-south-1']);
    expect(outside.leftOut).toEqual({ 'hong-kong': 1 });
    expect(notesOn(outside.offers, [])).toMatchObject([{ about: 'cann' }]);
  });
});
