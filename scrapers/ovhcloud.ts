/**
 * OVHcloud's order catalogue: what a GPU flavour of the public cloud costs, by the hour and by the month,
 * in hundred-millionths, tax excluded. Germany's list stands for the euro zone; the US company sells
 * other things for dollars. Neither says in which regions, nor of stock: that takes an account.
 * A month's price is told as that of one of its 730 hours. https://api.ovh.com/console/?section=%2Forder
 */
import { z } from 'zod';
import {
  amount,
  byPart,
  type Document,
  envelope,
  type Reading,
  row,
  type Scraper,
  SourceError,
  times,
  UNSAID,
} from './kit/index.ts';

const PATH = 'v1/order/catalog/public/cloud?ovhSubsidiary=';
/** Two companies and two contracts for what may be the same flavour. */
const BOOKS = [
  { subsidiary: 'DE', host: 'https://api.ovh.com', currency: 'EUR', tier: 'standard' },
  { subsidiary: 'US', host: 'https://api.us.ovhcloud.com', currency: 'USD', tier: 'us-site' },
] as const;
type Book = (typeof BOOKS)[number];
const UNITS = 1e8;
const HOURS_A_MONTH = 730;

/** h100-380.monthly.postpaid, b3-8.consumption.LZ.EU: a class of zones has its own price. */
const PLAN =
  /^(?<flavour>.+)\.(?<mode>consumption|monthly\.postpaid)(?<zones>\.(?:3AZ|LZ\.[A-Z]+))?$/;

const Catalogue = z.object({
  locale: z.object({ currencyCode: z.string(), subsidiary: z.string() }),
  addons: z.array(z.unknown()).min(1),
});
const Kind = z.object({
  blobs: z.object({ commercial: z.object({ brick: z.string().nullish() }).nullish() }).nullish(),
});
const Plan = z.string().transform((planCode, context) => {
  const { flavour, mode, zones = '' } = PLAN.exec(planCode)?.groups ?? {};
  if (flavour !== undefined) return { sku: flavour + zones, monthly: mode !== 'consumption' };
  context.addIssue('expected a plan by the hour or by the month');
  return z.NEVER;
});

/** One price alone, and of what interval the plan says: American rows say "none". */
function flavourIn(currency: string) {
  const price = z.preprocess(
    (units) => (typeof units === 'number' ? units / UNITS : units),
    amount(currency),
  );
  const technical = z.object({
    os: z.object({ family: z.string() }),
    cpu: z.object({ cores: z.number().int().positive() }),
    memory: z.object({ size: z.number().positive() }),
    gpu: z.object({
      model: z.string().min(1),
      number: z.number().int().positive(),
      memory: z.object({ size: z.number().positive() }),
    }),
  });
  return z.object({
    planCode: Plan,
    pricings: z.tuple([z.object({ price, formattedPrice: z.string() })]),
    blobs: z.object({ tags: z.array(z.string()), technical }),
  });
}
type Flavour = z.infer<ReturnType<typeof flavourIn>>;

export const ovhcloud: Scraper = {
  id: 'ovhcloud',
  provider: 'ovhcloud',
  homepage: 'https://www.ovhcloud.com/en/public-cloud/prices/',
  reads: 'GPU flavours of the public cloud, euros and dollars, no regions',
  every: '6h',
  absentMeans: 'withdrawn',
  anchors: ['l4', 'l40s', 'a100-80gb'],
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'recorded 2026-08-17',

  async fetch(tools) {
    const books = BOOKS.map(({ subsidiary, host }) =>
      tools.part(subsidiary, async ({ http }) => [
        await http.get(`cloud/${subsidiary}`, `${host}/${PATH}${subsidiary}`),
      ]),
    );
    return (await Promise.all(books)).flat();
  },

  *parse(documents) {
    const parts = byPart(documents);
    for (const book of BOOKS) {
      for (const served of parts.get(book.subsidiary) ?? []) yield* inBook(served, book);
    }
  },
};

function* inBook(served: Document, book: Book): Iterable<Reading> {
  const Flavour = flavourIn(book.currency);
  for (const addon of addonsIn(served, book)) {
    const kind = row(addon, Kind, book.subsidiary);
    if ('unread' in kind) yield kind.unread;
    // What serves models by the minute has GPUs too, and is another product.
    else if (kind.read.blobs?.commercial?.brick === 'gpu') yield* readings(addon, Flavour, book);
  }
}

function addonsIn(served: Document, { subsidiary, currency }: Book): readonly unknown[] {
  const { locale, addons } = envelope(served, Catalogue);
  if (locale.subsidiary === subsidiary && locale.currencyCode === currency) return addons;
  const found = `${locale.subsidiary} in ${locale.currencyCode}`;
  const asked = `${subsidiary} in ${currency}`;
  throw new SourceError('changed', `${served.name}: expected prices of ${asked}, found ${found}`);
}

function* readings(addon: unknown, schema: z.ZodType<Flavour>, book: Book): Iterable<Reading> {
  const found = row(addon, schema, book.subsidiary);
  if ('unread' in found) return yield found.unread;
  const { tags, technical } = found.read.blobs;
  // Windows has a price with a licence in it. What is "active" may be "coming_soon" elsewhere.
  if (tags.includes('active') && technical.os.family === 'linux') yield listing(found.read, book);
}

function listing(flavour: Flavour, { tier, subsidiary }: Book): Reading {
  const { sku, monthly } = flavour.planCode;
  const { cpu, memory, gpu } = flavour.blobs.technical;
  const [{ price, formattedPrice }] = flavour.pricings;
  return {
    ...UNSAID,
    sku,
    accelerator: gpu.model,
    memoryGb: gpu.memory.size,
    count: gpu.number,
    region: null,
    billing: monthly ? 'reserved' : 'on-demand',
    termMonths: monthly ? 1 : null,
    tier,
    price: monthly ? times(price, 1 / HOURS_A_MONTH) : price,
    tax: 'excluded',
    vcpus: cpu.cores,
    ramGb: memory.size,
    availability: 'listed',
    words: monthly ? `${formattedPrice} a month` : null,
    scope: subsidiary,
  };
}
