/**
 * Lambda's price page: on-demand instances in one tab per number of GPUs, dollars for one GPU an hour
 * before sales tax. It does not say where, nor whether any is free. The clusters in the tabs above
 * are sold by the week and more, and are not read. https://lambda.ai/pricing
 */
import { z } from 'zod';
import {
  columns,
  dollars,
  type Markup,
  priced,
  pricePage,
  type Reading,
  row,
  type Scraper,
  SourceError,
  times,
  UNSAID,
} from './kit/index.ts';

const PRICE = 'PRICE/GPU/HR*';
const COLUMNS = ['VRAM/GPU', 'vCPUs', 'RAM', 'STORAGE', PRICE];
/** "8x". The tabs of clusters are named for what they hold. */
const TAB = /^(?<count>[1-9]\d?)x$/;
const GIB_IN_TIB = 1024;

const Size = z
  .string()
  .regex(/^\d+(?:\.\d+)? [GT]iB(?: SSD)?$/, 'expected GiB or TiB')
  .transform((text) => Number.parseFloat(text) * (text.includes('TiB') ? GIB_IN_TIB : 1));
const Plan = z.object({
  plan: z.string().min(1),
  count: z.number(),
  'VRAM/GPU': z.string().regex(/^\d+ GB$/, 'expected GB'),
  vCPUs: z.string().regex(/^\d+$/).transform(Number),
  RAM: Size,
  STORAGE: Size,
  // Words without a digit stand where no price is shown.
  [PRICE]: z.union([dollars, z.string().regex(/^\D+$/, 'expected one amount in dollars')]),
});
type Plan = z.infer<typeof Plan>;

export const lambda: Scraper = pricePage({
  id: 'lambda',
  homepage: 'https://lambda.ai/pricing',
  anchors: ['h100-sxm', 'a10'],
  verified: 'recorded 2026-08-15',

  *read(page) {
    for (const tab of instanceTabs(page)) yield* inTab(page, tab);
  },
});

function instanceTabs(page: Markup): readonly Markup[] {
  const lists = page
    .all('[role=tablist]')
    .map((list) => list.all('[role=tab]'))
    .filter((tabs) => tabs.some(({ text }) => TAB.test(text)));
  const [tabs, ...more] = lists;
  if (tabs !== undefined && more.length === 0) return tabs;
  throw new SourceError('changed', `expected one list of tabs like "8x", found ${lists.length}`);
}

function* inTab(page: Markup, tab: Markup): Iterable<Reading> {
  const count = TAB.exec(tab.text)?.groups?.count;
  if (count === undefined) {
    throw new SourceError('changed', `expected a tab like "8x", found "${tab.text}"`);
  }
  const panel = page.one(`[id="${tab.attribute('aria-controls')}"]`);
  const under = columns(panel.all('thead th'), COLUMNS);
  for (const line of panel.rows('tbody tr')) {
    const plan = line.attribute('data-plan');
    const found = row({ plan, count: Number(count), ...under(line.all('th, td')) }, Plan, null);
    yield 'unread' in found ? found.unread : listing(found.read);
  }
}

function listing({ plan, count, ...cells }: Plan): Reading {
  const price = cells[PRICE];
  const memory = cells['VRAM/GPU'];
  return {
    ...UNSAID,
    // One plan is sold with 40 and with 80 GB under the same name.
    sku: `${count}x ${plan} ${memory}`,
    accelerator: plan,
    memoryGb: Number.parseInt(memory, 10),
    count,
    region: null,
    billing: 'on-demand',
    ...priced(typeof price === 'string' ? price : times(price, count)),
    tax: 'excluded',
    vcpus: cells.vCPUs,
    ramGb: cells.RAM,
    diskGb: cells.STORAGE,
  };
}
