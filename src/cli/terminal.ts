import { stripVTControlCharacters, styleText } from 'node:util';
import stringWidth from 'string-width';

/** A colour or weight, as `util.styleText` names them. */
export type Style = Parameters<typeof styleText>[0];

/** Styles a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** The part of an output stream that decides how it is written to. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const GRAPHEMES = new Intl.Segmenter();
const ELLIPSIS = '…';
/** Marks that turn the direction of what follows, and the breaks Unicode has beside newline. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;
const UNITS = [
  { letter: 'd', ms: 86_400_000 },
  { letter: 'h', ms: 3_600_000 },
  { letter: 'm', ms: 60_000 },
  { letter: 's', ms: 1000 },
];
/** Two days are still told in hours. */
const UNIT_FROM = 2;

/** Whether to colour: `FORCE_COLOR` first, then `NO_COLOR` and `TERM=dumb`, then the terminal. */
export function usesColour(screen: Screen, env: Environment): boolean {
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if (env.NO_COLOR) return false;
  return isLive(screen, env);
}

/** Whether a line may be drawn over: a terminal, and one that can. */
export function isLive(screen: Screen, env: Environment): boolean {
  return screen.isTTY === true && env.TERM !== 'dumb';
}

/** A painter that paints, or one that does not. */
export function createPaint(enabled: boolean): Paint {
  if (!enabled) return (_style, text) => text;
  // `usesColour` has decided, for the stream that is meant; styleText would look at stdout.
  return (style, text) => styleText(style, text, { validateStream: false });
}

/** Columns of a terminal; a pipe or a file has no end. */
export function widthOf(screen: Screen): number {
  return (screen.isTTY && screen.columns) || Number.POSITIVE_INFINITY;
}

/** Foreign text made safe for one line of a terminal: no escape sequence, control or bidi mark. */
export function clean(text: string): string {
  return stripVTControlCharacters(text).replace(BIDI, '').replace(CONTROLS, ' ');
}

/** The text, cut to so many terminal cells with an ellipsis. Expects clean text. */
export function truncate(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  let used = stringWidth(ELLIPSIS);
  for (const { segment } of GRAPHEMES.segment(text)) {
    used += stringWidth(segment);
    if (used > width) break;
    kept += segment;
  }
  return width > 0 ? `${kept}${ELLIPSIS}` : '';
}

/** How long ago, in its largest whole unit: `12m`, `3h`, `2d`. Expects milliseconds. */
export function age(ms: number): string {
  const unit = UNITS.find((each) => ms >= each.ms * (each.letter === 'd' ? UNIT_FROM : 1));
  return unit ? `${Math.floor(ms / unit.ms)}${unit.letter}` : '0s';
}

/** A change in percent with its direction: `▼ 12.4 %`, `▲ 5.0 %`; `–` where there is none. */
export function percent(value: number | null): string {
  if (value === null) return '–';
  const amount = `${Math.abs(value).toFixed(1)} %`;
  if (value === 0) return amount;
  return `${value < 0 ? '▼' : '▲'} ${amount}`;
}

/** A number with its noun: `1 offer`, `38 offers`, `0 matches`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
