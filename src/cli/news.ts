import { acceleratorById } from '../domain/catalogue/recognise.ts';
import type { Change, Flag } from '../domain/change.ts';
import { decimal } from '../domain/money.ts';
import { whereabouts } from '../domain/normalise.ts';
import type { Offer, OfferState } from '../domain/offer.ts';
import { type Column, table } from './table.ts';
import { type Paint, percent } from './terminal.ts';

/** In the order people care. */
const ORDER: readonly Flag[] = [
  'target.gained',
  'target.lost',
  'breakeven.crossed',
  'token.drop',
  'token.rise',
  'token.new',
  'hardware.new',
  'region.new',
  'price.drop',
  'price.rise',
  'sold-out',
  'back',
  'accelerator.new',
  'withdrawn',
  'source.quarantined',
  'source.stale',
  'source.recovered',
  'source.added',
];

/** One change under one of its flags, as a line. */
interface Line {
  readonly flag: Flag;
  readonly change: Change;
}

/**
 * The flagged changes as a table, the most important first; empty text where there is none. Of each
 * flag at most `perFlag` are shown, and the others counted.
 */
export function newsTable(
  changes: readonly Change[],
  { width, paint, perFlag }: { width: number; paint: Paint; perFlag: number },
): string {
  const lines = ORDER.flatMap((flag) => linesOf(flag, changes));
  if (lines.length === 0) return '';
  const shown = ORDER.flatMap((flag) => linesOf(flag, changes).slice(0, perFlag));
  const text = table(columns(paint), shown, { width });
  const more = lines.length - shown.length;
  return more === 0 ? text : `${text}and ${more} more\n`;
}

function linesOf(flag: Flag, changes: readonly Change[]): readonly Line[] {
  return changes
    .filter((change) => !change.baseline && leading(change) === flag)
    .map((change) => ({ flag, change }))
    .sort((a, b) => move(b.change) - move(a.change));
}

/** A change with several flags is shown once, under the one people care for most. */
function leading({ flags }: Change): Flag | undefined {
  return ORDER.find((flag) => flags.includes(flag));
}

const move = ({ changePercent }: Change): number => Math.abs(changePercent ?? 0);

const GOOD_NEWS: readonly Flag[] = ['hardware.new', 'region.new', 'price.drop', 'back'];

function columns(paint: Paint): readonly Column<Line>[] {
  const colour = ({ flag }: Line) => (GOOD_NEWS.includes(flag) ? 'green' : 'yellow');
  return [
    {
      header: 'flag',
      value: ({ flag }) => flag,
      fixed: true,
      paint: (text, line) => paint(colour(line), text),
    },
    { header: 'what', value: ({ change }) => subjectOf(change) },
    { header: 'before', value: ({ change }) => stateText(change.before, change), align: 'right' },
    { header: 'after', value: ({ change }) => stateText(change.after, change), align: 'right' },
    {
      header: 'change',
      value: ({ change }) => (change.changePercent === null ? '' : percent(change.changePercent)),
      align: 'right',
    },
  ];
}

function subjectOf({ offer, detail, subject }: Change): string {
  return offer === null ? `${subject}: ${detail}` : offerText(offer);
}

/** An offer in a few words: `AWS us-east-1 p5.48xlarge, 8× NVIDIA H100 SXM`. */
function offerText(offer: Offer): string {
  const chip = acceleratorById(offer.accelerator)?.name ?? offer.accelerator;
  const billing = offer.billing === 'on-demand' ? '' : `, ${offer.billing}`;
  return `${whereabouts(offer)} ${offer.sku}, ${offer.count}× ${chip}${billing}`;
}

function stateText(state: OfferState | null, { kind }: Change): string {
  if (state === null) return '';
  if (kind === 'availability') return state.availability;
  if (kind === 'quantity') return state.quantity === null ? '' : String(state.quantity);
  return state.price === null
    ? state.availability
    : `${decimal(state.price)} ${state.price.currency}`;
}
