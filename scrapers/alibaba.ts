/**
 * The files behind the price page of Alibaba Cloud's international site: dollars an hour for an instance
 * with Linux in a VPC, tax excluded, and what each type has in it. Their address holds a version, and
 * old ones keep answering with old prices, so the page is asked for the one in force.
 * https://www.alibabacloud.com/en/product/ecs/pricing
 */
import { z } from 'zod';
import {
  amountText,
  Cards,
  type Document,
  document,
  envelope,
  type Reading,
  row,
  type Scraper,
  SourceError,
  UNSAID,
} from './kit/index.ts';

const PAGE = 'https://www.alibabacloud.com/en/product/ecs/pricing';
const FILES = 'https://g.alicdn.com/aliyun/ecs-price-info-intl';
const VERSION = /ecs-price-info-intl\/(?<version>\d+\.\d+\.\d+)\//g;
/** cn-hangzhou::ecs.gn7i-c8g1.2xlarge::vpc::linux::optimized */
const KEY = /^(?<region>[\w-]+)::(?<sku>ecs\.[\w.-]+)::vpc::linux::optimized$/;

const Prices = z.object({ pricingInfo: z.record(z.string(), z.unknown()) });
const Definitions = z.array(z.unknown()).min(1);
const Kind = z.object({
  InstanceTypeId: z.string(),
  GPUAmount: z.number().nonnegative().nullish(),
});
const GpuType = z.object({
  InstanceTypeId: z.string(),
  CpuCoreCount: z.number().int().positive(),
  MemorySize: z.number().positive(),
  GPUAmount: Cards,
  /** Partly names of their own: "GPU H-e", "G49E". */
  GPUSpec: z.string().min(1),
  GPUMemorySize: z.number().nonnegative().nullish(),
});
type GpuType = z.infer<typeof GpuType>;
const Price = z.object({
  hours: z.array(z.object({ price: amountText('USD') })).max(1, 'expected one price an hour'),
});

export const alibaba: Scraper = {
  id: 'alibaba',
  provider: 'alibaba-cloud',
  homepage: PAGE,
  reads: 'international site: on-demand prices, by region',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'page',
  verified: 'documented',
  // One file has every type with every system in every region.
  limits: { bytes: 128 * 2 ** 20 },

  async fetch({ http }) {
    const page = await http.get('page', PAGE);
    const files = `${FILES}/${versionIn(page)}/price`;
    const types = `${files}/js_price/filter_price/instanceTypeDefinition.js`;
    return [
      page,
      await http.get('types', types),
      await http.get('prices', `${files}/download/instancePrice.json`),
    ];
  },

  *parse(documents) {
    versionIn(document(documents, 'page'));
    const types = new Map<string, GpuType>();
    yield* gather(types, document(documents, 'types'));
    const { pricingInfo } = envelope(document(documents, 'prices'), Prices);
    for (const [key, served] of Object.entries(pricingInfo)) {
      const { region, sku } = KEY.exec(key)?.groups ?? {};
      const type = types.get(sku ?? '');
      if (region !== undefined && type !== undefined) yield reading(served, type, region);
    }
  },
};

/** Puts the types that have GPUs into `types`. */
function* gather(types: Map<string, GpuType>, served: Document): Iterable<Reading> {
  for (const definition of definitions(served)) {
    const kind = row(definition, Kind, null);
    if ('unread' in kind) yield kind.unread;
    if ('unread' in kind || !kind.read.GPUAmount) continue;
    const type = row(definition, GpuType, null);
    if ('unread' in type) yield type.unread;
    else types.set(type.read.InstanceTypeId, type.read);
  }
}

/** The one version the page loads its prices from. */
function versionIn(page: Document): string {
  const versions = [...page.text().matchAll(VERSION)].map(({ groups }) => groups?.version);
  const [version, ...others] = new Set(versions);
  if (version !== undefined && others.length === 0) return version;
  const found = [...new Set(versions)].join(', ') || 'none';
  throw new SourceError('changed', `page: expected one version of the price files, found ${found}`);
}

/** A script that sets a list, some of whose commas and quotes are missing. */
function definitions(served: Document): readonly unknown[] {
  const text = served.text();
  const list = text
    .slice(text.indexOf('['), text.lastIndexOf(']') + 1)
    .replaceAll(/(?<before>[{,]\s*)(?<key>[A-Za-z]\w*)(?=\s*:)/g, '$<before>"$<key>"')
    .replaceAll(/(?<=["\d\]}]|true|false|null)\s+(?=")/g, ',')
    .replaceAll(/\}\s*\{/g, '},{');
  return envelope({ ...served, json: () => JSON.parse(list) }, Definitions);
}

function reading(served: unknown, type: GpuType, region: string): Reading {
  const found = row(served, Price, null);
  if ('unread' in found) return found.unread;
  const [hour] = found.read.hours;
  const { GPUAmount, GPUMemorySize } = type;
  return {
    ...UNSAID,
    sku: type.InstanceTypeId,
    accelerator: type.GPUSpec,
    // That of the share where a share is sold, else that of one card.
    memoryGb: GPUMemorySize ? GPUMemorySize / Math.min(GPUAmount, 1) : null,
    count: Math.max(GPUAmount, 1),
    fraction: Math.min(GPUAmount, 1),
    region,
    billing: 'on-demand',
    price: hour?.price ?? null,
    tax: 'excluded',
    vcpus: type.CpuCoreCount,
    ramGb: type.MemorySize,
    availability: hour === undefined ? 'unknown' : 'listed',
  };
}
