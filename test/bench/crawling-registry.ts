import { type Listing, type Scraper, UNSAID } from '../../scrapers/kit/index.ts';
import { Money } from '../../src/domain/money.ts';
import { bodyOf } from '../../src/fetch/body.ts';
import { documentOf } from '../../src/fetch/document.ts';

/** What the made-up source is asked for by its id: so many offers as they stand on a night. */
const ID = /^made-up-(?<offers>\d+)-offers$/;
const CHIPS = ['NVIDIA H100 SXM', 'NVIDIA H200 SXM', 'NVIDIA L40S', 'NVIDIA L4', 'NVIDIA A10'];
const DAY = 86_400_000;

/** A source of many offers, one in a hundred of them a twentieth dearer each night. */
export function scraperById(id: string): Scraper | undefined {
  const count = ID.exec(id)?.groups?.offers;
  if (count === undefined) return undefined;
  return {
    ...{ id, provider: 'made-up', homepage: 'https://made-up.example', reads: 'made-up offers' },
    ...{ every: '1d', absentMeans: 'withdrawn', evidence: 'price-list' },
    ...{ robots: 'documented-api', verified: 'documented' },
    limits: { rows: Number(count), parseSeconds: 600 },
    async fetch({ now }) {
      const body = bodyOf(Buffer.from(String(Math.floor(now() / DAY))));
      const facts = { name: 'night', url: 'https://made-up.example/night', fetchedAt: now() };
      return [documentOf({ ...facts, partOf: null, headers: {}, body })];
    },
    *parse([night]) {
      for (let number = 0; number < Number(count); number += 1) {
        yield listing(number, Number(night?.text()));
      }
    },
  };
}

function listing(number: number, night: number): Listing {
  const rises = Math.floor((night + number) / 100);
  return {
    ...UNSAID,
    ...{ sku: `sku-${number}`, accelerator: CHIPS[number % CHIPS.length] ?? '', count: 1 },
    ...{ region: `region-${number % 40}`, billing: 'on-demand', tax: 'excluded' },
    price: Money.parse({
      micros: Math.round((1e6 + (number % 997) * 1e3) * 1.05 ** (rises % 20)),
      currency: 'USD',
    }),
    availability: 'listed',
  };
}
