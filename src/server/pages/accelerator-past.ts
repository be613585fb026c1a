import { html } from 'hono/html';
import { type ChipDay, chipHistory } from '../../query/chip-history.ts';
import type { Period } from '../../query/gaps.ts';
import type { HistoryQuestion } from '../../query/history-question.ts';
import { intervalOf, type ServerDesk } from '../desk.ts';
import { type Level, stepChart } from './chart.ts';
import { tableOf } from './table.ts';
import { amount, type Html, NONE } from './text.ts';

const DAY_MS = 86_400_000;

/** The past of an accelerator. */
export async function chipPast(desk: ServerDesk, question: HistoryQuestion): Promise<Html> {
  const days = await chipHistory(desk.db, question, (source) => intervalOf(desk, source));
  return pastOf(days, question, 'this accelerator');
}

/** Floor and median of what has that name, by day, as a chart and as a table. */
export function pastOf(
  days: readonly ChipDay[],
  { since, until, currency: wanted }: Pick<HistoryQuestion, 'since' | 'until' | 'currency'>,
  name: string,
): Html {
  const currency = shownCurrency(days, wanted);
  const chart = stepChart({
    label: `Floor and median of a chip-hour of ${name} on demand in ${currency}, by day`,
    unit: `${currency} per chip-hour on demand`,
    window: { from: since, to: until },
    lines: [
      { name: 'floor', tone: 'first', levels: levelsOf(days, 'floor', currency, until) },
      { name: 'median', tone: 'second', levels: levelsOf(days, 'median', currency, until) },
    ],
    gaps: gapsOf(days, until),
  });
  return html`${chart}<details><summary>The same as a table</summary>${dayTable(days, name)}</details>`;
}

/** The wanted one, unless every price is in another for which no rate is known. */
function shownCurrency(days: readonly ChipDay[], wanted: string): string {
  const told = days.flatMap(({ prices }) => prices.map(({ currency }) => currency));
  return told.includes(wanted) ? wanted : (told[0] ?? wanted);
}

/** The part of a day that is shown: the last one ends when the window does. */
function spanOf({ day }: ChipDay, until: number): Period {
  const from = Date.parse(day);
  return { from, to: Math.min(from + DAY_MS, until) };
}

function levelsOf(
  days: readonly ChipDay[],
  which: 'floor' | 'median',
  currency: string,
  until: number,
): readonly Level[] {
  return days.flatMap((day) => {
    const value = day.prices.find((each) => each.currency === currency)?.[which] ?? null;
    return value === null ? [] : [{ ...spanOf(day, until), value }];
  });
}

/** Days on which nobody was read who ever listed it. */
function gapsOf(days: readonly ChipDay[], until: number): readonly Period[] {
  return days.filter(({ isRead }) => !isRead).map((day) => spanOf(day, until));
}

function dayTable(days: readonly ChipDay[], name: string): Html {
  const rows = days.toReversed().map(({ day, prices, isRead }) => {
    const cells = (which: 'floor' | 'median') =>
      prices.map((each) => `${amount(each[which])} ${each.currency}`).join('; ') || NONE;
    const none = isRead ? 'none' : 'not read';
    const offers = prices.map((each) => each.offers).join('; ') || none;
    return html`<tr><th scope="row" class="short">${day}</th><td class="number">${cells('floor')}</td>
<td class="number">${cells('median')}</td><td class="number">${offers}</td></tr>`;
  });
  return tableOf(
    `Floor and median of ${name} by day`,
    [['Day'], ['Floor', 'number'], ['Median', 'number'], ['Offers', 'number']],
    html`${rows}`,
  );
}
