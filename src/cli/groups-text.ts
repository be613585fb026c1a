import { providerName } from '../domain/catalogue/providers.ts';
import { staleness } from '../domain/staleness.ts';
import {
  type FoundAccelerator,
  type FoundProvider,
  type FoundRegion,
  findAccelerators,
  findProviders,
  findRegions,
} from '../query/groups.ts';
import { acceleratorJson, providerJson, regionJson } from '../query/groups-json.ts';
import { GROUP_PARAM_NAMES, groupQuestion, type Tally } from '../query/offer-groups.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { GroupOptions } from './groups.ts';
import { asked, params } from './params.ts';
import { withDatabase, writeJson } from './reading.ts';
import { type Column, table } from './table.ts';
import { age, percent, plural, widthOf } from './terminal.ts';

const NIGHT_MS = 24 * 3_600_000;

/** Tells what the offers come to by accelerator, provider or region. */
export async function showGroups(
  context: Context,
  name: 'accelerators' | 'providers' | 'regions',
  spec: string | undefined,
  options: GroupOptions,
): Promise<number> {
  const now = context.now();
  const given = params(GROUP_PARAM_NAMES, spec, { ...options });
  const question = asked(() => groupQuestion(given, now));
  const tell = <Found extends Tally>(found: readonly Found[], how: How<Found>) =>
    tellAll(context, options, found, { name, ...how });
  return withDatabase(context, options, async (db) => {
    switch (name) {
      case 'accelerators': {
        const found = await findAccelerators(db, question, now);
        return tell(found, { json: acceleratorJson, columns: CHIPS });
      }
      case 'providers': {
        const found = await findProviders(db, question, now);
        return tell(found, { json: providerJson, columns: PROVIDERS });
      }
      case 'regions': {
        const found = await findRegions(db, question, now);
        return tell(found, { json: regionJson, columns: REGIONS });
      }
    }
  });
}

interface How<Found> {
  readonly json: (found: Found) => object;
  readonly columns: readonly Column<Found>[];
}

function tellAll<Found extends Tally>(
  context: Context,
  options: GroupOptions,
  found: readonly Found[],
  { name, json, columns }: How<Found> & { readonly name: string },
): number {
  const { stdout, now } = context;
  if (options.json) {
    const generatedAt = new Date(now()).toISOString();
    writeJson(context, {
      ...{ schema: `${name}/1`, generatedAt, total: found.length },
      [name]: found.map(json),
    });
  } else {
    const seen: Column<Found> = {
      header: 'seen',
      value: ({ seenAt }) => (seenAt === null ? null : ageText(now() - seenAt)),
      fixed: true,
    };
    if (found.length > 0)
      stdout.write(table([...columns, seen], found, { width: widthOf(stdout) }));
    stdout.write(found.length === 0 ? NOTHING : `${plural(found.length, name.slice(0, -1))}\n`);
    const isOld = found.some(({ seenAt }) => seenAt === null || isStale(now() - seenAt));
    if (isOld) stdout.write('* rests on a source not read for more than a day\n');
  }
  return options.failIfEmpty && found.length === 0 ? EXIT.empty : EXIT.ok;
}

const NOTHING = 'No measured offer matches: chipwatch offers with the same filters says why.\n';

const isStale = (ms: number): boolean => staleness(ms, NIGHT_MS) === 'stale';
const ageText = (ms: number): string => `${age(ms)}${isStale(ms) ? '*' : ''}`;
const amount = (value: number): string => value.toFixed(value < 0.1 ? 4 : 2);
const day = (at: number): string => new Date(at).toISOString().slice(0, 10);

const CHIPS: readonly Column<FoundAccelerator>[] = [
  { header: 'accelerator', value: ({ name }) => name },
  { header: 'gb', value: ({ chip }) => chip?.memoryGb ?? null },
  { header: 'from', value: ({ prices: [p] }) => (p ? amount(p.floor) : null), align: 'right' },
  { header: 'cur', value: ({ prices: [p] }) => p?.currency ?? null, fixed: true },
  { header: 'at', value: ({ prices: [p] }) => (p ? placeText(p.offer) : null) },
  { header: 'p50', value: ({ prices: [p] }) => (p?.median ? amount(p.median) : null) },
  { header: 'spot', value: ({ spot: [p] }) => (p ? amount(p.floor) : null), align: 'right' },
  { header: '7d', value: ({ moved }) => percent(moved.days7), align: 'right' },
  { header: '30d', value: ({ moved }) => percent(moved.days30), align: 'right' },
  { header: 'offers', value: ({ offers }) => offers },
  { header: 'in stock', value: ({ inStock }) => inStock },
  { header: 'by', value: ({ providers }) => providers.length },
  { header: 'regions', value: ({ regions }) => regions },
];

function placeText({ provider, region }: { provider: string; region: string | null }): string {
  return region === null ? provider : `${provider} ${region}`;
}

const PROVIDERS: readonly Column<FoundProvider>[] = [
  { header: 'provider', value: ({ provider }) => providerName(provider) },
  { header: 'offers', value: ({ offers }) => offers },
  { header: 'in stock', value: ({ inStock }) => inStock },
  { header: 'chips', value: ({ accelerators }) => accelerators.length },
  { header: 'regions', value: ({ regions }) => regions },
  { header: 'stacks', value: ({ stacks }) => stacks.join(' ') },
  { header: 'first seen', value: ({ firstSeenAt }) => day(firstSeenAt), fixed: true },
];

const REGIONS: readonly Column<FoundRegion>[] = [
  { header: 'provider', value: ({ provider }) => providerName(provider) },
  { header: 'region', value: ({ region }) => region },
  { header: 'in', value: ({ country }) => country },
  { header: 'law', value: ({ jurisdiction }) => jurisdiction },
  { header: 'offers', value: ({ offers }) => offers },
  { header: 'chips', value: ({ accelerators }) => accelerators.join(' ') },
  { header: 'stacks', value: ({ stacks }) => stacks.join(' ') },
  { header: 'first seen', value: ({ firstSeenAt }) => day(firstSeenAt), fixed: true },
];
