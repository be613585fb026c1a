import type { Database } from '../../db/open.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import {
  type FoundAccelerator,
  type FoundProvider,
  type FoundRegion,
  findAccelerators,
  findProviders,
  findRegions,
} from '../query/groups.ts';
import { acceleratorJson, providerJson, regionJson } from '../query/groups-json.ts';
import {
  GROUP_PARAM_NAMES,
  type GroupQuestion,
  groupQuestion,
  type Tally,
} from '../query/offer-groups.ts';
import { findOffers, type OfferAnswer } from '../query/offers.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { GroupOptions } from './groups.ts';
import { staleReads } from './keeping-up.ts';
import { withoutText } from './offers-text.ts';
import { isData, writeRows } from './output.ts';
import { asked, params } from './params.ts';
import { withDatabase } from './reading.ts';
import { type Column, table } from './table.ts';
import { age, percent, plural, widthOf } from './terminal.ts';

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
  return withDatabase(context, options, async (db) => {
    const tell = async <Found extends Tally>(found: readonly Found[], how: How<Found>) => {
      const without = found.length > 0 ? [] : await reasons(db, question, now);
      return tellAll(context, options, found, { name, without, ...how });
    };
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

/** Which filter emptied the answer, one at a time. */
async function reasons(
  db: Database,
  { newSince, ...question }: GroupQuestion,
  now: number,
): Promise<OfferAnswer['without']> {
  const { total, without } = await findOffers(db, { ...question, limit: 1 }, now);
  return newSince === undefined || total === 0
    ? without
    : [{ filter: 'new-since', offers: total }, ...without];
}

interface Named {
  readonly name: string;
  /** Of nothing found: how many offers there would be without each filter. */
  readonly without: OfferAnswer['without'];
}

interface How<Found> {
  readonly json: (found: Found) => object;
  readonly columns: readonly Column<Found>[];
}

async function tellAll<Found extends Tally>(
  context: Context,
  options: GroupOptions,
  found: readonly Found[],
  { name, without, json, columns }: How<Found> & Named,
): Promise<number> {
  const { stdout, now } = context;
  if (isData(options)) {
    const generatedAt = new Date(now()).toISOString();
    const answer: Record<string, unknown> = {
      ...{ schema: `${name}/1`, generatedAt, total: found.length, without },
      [name]: found.map(json),
    };
    writeRows(context, options, { answer, list: name });
  } else {
    const reads = found.flatMap((each) => each.reads);
    const stale = new Set(await staleReads(context, options, reads));
    const isStale = (each: Found) => each.reads.some((read) => stale.has(read));
    const seen: Column<Found> = {
      header: 'seen',
      value: (each) =>
        each.seenAt === null ? null : `${age(now() - each.seenAt)}${isStale(each) ? '*' : ''}`,
      fixed: true,
    };
    if (found.length > 0)
      stdout.write(table([...columns, seen], found, { width: widthOf(stdout) }));
    const count = found.length === 0 ? NOTHING : plural(found.length, name.slice(0, -1));
    stdout.write([count, ...withoutText(without), ''].join('\n'));
    if (stale.size > 0) stdout.write('* rests on a stale source, not read for too long\n');
  }
  return options.failIfEmpty && found.length === 0 ? EXIT.empty : EXIT.ok;
}

const NOTHING = 'No measured offer matches.';

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
