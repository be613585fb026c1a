import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNSAID } from '../../scrapers/kit/index.ts';
import type { Listing, Reading } from '../../src/domain/listing.ts';
import { money } from '../../src/domain/money.ts';
import { type Normalised, normalise } from '../../src/domain/normalise.ts';

const SOURCE = { id: 'northlight', provider: 'northlight', evidence: 'page' } as const;

function listing(sku: string, more: Partial<Listing> = {}): Listing {
  return {
    ...UNSAID,
    sku,
    accelerator: 'NVIDIA H100 SXM',
    count: 1,
    region: 'pole-1',
    billing: 'on-demand',
    price: money(11.11, 'USD'),
    tax: 'excluded',
    availability: 'listed',
    ...more,
  };
}

const read = (...readings: Reading[]) => normalise(SOURCE, readings);

/** What a reading comes to, whatever the order. */
const sorted = ({ read: rows, offers, rejects }: Normalised) => ({
  rows,
  offers: offers.map(({ key, state }) => [key, state.price?.micros]).sort(),
  rejects: rejects.map(({ reason, detail }) => `${reason} ${detail}`).sort(),
});

describe('rows that are one offer', () => {
  it('are one offer where they are alike', async () => {
    const { read: rows, offers, rejects } = await read(listing('a'), listing('a'));

    expect([rows, offers.length, rejects.length]).toEqual([2, 1, 0]);
  });

  it('are all rejects where they are not, and say how they differ', async () => {
    const dear = listing('a', { price: money(22.22, 'USD') });

    const { offers, rejects } = await read(listing('a'), dear, listing('a'), listing('b'));

    expect(offers.map(({ sku }) => sku)).toEqual(['b']);
    expect(rejects.map(({ reason }) => reason)).toEqual(['duplicate', 'duplicate', 'duplicate']);
    expect(rejects.map(({ detail }) => /\((?<price>.*),/.exec(detail)?.groups?.price)).toEqual([
      '11.11',
      '22.22',
      '11.11',
    ]);
  });

  it('come to the same in twenty orders', async () => {
    const rows = [
      listing('a'),
      listing('a', { price: money(22.22, 'USD') }),
      listing('b'),
      listing('b'),
      listing('c', { price: null }),
      listing('d', { accelerator: 'H400 NVL72' }),
    ];
    const usual = sorted(await read(...rows));

    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(rows, { minLength: rows.length }), async (shuffled) => {
        expect(sorted(await read(...shuffled))).toEqual(usual);
      }),
      { numRuns: 20, seed: 7 },
    );
  });
});

describe('text that would never be found again', () => {
  it.each([
    ['half of a surrogate pair', 'h100\ud83d'],
    ['the mark of lost bytes', 'h100\ufffd'],
    ['a NUL', 'h100\u0000'],
    ['nothing', ''],
    ['more than 300 characters', 'h'.repeat(301)],
  ])('is a reject: %s', async (_, text) => {
    const rows = await read(
      listing(text),
      listing('a', { region: text }),
      listing('b', { zone: text }),
      { kind: 'place', stack: 'cuda', product: 'GPU', region: text, words: null, scope: null },
    );

    expect(rows.offers).toEqual([]);
    expect(rows.places).toEqual([]);
    expect(rows.rejects.map(({ reason }) => reason)).toEqual(Array(4).fill('invalid'));
  });

  it('is no text whose characters are whole', async () => {
    const { offers } = await read(listing('昇腾910B 😀'));

    expect(offers).toHaveLength(1);
  });
});

describe('an empty reading', () => {
  const nothing = { kind: 'nothing' } as const;
  const unread = { kind: 'unread', reason: 'price: missing', row: '{}', scope: null } as const;

  it('is proven where a row says so and nothing contradicts it', async () => {
    expect((await read(nothing, nothing)).provenEmpty).toBe(true);
    expect((await read()).provenEmpty).toBe(false);
    expect((await read(nothing, listing('a'))).provenEmpty).toBe(false);
    expect((await read(nothing, unread)).provenEmpty).toBe(false);
  });
});
