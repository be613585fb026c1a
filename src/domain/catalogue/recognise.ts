import type { Unit } from '../words.ts';
import type { Accelerator } from './accelerator.ts';
import { AMD } from './amd.ts';
import { ASCEND } from './ascend.ts';
import { ASCEND_ROADMAP } from './ascend-roadmap.ts';
import { brandsIn, isBrand, isProse, looksLikeChip } from './brands.ts';
import { type ChipWords, memoryToken, readWords, type Slice } from './chip-words.ts';
import { NVIDIA_AMPERE_ADA } from './nvidia-ampere-ada.ts';
import { NVIDIA_GEFORCE } from './nvidia-geforce.ts';
import { NVIDIA_HOPPER_BLACKWELL } from './nvidia-hopper-blackwell.ts';
import { NVIDIA_KEPLER_TURING } from './nvidia-kepler-turing.ts';
import { NVIDIA_WORKSTATION } from './nvidia-workstation.ts';
import { OTHERS } from './others.ts';

/** What a feed's words for a chip mean. */
export type Recognition =
  | {
      readonly kind: 'known';
      readonly accelerator: Accelerator;
      /** Below 1 where the words name a part of a chip; null where they name none. */
      readonly fraction: number | null;
      /** What one of them is, where the words or the memory tell. */
      readonly unit: Unit | null;
    }
  /** It looks like a chip, and is none we know: maybe new hardware. */
  | { readonly kind: 'unknown'; readonly reason: string }
  /** It does not look like a chip. */
  | { readonly kind: 'junk'; readonly reason: string };

/** Every accelerator of the catalogue. */
export const ACCELERATORS: readonly Accelerator[] = Object.freeze([
  ...ASCEND,
  ...ASCEND_ROADMAP,
  ...NVIDIA_HOPPER_BLACKWELL,
  ...NVIDIA_AMPERE_ADA,
  ...NVIDIA_KEPLER_TURING,
  ...NVIDIA_WORKSTATION,
  ...NVIDIA_GEFORCE,
  ...AMD,
  ...OTHERS,
]);

const BY_ID = new Map(ACCELERATORS.map((accelerator) => [accelerator.id, accelerator]));
/** Made with the first words to be recognised: a question about offers recognises none. */
let namesOfAll: ReadonlyMap<string, readonly Accelerator[]> | undefined;
/** Names that the press made up. */
const NOT_PRODUCTS = new Map([['ascend920', 'not a product: press rumour']]);
/** Names only where nothing stands beside them: bare numbers, and what the H200 SXM's driver says. */
const ALONE = /^(?:\d+|nvidiah200)$/;
/** What stands between the names of several chips. */
const SEVERAL = /[,;/&|]|\b(?:or|and)\b/i;

/** A name found in the words, and the accelerators that go by it. */
interface Match {
  readonly key: string;
  readonly run: readonly string[];
  readonly rows: readonly Accelerator[];
}

/** The accelerator of that canonical id, or null. */
export function acceleratorById(id: string): Accelerator | null {
  return BY_ID.get(id) ?? null;
}

/** A name as it is compared: letters and digits only, so that `RTX4090` is `RTX 4090`. */
export function keyOf(name: string): string {
  return readWords(name).tokens.join('');
}

/**
 * Recognises an accelerator by whole words, the longest name first, and by its memory in GB or GiB
 * where a name has several. Memory that does not fit makes it unknown, never its nearest sibling.
 */
export function recognise(words: string, memoryGb: number | null): Recognition {
  const read = readWords(words);
  if (isProse(words, read.tokens)) return junk('expected the name of a chip, found prose');
  const [rumour] = runsOf(read.tokens).flatMap((run) => NOT_PRODUCTS.get(run.join('')) ?? []);
  if (rumour !== undefined) return unknown(rumour);
  const matches = matchesIn(read.tokens);
  for (const match of matches) {
    const stated = statedMemory(read, match, memoryGb);
    const found = settle(match, stated);
    if (found === 'mismatch') return unknown(mismatch(match, stated));
    if (found === 'ambiguous') continue;
    const other = SEVERAL.test(words) ? matches.find((each) => isAnother(each, match)) : undefined;
    if (other !== undefined) return unknown(`expected one chip, found ${match.key}, ${other.key}`);
    return known(found, read, stated);
  }
  return unsettled(matches, read.tokens);
}

/** The names found in the tokens, the longest first. */
function matchesIn(tokens: readonly string[]): readonly Match[] {
  const brands = brandsIn(tokens);
  return runsOf(tokens)
    .map((run) => {
      const key = run.join('');
      const rows = byName().get(key) ?? [];
      return { key, run, rows: rows.filter(({ vendor }) => brands?.has(vendor) ?? true) };
    })
    .filter(({ key, run, rows }) => {
      return rows.length > 0 && (!ALONE.test(key) || run.length === tokens.length);
    })
    .sort((a, b) => weightOf(b) - weightOf(a) || b.key.length - a.key.length);
}

