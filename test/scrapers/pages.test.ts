import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { civo } from '../../scrapers/civo.ts';
import { coreweave } from '../../scrapers/coreweave.ts';
import { crusoe } from '../../scrapers/crusoe.ts';
import { deepinfra } from '../../scrapers/deepinfra.ts';
import { e2e } from '../../scrapers/e2e.ts';
import { hyperstack } from '../../scrapers/hyperstack.ts';
import { type Scraper, SourceError } from '../../scrapers/kit/index.ts';
import { lambda } from '../../scrapers/lambda.ts';
import { latitude } from '../../scrapers/latitude.ts';
import { nebius } from '../../scrapers/nebius.ts';
import { sfcompute } from '../../scrapers/sfcompute.ts';
import { together } from '../../scrapers/together.ts';
import { verdaPage } from '../../scrapers/verda-page.ts';
import { readingsOf, replaying } from '../support/documents.ts';

type Damage = (text: string) => string;

/** A page source with its recording, and what would make each of its prices a wrong one. */
interface Page {
  readonly scraper: Scraper;
  readonly recording: string;
  /** No row is left. */
  readonly empty: Damage;
  /** A column, or what stands for one, is called something else. */
  readonly renamed: Damage;
  /** Prices of the instance are of a GPU, or the other way about. */
  readonly unit: Damage;
  /** Prices are of a month. */
  readonly monthly?: Damage;
}

const CHALLENGE: Damage = () =>
  `<!doctype html><html><head><title>Just a moment...</title></head><body><main>
  <h1>Checking your browser before you go on</h1><noscript>Enable JavaScript</noscript></main></body></html>`;
const LOGIN: Damage = () =>
  `<!doctype html><html><head><title>Sign in</title></head><body><main><form method="post">
  <label>E-mail <input name="email"></label><button>Sign in</button></form></main></body></html>`;
const MONTHLY: Damage = (text) => text.replaceAll(/\$\s?\d[\d.,]*/g, '$&/month');

/** The page without the elements of that selector. */
function without(selector: string): Damage {
  return (text) => {
    const page = load(text);
    page(selector).remove();
    return page.html();
  };
}

/** The page with one text for another, everywhere. */
function instead(of: string, other: string): Damage {
  return (text) => {
    expect(text).toContain(of);
    return text.replaceAll(of, other);
  };
}

const PAGES: readonly Page[] = [
  {
    scraper: civo,
    recording: '2026-08-22',
    empty: without('tbody tr'),
    renamed: instead('On-demand</th>', 'Price</th>'),
    unit: instead('<span>per hour', '<span>per GPU per hour'),
    monthly: instead('<span>per hour', '<span>per month'),
  },
  {
    scraper: e2e,
    recording: '2026-08-22',
    empty: without('script'),
    renamed: instead('"@type":"Offer"', '"@type":"Deal"'),
    unit: instead('"unitText":"per hour"', '"unitText":"per node hour"'),
    monthly: instead('"unitText":"per hour"', '"unitText":"per month"'),
  },
  {
    scraper: latitude,
    recording: '2026-08-22',
    empty: instead('\\"servers\\":[', '\\"servers\\":[],\\"others\\":['),
    renamed: instead('\\"plansData\\"', '\\"plans\\"'),
    unit: instead('\\"gpu\\":{\\"count\\"', '\\"gpu\\":{\\"share\\"'),
    monthly: instead('\\"hour\\"', '\\"monthly\\"'),
  },
  {
    scraper: sfcompute,
    recording: '2026-07-15',
    empty: (text) => text.replaceAll(/:\[\{\\"date.*?\]/g, ':[]'),
    renamed: instead('\\"avg\\"', '\\"mean\\"'),
    unit: instead('pricesByHardwareType', 'pricesByNodeType'),
    monthly: instead('pricesByHardwareType', 'monthlyPricesByHardwareType'),
  },
  {
    scraper: together,
    recording: '2026-08-22',
    empty: without('tbody tr'),
    renamed: instead('>ON-Demand<', '>Hourly<'),
    unit: instead('All prices are per GPU per hour.', 'All prices are per node per hour.'),
  },
  {
    scraper: verdaPage,
    recording: '2026-08-22',
    empty: without('script'),
    renamed: instead('"@type":"Offer"', '"@type":"Deal"'),
    unit: instead('"unitText":"hour"', '"unitText":"GPU hour"'),
    monthly: instead('"unitText":"hour"', '"unitText":"month"'),
  },
  {
    scraper: coreweave,
    recording: '2026-08-15',
    empty: without('.table-row-v2'),
    renamed: instead('GPU Count', 'Units'),
    unit: instead('Price (Per Hour)', 'Price (Per GPU/Hour)'),
  },
  {
    scraper: crusoe,
    recording: '2026-08-15',
    empty: without('.prixing-item'),
    renamed: instead('Current spot', 'Spot'),
    unit: instead('/GPU-hr', '/hr'),
  },
  {
    scraper: deepinfra,
    recording: '2026-08-22',
    empty: without('tbody tr'),
    renamed: instead('Memory', 'VRAM'),
    unit: instead(' / GPU-hour', ' / hour'),
  },
  {
    scraper: hyperstack,
    recording: '2026-10-05',
    empty: without('.page-price_card_row_item'),
    renamed: instead('VRAM (GB)', 'Memory'),
    unit: instead('</span></div></div>', '/VM</span></div></div>'),
  },
  {
    scraper: lambda,
    recording: '2026-08-15',
    empty: without('tr[data-plan]'),
    renamed: instead('VRAM/GPU', 'Memory'),
    unit: instead('PRICE/GPU/HR*', 'PRICE/HR*'),
  },
  {
    scraper: nebius,
    recording: '2026-08-15',
    empty: without('.pc-highlight-table-block__body .pc-highlight-table-block__row'),
    renamed: instead('vCPUs', 'Cores'),
    unit: instead('GPU-hour', 'hour'),
  },
];

/** Every price that is read on the page of the recording after that damage. */
async function pricesOf({ scraper, recording }: Page, damage: Damage) {
  const served = await scraper.fetch(replaying(`test/fixtures/${scraper.id}/${recording}`));
  const documents = served.map((document) => {
    const text = damage(document.text());
    const fetchedAt = Date.parse(recording);
    return { ...document, fetchedAt, text: () => text, json: () => JSON.parse(text) };
  });
  const readings = await readingsOf(scraper, documents);
  return readings.flatMap((each) => (each.kind === 'listing' && each.price ? [each.price] : []));
}

describe.each(PAGES)('the page of $scraper.id', (page) => {
  it('has prices', async () => {
    expect((await pricesOf(page, (text) => text)).length).toBeGreaterThan(0);
  });

  it.each([
    ['a challenge', CHALLENGE],
    ['a login', LOGIN],
    ['a page with a column renamed', page.renamed],
  ])('is refused when it is %s', async (_, damage) => {
    await expect(pricesOf(page, damage)).rejects.toThrow('expected');
  });

  it.each([
    ['without rows', page.empty],
    ['of prices for another unit', page.unit],
    ['of prices for a month', page.monthly ?? MONTHLY],
  ])('gives no price when it is one %s', async (_, damage) => {
    expect(await pricesOf(page, damage).catch(noneWhereRefused)).toEqual([]);
  });
});

function noneWhereRefused(cause: unknown): readonly [] {
  if (cause instanceof SourceError) return [];
  throw cause;
}
