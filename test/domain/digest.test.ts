import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Flag } from '../../src/domain/change.ts';
import { type Collected, composeDigest } from '../../src/domain/digest.ts';
import { money } from '../../src/domain/money.ts';
import { compose } from '../../src/domain/rule-message.ts';
import { DEFAULT_RULE } from '../../src/domain/rules.ts';
import { chatOf } from '../../src/notify/chat.ts';
import { anOffer } from '../support/offers.ts';

const NOW = Date.UTC(2001, 1, 3, 4, 5, 6);

function change(sku: string, flag: Flag): Change {
  const state = { price: money('100', 'XTS'), availability: 'available', quantity: null } as const;
  return {
    ...{
      kind: 'availability',
      flags: [flag],
      offer: anOffer({ sku }),
      subject: null,
      detail: null,
    },
    ...{ before: state, after: state, changePercent: null, baseline: false },
  };
}

/** What one crawl told under one flag: so many events, named after the crawl. */
function collected(crawl: number, events: number, flag: Flag): Collected {
  const body = compose(
    {
      ...{ rule: DEFAULT_RULE, flag, crawl: { id: crawl, source: 'northlight', at: NOW } },
      matched: Array.from({ length: events }, (_, i) => ({
        ...{ change: change(`${crawl}-${i}`, flag), why: 'because' },
      })),
      names: { provider: () => 'Northlight', accelerator: () => 'H100 SXM' },
    },
    NOW + crawl,
  );
  return { rule: 'default', crawl, body: JSON.stringify(body), createdAt: NOW + crawl };
}

describe('a digest', () => {
  it('tells what each message told, which rule and crawl it is of, and how many of what', () => {
    const { type, timestamp, data } = composeDigest(
      [collected(7, 2, 'back'), collected(9, 1, 'sold-out')],
      NOW + 1000,
    );

    expect({ type, timestamp }).toEqual({ type: 'digest', timestamp: '2001-02-03T04:05:07.000Z' });
    expect(data).toMatchObject({
      since: '2001-02-03T04:05:06.007Z',
      messages: 2,
      headline: '3 events since 2001-02-03T04:05Z: Back 2, Sold out 1',
      truncated: 0,
    });
    expect(data.events).toMatchObject([
      { type: 'back', rule: 'default', crawl: 7, offer: { sku: '7-0' } },
      { type: 'back', rule: 'default', crawl: 7, offer: { sku: '7-1' } },
      { type: 'sold-out', rule: 'default', crawl: 9, offer: { sku: '9-0' } },
    ]);
  });

  it('says of each line in a chat what happened', () => {
    const digest = composeDigest([collected(7, 1, 'back'), collected(9, 1, 'sold-out')], NOW);

    expect(chatOf(JSON.stringify(digest))).toEqual({
      type: 'digest',
      headline: '2 events since 2001-02-03T04:05Z: Back 1, Sold out 1',
      lines: [
        'Back: 8× H100 SXM at Northlight pole-1, 100.00 XTS an hour',
        'Sold out: 8× H100 SXM at Northlight pole-1, 100.00 XTS an hour',
      ],
      more: 0,
    });
  });

  it('lets no long message push out a short one', () => {
    const { data } = composeDigest([collected(7, 300, 'back'), collected(9, 1, 'sold-out')], NOW);

    expect(data.events.at(-1)).toMatchObject({ type: 'sold-out' });
    expect(data.events.length + data.truncated).toBe(301);
  });

  it('tells or counts every event once, within the limits, however much there is', () => {
    const flag = fc.constantFrom<Flag>('back', 'sold-out', 'region.new');
    const message = fc.tuple(fc.integer({ min: 0, max: 90 }), flag);
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 12 }), (messages) => {
        const all = messages.map(([events, each], i) => collected(i, events, each));
        const digest = composeDigest(all, NOW);
        const { events, truncated } = digest.data;
        const told = events.map(({ offer }) => offer?.sku);

        expect(new Set(told).size).toBe(told.length);
        expect(told.length + truncated).toBe(messages.reduce((sum, [n]) => sum + n, 0));
        expect(told.length).toBeLessThanOrEqual(50);
        expect(Buffer.byteLength(JSON.stringify(digest))).toBeLessThanOrEqual(20_000);
        const crawls = events.map(({ crawl }) => crawl);
        expect(crawls).toEqual(crawls.toSorted((a, b) => Number(a) - Number(b)));
      }),
      { numRuns: 60 },
    );
  });
});