/** How much a name says beside the brand: `910 93xx` says more than `Ascend 910`. */
function weightOf({ run }: Match): number {
  return run.filter((token) => !isBrand(token)).join('').length;
}

function isAnother(match: Match, { run, rows }: Match): boolean {
  return (
    !match.run.some((token) => run.includes(token)) && !match.rows.some((row) => rows.includes(row))
  );
}

function runsOf(tokens: readonly string[]): readonly (readonly string[])[] {
  return tokens.flatMap((_, from) =>
    tokens.slice(from).map((_, length) => tokens.slice(from, from + length + 1)),
  );
}

/** What provider and words say of the memory of the whole chip. A part's own memory is not it. */
function statedMemory(read: ChipWords, { run }: Match, memoryGb: number | null): readonly number[] {
  const inName = read.memoryGb !== null && run.includes(memoryToken(read.memoryGb));
  return [inName ? null : read.memoryGb, read.slice === null ? memoryGb : null].filter(
    (gb) => gb !== null,
  );
}

/**
 * Of the accelerators that go by one name, the one that has the memory. Where none is stated, the one
 * that stands for all of them, or has the name for its own.
 */
function settle(
  { key, rows }: Match,
  stated: readonly number[],
): Accelerator | 'ambiguous' | 'mismatch' {
  const [only, ...more] = rows;
  const alone = more.length === 0;
  if (stated.length > 0) {
    const fits = (row: Accelerator) =>
      stated.every((gb) => (row.memoryBand === null ? alone : isOf(row, gb)));
    return rows.find(fits) ?? 'mismatch';
  }
  if (alone && only !== undefined) return only;
  const general = rows.find((row) => row.memoryGb === null);
  return general ?? rows.find(({ name }) => keyOf(name) === key) ?? 'ambiguous';
}

function isOf(row: Accelerator, gb: number): boolean {
  return isPackage(row, gb) || (row.dies !== null && isPackage(row, gb * row.dies));
}

function isPackage({ memoryBand }: Accelerator, gb: number): boolean {
  return memoryBand !== null && gb >= memoryBand[0] && gb <= memoryBand[1];
}

function known(
  accelerator: Accelerator,
  { slice, tokens }: ChipWords,
  stated: readonly number[],
): Recognition {
  const fraction = slice === null ? null : fractionOf(slice, accelerator);
  if (fraction !== null && (Number.isNaN(fraction) || fraction > 1)) {
    return unknown(`expected a part of the ${accelerator.name} of a known size`);
  }
  return { kind: 'known', accelerator, fraction, unit: unitOf(accelerator, tokens, stated) };
}

/** Not a number where it cannot be told. */
function fractionOf(slice: Slice, { memoryGb }: Accelerator): number {
  if (slice.by === 'share') return slice.share;
  if (slice.by === 'nothing' || memoryGb === null) return Number.NaN;
  return slice.gb / memoryGb;
}

function unitOf(
  row: Accelerator,
  tokens: readonly string[],
  stated: readonly number[],
): Unit | null {
  if (row.dies === null) return null;
  const [gb] = stated;
  if (gb !== undefined) return isPackage(row, gb) ? 'package' : 'die';
  // Huawei Cloud's code for the 910C, and the device of its driver, are those of one die.
  if (tokens.some((token) => /^(?:snt9b23|davinci\d*|dies?)$/.test(token))) return 'die';
  return tokens.includes('package') ? 'package' : null;
}

function unsettled(matches: readonly Match[], tokens: readonly string[]): Recognition {
  const [first] = matches;
  if (first !== undefined) {
    return unknown(`expected the memory, which tells ${names(first)} apart, found none`);
  }
  return looksLikeChip(tokens)
    ? unknown('expected a name of the catalogue, found a chip it does not have')
    : junk('expected the name of a chip, found none');
}

function unknown(reason: string): Recognition {
  return { kind: 'unknown', reason };
}

function junk(reason: string): Recognition {
  return { kind: 'junk', reason };
}

function mismatch(match: Match, stated: readonly number[]): string {
  return `expected the memory of ${names(match)}, found ${stated.join(' and ')} GB`;
}

function names({ rows }: Match): string {
  return rows.map(({ name }) => name).join(', ');
}

function byName(): ReadonlyMap<string, readonly Accelerator[]> {
  namesOfAll ??= readNames();
  return namesOfAll;
}

function readNames(): ReadonlyMap<string, readonly Accelerator[]> {
  const found = new Map<string, Accelerator[]>();
  for (const row of ACCELERATORS) {
    for (const key of new Set([row.name, ...row.aliases].map(keyOf))) {
      found.set(key, [...(found.get(key) ?? []), row]);
    }
  }
  return found;
}
