import { html } from 'hono/html';
import type { Period } from '../../query/gaps.ts';
import { type Axis, axisOf } from './scale.ts';
import { type Html, NONE } from './text.ts';

/** A value that held for a time. */
export interface Level extends Period {
  readonly value: number;
}

/** One line of a chart: it stands still until it is known to have moved, and is not drawn where nothing is known. */
export interface Line {
  readonly name: string;
  readonly tone: 'first' | 'second';
  readonly levels: readonly Level[];
}

/** How much stock there was for a time: told by the height of the band, and by its title. */
export interface Span extends Period {
  readonly word: string;
}

export interface Chart {
  /** What it shows, in one sentence; the table beside it says the same. */
  readonly label: string;
  readonly unit: string;
  readonly window: Period;
  readonly lines: readonly Line[];
  readonly gaps: readonly Period[];
  readonly band?: readonly Span[];
}

const [WIDTH, HEIGHT, BAND] = [1000, 200, 20];

/** Lines that step, beneath gaps that are gaps. The labels are text beside the drawing, so that they keep their size. */
export function stepChart(chart: Chart): Html {
  const values = chart.lines.flatMap(({ levels }) => levels.map(({ value }) => value));
  if (values.length === 0) return html`<p class="quiet">No price was read in this time.</p>`;
  const axis = axisOf(values);
  return html`<figure class="chart">
<figcaption>${legend(chart)}</figcaption>
<div class="axis" aria-hidden="true">${axis.labels.toReversed().map((label) => html`<span>${label}</span>`)}</div>
<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${chart.label}">
${gapRects(chart, HEIGHT)}${gridLines(axis)}
${chart.lines.map((line) => linePath(line, chart.window, axis))}
</svg>
${chart.band === undefined ? '' : bandOf(chart, chart.band)}
<div class="days" aria-hidden="true">${daysOf(chart.window).map((day) => html`<span>${day}</span>`)}</div>
</figure>`;
}

function legend({ lines, unit, gaps, band }: Chart): Html {
  const names = lines.map(({ name, tone }) => html`<span class="key ${tone}">${name}</span> `);
  return html`${names}<span class="quiet">${unit}</span>${
    gaps.length > 0 ? html` <span class="key gap">not read</span>` : ''
  }${band === undefined ? '' : html` <span class="quiet">band: stock, the higher the more</span>`}`;
}

const xOf = (at: number, { from, to }: Period): string =>
  ((WIDTH * (at - from)) / Math.max(1, to - from)).toFixed(1);

function gapRects({ gaps, window }: Chart, height: number): Html {
  return html`${gaps.map(
    ({ from, to }) =>
      html`<rect class="gap" x="${xOf(from, window)}" width="${(Number(xOf(to, window)) - Number(xOf(from, window))).toFixed(1)}" y="0" height="${height}"><title>not read from ${dayOf(from)} to ${dayOf(to)}</title></rect>`,
  )}`;
}

function gridLines({ labels }: Axis): Html {
  const apart = HEIGHT / (labels.length - 1);
  const path = labels.map((_, index) => `M0 ${(index * apart).toFixed(1)}H${WIDTH}`).join('');
  return html`<path class="grid" d="${path}"/>`;
}

/** Horizontal while a value holds, upright where the next one follows at once; else the pen is lifted. */
function linePath({ levels, tone, name }: Line, window: Period, { low, high }: Axis): Html {
  const y = (value: number) => (HEIGHT * (1 - (value - low) / (high - low))).toFixed(1);
  const path = levels.map(({ from, to, value }, index) => {
    const isNext = levels[index - 1]?.to === from;
    return `${isNext ? `V${y(value)}` : `M${xOf(from, window)} ${y(value)}`}H${xOf(to, window)}`;
  });
  return html`<path class="line ${tone}" d="${path.join('')}"><title>${name}</title></path>`;
}

/** How high the band stands: what can be had stands highest, what cannot lowest. */
const HEIGHTS: Readonly<Record<string, number>> = {
  available: 18,
  limited: 12,
  listed: 8,
  quota: 8,
  waitlist: 8,
  unknown: 5,
  'sold-out': 2,
};

function bandOf(chart: Chart, spans: readonly Span[]): Html {
  const words = [...new Set(spans.map(({ word }) => word))].join(', ');
  const rects = spans.map(({ from, to, word }) => {
    const height = HEIGHTS[word] ?? 5;
    const [left, right] = [xOf(from, chart.window), xOf(to, chart.window)];
    return html`<rect class="stock ${word}" x="${left}" width="${(Number(right) - Number(left)).toFixed(1)}" y="${BAND - height}" height="${height}"><title>${word} from ${dayOf(from)} to ${dayOf(to)}</title></rect>`;
  });
  return html`<svg class="band" viewBox="0 0 ${WIDTH} ${BAND}" preserveAspectRatio="none" role="img" aria-label="Stock in this time: ${words === '' ? NONE : words}">
${gapRects(chart, BAND)}${rects}</svg>`;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

function daysOf({ from, to }: Period): readonly string[] {
  return [from, (from + to) / 2, to].map(dayOf);
}

/** The course of a value over days, small; days of which nothing is known are left open. */
export function sparkline(values: readonly (number | null)[], label: string): Html {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return html`${NONE}`;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const y = (value: number) => (high === low ? 8 : 15 - (14 * (value - low)) / (high - low));
  const path = values.map((value, day) => {
    if (value === null) return '';
    const start = (values[day - 1] ?? null) === null ? 'M' : 'V';
    const at = start === 'M' ? `M${day} ${y(value).toFixed(1)}` : `V${y(value).toFixed(1)}`;
    return `${at}H${day + 1}`;
  });
  return html`<svg class="spark" viewBox="0 0 ${values.length} 16" preserveAspectRatio="none" role="img" aria-label="${label}"><path class="line first" d="${path.join('')}"/></svg>`;
}
