/**
 * DeepSeek's own page of prices: dollars for a million tokens, a column for each model, at other hours another
 * price (peak is 01:00-04:00 and 06:00-10:00 UTC, Monday to Friday, Chinese public holidays excepted). A column
 * is named as the model is called, `deepseek-flash`; which one answers to that is in the row of versions.
 * https://api-docs.deepseek.com/quick_start/pricing/
 */
import { z } from 'zod';
import {
  dollarsPer,
  grid,
  type Markup,
  pricePage,
  quote,
  row,
  type Scraper,
  SourceError,
  watchedModel,
} from './kit/index.ts';

const Price = z.object({
  input: dollarsPer(''),
  cachedInput: dollarsPer(''),
  output: dollarsPer(''),
});
type Meter = keyof typeof Price.shape;

/** What a line of prices is of; the page breaks the words where it likes. */
const METERS: ReadonlyMap<string, Meter> = new Map([
  ['1MINPUTTOKENS(CACHEMISS)', 'input'],
  ['1MINPUTTOKENS(CACHEHIT)', 'cachedInput'],
  ['1MOUTPUTTOKENS', 'output'],
]);
/** A line without either holds at all hours. */
const HOURS: ReadonlyMap<string, Window> = new Map([
  ['OFF-PEAK', 'off-peak'],
  ['PEAK', 'peak'],
]);
type Window = 'always' | 'off-peak' | 'peak';

/** Names of models that are gone: another one answers to them, at its own price. */
const LEGACY =
  /Use (?<name>[\w.-]+) as the model name\. The legacy names (?<names>[\w., -]+) are still accepted/;

export const deepseek: Scraper = pricePage({
  id: 'deepseek',
  // Without its last slash the address answered with another page for a while.
  homepage: 'https://api-docs.deepseek.com/quick_start/pricing/',
  reads: 'prices of tokens of its own models, by hour',
  verified: 'documented',

  *read(page) {
    const lines = priceTable(page);
    const names = valuesOf(lines, 'MODEL');
    const versions = valuesOf(lines, 'MODEL VERSION');
    for (const [window, meters] of windowsOf(lines, names.length)) {
      for (const [column, name] of names.entries()) {
        const cells = [...meters].map(([meter, values]) => [meter, values[column]]);
        const found = row(Object.fromEntries(cells), Price, null);
        if ('unread' in found) {
          yield found.unread;
          continue;
        }
        for (const model of [idOf(versions[column] ?? name), ...legacyNames(page, name)]) {
          yield { kind: 'tokens', model, host: 'deepseek', window, ...found.read };
        }
      }
    }
  },
});

type Line = readonly string[];

/** The lines of the only table of models and their versions, without the marks of notes. */
function priceTable(page: Markup): readonly Line[] {
  const [table, ...more] = page
    .all('table')
    .map((each) => grid(each).map((line) => line.map((text) => text.replace(/ ?\(\d+\)$/, ''))))
    .filter((lines) => valuesOf(lines, 'MODEL VERSION').length > 0);
  if (table === undefined || more.length > 0) {
    const found = table === undefined ? 'none' : more.length + 1;
    throw new SourceError('changed', `expected one table with MODEL VERSION, found ${found}`);
  }
  const [models, versions] = ['MODEL', 'MODEL VERSION'].map((head) => valuesOf(table, head).length);
  if (models === versions) return table;
  throw new SourceError('changed', `expected ${versions} names of models, found ${models}`);
}

/** What stands beside a head. */
function valuesOf(lines: readonly Line[], head: string): Line {
  return lines.find(([first]) => first === head)?.filter((text) => text !== head) ?? [];
}

/** What is asked at the same hours, by what it is asked for: a text for each model. */
function windowsOf(
  lines: readonly Line[],
  models: number,
): ReadonlyMap<Window, ReadonlyMap<Meter, Line>> {
  const windows = new Map<Window, Map<Meter, Line>>();
  for (const line of lines.filter(([head]) => head === 'PRICING')) {
    const [label = '', hours, ...more] = line.slice(1, -models);
    const meter = METERS.get(label.replaceAll(/\s/g, ''));
    const window = hours === undefined ? 'always' : HOURS.get(hours);
    const known = window && (windows.get(window) ?? new Map<Meter, Line>());
    if (!meter || !window || !known || known.has(meter) || more.length > 0) {
      throw new SourceError('changed', `expected prices, found ${quote(line.join(' | '))}`);
    }
    windows.set(window, known.set(meter, line.slice(-models)));
  }
  const isWhole = [...windows.values()].every((meters) => meters.size === METERS.size);
  if (windows.size > 0 && isWhole) return windows;
  throw new SourceError('changed', 'expected prices of input, of cached input and of output');
}

/** `DeepSeek-V4-Pro-0813` is a state of V4-Pro. A model that nobody knows yet keeps its maker's name. */
function idOf(version: string): string {
  const name = version.replace(/-\d{4}$/, '').toLowerCase();
  return watchedModel(name) ?? name;
}

/** The models of the catalogue whose names are answered by this one. */
function legacyNames(page: Markup, name: string): readonly string[] {
  const { name: current, names = '' } = LEGACY.exec(page.text)?.groups ?? {};
  if (current !== name) return [];
  return names.split(/, | and /).flatMap((each) => watchedModel(each) ?? []);
}
