import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { Listing, Reading } from '../../src/domain/listing.ts';
import { UNSAID } from '../../src/domain/listing.ts';
import { money } from '../../src/domain/money.ts';

/** Sources of made-up sellers that harm the process they are read in, by what they do to it. */
const PARSING: Readonly<Record<string, Scraper['parse']>> = {
  good: () => [LISTING],
  loops: () => {
    for (;;);
  },
  'never-answers': async function* () {
    yield await new Promise<Reading>(() => {});
  },
  backtracks: (documents) => {
    // What no pattern of ours may look like: every letter doubles its time.
    const pattern = /^(?:a+)+$/;
    return documents.some((each) => pattern.test(each.text())) ? [LISTING] : [];
  },
  'eats-memory': () => {
    const eaten: number[][] = [];
    for (;;) eaten.push(new Array<number>(4e6).fill(1));
  },
  throws: () => {
    throw new TypeError('offers is not iterable\n    at a place');
  },
  'rejects-late': async function* () {
    void Promise.reject(new Error('nobody waits for this'));
    yield await new Promise<Reading>(() => {});
  },
  exits: () => process.exit(3),
  overflows: (documents) => {
    const again = (): number => again() + documents.length;
    return again() > 0 ? [LISTING] : [];
  },
};

const LISTING: Listing = {
  ...UNSAID,
  sku: 'made-up-1',
  accelerator: 'NVIDIA H100 SXM',
  count: 1,
  region: 'north-1',
  billing: 'on-demand',
  price: money(11, 'XTS'),
  tax: 'excluded',
  availability: 'listed',
};

/** As the registry of the program gives its sources. */
export function scraperById(id: string): Scraper | undefined {
  const parse = PARSING[id];
  if (parse === undefined) return undefined;
  return {
    id,
    provider: 'northlight',
    homepage: 'https://northlight.example',
    reads: 'made-up offers',
    every: '1d',
    absentMeans: 'withdrawn',
    evidence: 'price-list',
    robots: 'documented-api',
    verified: 'documented',
    limits: { parseSeconds: 1 },
    fetch: async () => [],
    parse,
  };
}
