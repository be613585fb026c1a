/**
 * Huawei Cloud's ECS API, signed: every server flavour with an accelerator, and for each availability
 * zone whether it is on sale or sold out. It names no price. A zone that a flavour does not mention has
 * the state of the region; a state that is not mentioned either is a normal sale.
 * https://support.huaweicloud.com/intl/en-us/api-ecs/ecs_05_0003.html
 */
import { z } from 'zod';
import {
  byPart,
  type Document,
  type Documents,
  envelope,
  linkedPages,
  pagesOf,
  type Reading,
  row,
  type Scraper,
  type Tools,
  UNSAID,
} from '../kit/index.ts';
import { cardsOf, type Extra, ExtraSpecs, offeredIn } from './ecs-flavors.ts';
import { ofEachRegion, type Project, SECRETS, signedGet } from './projects.ts';

const ZONES = 'zones';
const FLAVORS = 'flavors';
const PAGE = 1000;
const MIB_IN_GIB = 1024;

const Zones = z.object({
  availabilityZoneInfo: z.array(z.object({ zoneName: z.string().min(1) })).min(1),
});
const Page = z.object({ flavors: z.array(z.unknown()) });
const Named = z.object({ id: z.string().min(1) });
const Kind = z.object({ os_extra_specs: z.record(z.string(), z.unknown()) });
const Flavor = z.object({
  name: z.string().min(1),
  vcpus: z.string().regex(/^\d+$/, 'expected a number as text').transform(Number),
  ram: z.number().positive(),
  os_extra_specs: ExtraSpecs,
});
const WithCards = z.object({ os_extra_specs: cardsOf });

export const huaweiEcs: Scraper = {
  id: 'huawei-ecs',
  provider: 'huawei-cloud',
  homepage: 'https://www.huaweicloud.com/intl/en-us/product/ecs.html',
  reads: 'NPU and GPU servers, sold out or not, by zone',
  every: '1h',
  absentMeans: 'withdrawn',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: SECRETS,

  fetch(tools) {
    return ofEachRegion(tools, (project) =>
      tools.part(project.region, (part) => inRegion(part, project)),
    );
  },

  *parse(documents) {
    for (const [region, served] of byPart(documents)) {
      const zones = served
        .filter(({ name }) => name === ZONES)
        .flatMap((each) => envelope(each, Zones).availabilityZoneInfo)
        .map(({ zoneName }) => zoneName);
      const flavors = pagesOf(served, FLAVORS).flatMap((page) => envelope(page, Page).flavors);
      for (const flavor of flavors) yield* readings(flavor, region, zones);
    }
  },
};

async function inRegion(tools: Tools, { id, region }: Project): Promise<Documents> {
  const host = `https://ecs.${region}.myhuaweicloud.com`;
  const zones = await signedGet(tools, ZONES, `${host}/v2.1/${id}/os-availability-zone`);
  const list = `${host}/v1/${id}/cloudservers/flavors?limit=${PAGE}`;
  const pages = await linkedPages(
    list,
    (url, number) => signedGet(tools, `${FLAVORS}/${number}`, url),
    (page) => markerOf(page, list),
  );
  return [zones, ...pages];
}

/** A page that is full may be followed by another, which begins after its last flavour. */
function markerOf(page: Document, list: string): string | null {
  const { flavors } = envelope(page, Page);
  if (flavors.length < PAGE) return null;
  return `${list}&marker=${encodeURIComponent(Named.parse(flavors.at(-1)).id)}`;
}

function* readings(served: unknown, region: string, zones: readonly string[]): Iterable<Reading> {
  const kind = row(served, Kind, region);
  if ('unread' in kind) yield kind.unread;
  else if (isAccelerated(kind.read.os_extra_specs)) yield* accelerated(served, region, zones);
}

function isAccelerated(specs: Readonly<Record<string, unknown>>): boolean {
  const type = specs['ecs:performancetype'];
  return type === 'ascend' || type === 'gpu' || 'info:asic_accelerators' in specs;
}

function* accelerated(
  served: unknown,
  region: string,
  zones: readonly string[],
): Iterable<Reading> {
  const found = row(served, Flavor, region);
  if ('unread' in found) return yield found.unread;
  const { name, vcpus, ram, os_extra_specs: specs } = found.read;
  const offered = [...offeredIn(specs, zones)];
  if (offered.length === 0) return;
  const cards = row(served, WithCards, region);
  if ('unread' in cards) return yield cards.unread;
  for (const { zone, billing, status, availability } of offered) {
    yield {
      ...UNSAID,
      ...cards.read.os_extra_specs,
      sku: name,
      region,
      zone,
      billing,
      price: null,
      tax: 'unknown',
      vcpus,
      ramGb: ram / MIB_IN_GIB,
      availability,
      words: wordsOf(status, specs),
      scope: region,
    };
  }
}

function wordsOf(status: string, specs: Extra): string {
  const roles = specs['cond:operation:roles'];
  return roles === undefined ? status : `${status}, for accounts with ${roles}`;
}
