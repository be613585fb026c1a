import { decimal } from '../domain/money.ts';
import { type ChipDay, chipHistory } from '../query/chip-history.ts';
import { CHIP_DAY_ROWS, chipDayJson, offerHistoryJson } from '../query/history-json.ts';
import {
  HISTORY_PARAM_NAMES,
  type HistoryQuestion,
  historyQuestion,
} from '../query/history-question.ts';
import { type OfferHistory, offerHistory, type Step } from '../query/offer-history.ts';
import { offerNamed } from '../query/offer-name.ts';
import { intervalOf } from '../server/desk.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { isData, writeRows } from './output.ts';
import { asked, askedAsync, params } from './params.ts';
import { type CommonOptions, configOf, withDatabase } from './reading.ts';
import { SERIES, seriesOf } from './series.ts';
import { sourceFacts } from './source-facts.ts';
import { type Column, table } from './table.ts';
import { plural, widthOf } from './terminal.ts';

/** Tells the past of an offer, or where none has that name, of the hardware it means. */
export async function showHistory(
  context: Context,
  name: string,
  options: CommonOptions,
): Promise<number> {
  const sources = sourceFacts(configOf(context, options));
  const interval = (source: string) => intervalOf({ sources }, source);
  return withDatabase(context, options, async (db) => {
    const now = context.now();
    const offer = await askedAsync(async () => offerNamed(db, name));
    const given = params(HISTORY_PARAM_NAMES, offer === null ? name : undefined, { ...options });
    const question = asked(() => historyQuestion(given, now));
    if (offer === null)
      tellChip(context, options, question, await chipHistory(db, question, interval));
    else {
      tellOffer(context, options, await offerHistory(db, offer, question, interval(offer.source)));
    }
    return EXIT.ok;
  });
}

function tellOffer(context: Context, options: CommonOptions, history: OfferHistory): void {
  if (isData(options)) {
    const generatedAt = new Date(context.now()).toISOString();
    const answer = { schema: 'history/1', generatedAt, ...offerHistoryJson(history) };
    writeRows(context, options, { answer, list: 'points' });
    return;
  }
  const { stdout } = context;
  const { offer, steps, gaps } = history;
  stdout.write(`${offer.key}\n`);
  if (steps.length > 0) stdout.write(table(STEPS, steps, { width: widthOf(stdout) }));
  for (const { from, to } of gaps) stdout.write(`not read from ${minute(from)} to ${minute(to)}\n`);
  stdout.write(steps.length === 0 ? 'Nothing is known of that time.\n' : '');
}

const minute = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

const STEPS: readonly Column<Step>[] = [
  { header: 'from', value: ({ from }) => minute(from), fixed: true },
  { header: 'to', value: ({ to }) => minute(to), fixed: true },
  { header: 'price', value: ({ price }) => price && decimal(price), align: 'right' },
  { header: 'cur', value: ({ price }) => price?.currency ?? null, fixed: true },
  { header: 'stock', value: ({ listed, availability }) => (listed ? availability : 'withdrawn') },
  { header: 'quantity', value: ({ quantity }) => quantity, align: 'right' },
];

function tellChip(
  context: Context,
  options: CommonOptions,
  question: HistoryQuestion,
  days: readonly ChipDay[],
): void {
  if (isData(options)) {
    const answer = {
      schema: 'history/1',
      generatedAt: new Date(context.now()).toISOString(),
      spec: question.spec?.text ?? null,
      currency: question.currency,
      days: days.map(chipDayJson),
    };
    writeRows(context, options, { answer, list: 'days', csv: CHIP_DAY_ROWS });
    return;
  }
  const { stdout } = context;
  const lines = seriesOf(days);
  if (lines.length === 0) {
    stdout.write('No offer on demand had a price in that time.\n');
    return;
  }
  stdout.write(table(SERIES, lines, { width: widthOf(stdout) }));
  stdout.write(`floor of one accelerator-hour by day, ${plural(days.length, 'day')}`);
  stdout.write('; on demand, standard and secure tiers, without what is sold out\n');
  const unread = days.filter(({ isRead }) => !isRead).length;
  if (unread > 0) stdout.write(`not read on ${plural(unread, 'day')}\n`);
  if (lines.length > 1) stdout.write('currencies without a rate of the day stand apart\n');
}
