import { providerName } from '../domain/catalogue/providers.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { whereText } from '../query/in-words.ts';
import { GROUP_PARAM_NAMES, groupQuestion } from '../query/offer-groups.ts';
import { targetJson } from '../query/stacks-json.ts';
import {
  type FoundTarget,
  findTargets,
  hasAlternative,
  type TargetStack,
} from '../query/targets.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { isData, writeRows } from './output.ts';
import { asked, params } from './params.ts';
import { type CommonOptions, configOf, withDatabase } from './reading.ts';
import { sightingList } from './sightings.ts';
import { type Column, table } from './table.ts';
import { age, createPaint, type Paint, plural, usesColour, widthOf } from './terminal.ts';

/** Tells what the user's targets can get. */
export async function showTargets(context: Context, options: CommonOptions): Promise<number> {
  const now = context.now();
  const { targets } = configOf(context, options);
  const question = asked(() =>
    groupQuestion(params(GROUP_PARAM_NAMES, undefined, { ...options }), now),
  );
  const found = await withDatabase(context, options, (db) =>
    findTargets(db, targets, question, now),
  );
  if (isData(options)) {
    const generatedAt = new Date(now).toISOString();
    const all = found.map(targetJson);
    const answer = { schema: 'targets/1', generatedAt, total: all.length, targets: all };
    writeRows(context, options, { answer, list: 'targets' });
  } else {
    context.stdout.write(textOf(context, found));
  }
  return EXIT.ok;
}

const NONE = `No targets are set. In chipwatch.yaml:

targets:
  europe:
    countries: [DE, FI, FR]
  one-cloud:
    provider: scaleway
    regions: fr-*
`;

function textOf({ stdout, env, now }: Context, found: readonly FoundTarget[]): string {
  if (found.length === 0) return NONE;
  const paint = createPaint(usesColour(stdout, env));
  const free = found.filter(hasAlternative).length;
  return [
    ...found.map((each) => targetText(each, { now: now(), paint, width: widthOf(stdout) })),
    `${free} of ${plural(found.length, 'target')} could run without NVIDIA today\n`,
  ].join('\n');
}

interface Screen {
  readonly now: number;
  readonly paint: Paint;
  readonly width: number;
}

function targetText(found: FoundTarget, { now, paint, width }: Screen): string {
  const { target, stacks, sightings } = found;
  return [
    `${paint('bold', target.id)}  ${whereText(target)}\n`,
    stacks.length === 0 ? '' : table(columns(now), stacks, { width }),
    ...ascendText(found, now).map((line) => `${line}\n`),
    sightingList(sightings, paint),
  ].join('');
}

function columns(now: number): readonly Column<TargetStack>[] {
  return [
    { header: 'stack', value: ({ stack }) => stack },
    { header: 'offers', value: ({ offers }) => offers },
    { header: 'can be had', value: ({ canBeHad }) => canBeHad },
    { header: 'in stock', value: ({ inStock }) => inStock },
    { header: 'from', value: ({ prices: [p] }) => p?.floor.toFixed(2) ?? null, align: 'right' },
    { header: 'cur', value: ({ prices: [p] }) => p?.currency ?? null, fixed: true },
    { header: 'at', value: ({ prices: [p] }) => (p ? placeText(p.offer) : null) },
    { header: 'by', value: ({ providers }) => providers.length },
    { header: 'regions', value: ({ regions }) => regions },
    { header: 'seen', value: ({ seenAt }) => (seenAt === null ? null : age(now - seenAt)) },
  ];
}

function placeText({ provider, region }: { provider: string; region: string | null }): string {
  return region === null ? providerName(provider) : `${providerName(provider)} ${region}`;
}

/** What there is to say of Ascend where none can be had. */
function ascendText({ stacks, nearest, readers }: FoundTarget, now: number): readonly string[] {
  if (stacks.some(({ stack, canBeHad }) => stack === 'cann' && canBeHad > 0)) return [];
  const read = readers.map(
    ({ provider, readAt }) => `${providerName(provider)} ${age(now - readAt)} ago`,
  );
  const said =
    readers.length === 0
      ? 'Nobody measures this: no source that was read lists anything here.'
      : `No Ascend here, as far as is read: ${read.join(', ')}.`;
  if (nearest === null) return [said, 'No Ascend is measured anywhere yet.'];
  const { offer, km, isSameLaw } = nearest;
  const { accelerator, country, jurisdiction, firstSeenAt } = offer;
  const name = acceleratorById(accelerator)?.name ?? accelerator;
  const away = km === null ? 'at a distance that is not known' : `${km} km away`;
  const law = isSameLaw ? 'under the same law' : jurisdiction;
  const since = new Date(firstSeenAt).toISOString().slice(0, 10);
  return [
    said,
    `Nearest: ${name} at ${placeText(offer)} (${country ?? 'country not known'}, ${law}), ${away}, since ${since}.`,
  ];
}
