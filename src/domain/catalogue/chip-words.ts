/** What a feed's words about a chip come down to. */
export interface ChipWords {
  /** Lower-case words without counts; amounts of memory stand last, as `80gb`. */
  readonly tokens: readonly string[];
  /** The first amount of memory they name, in GB. */
  readonly memoryGb: number | null;
  /** The part of a chip they name, or null for a whole one. */
  readonly slice: Slice | null;
}

/** A part of a chip: by its memory in GB, as a share of the whole, or of a size they do not say. */
export type Slice =
  | { readonly by: 'memory'; readonly gb: number }
  | { readonly by: 'share'; readonly share: number }
  | { readonly by: 'nothing' };

/** `MIG 1g.24gb`, `mig-3g.40gb`, and vGPU profiles: `A16-8Q`. */
const PROFILE = /(?:mig[\s.-]*)?(?<![\p{L}\d.])\dg\.(?<gb>\d+)gb(?:\+me)?|-(?<quota>\d{1,2})q\b/u;
const SHARE = /(?<![\d./])(?<part>[1-9])\/(?<of>\d{1,2})(?![\d./])/;
/** `H100-SHARED`, `Ascend910-2c`. */
const UNSIZED = /\b(?:mig|vgpu|slices?|shared|fraction(?:al)?|half)\b|ascend \d+\p{L}?\d?-\d+c\b/u;

const MEMORY = /(?<![\p{L}\d.])(?:(?<gb>\d+(?:\.\d+)?)\s?gi?b|(?<g>\d{2,3})g)(?![\p{L}\d])/gu;
const HOST = /\b(?:intel|amd) (?:cpus?|epyc|xeon)\b/g;
/** `8x`H100, `1`d910b, `8`snt9b2. */
const COUNT_BEFORE = /^\d{1,2}(?:x(?=\p{L}+\d)|(?=snt\d|d\d{3}))/u;
/** h100`x8`. */
const COUNT_AFTER = /(?<=^\p{L}{1,4}\d{2,4}\p{L}?)x\d{1,2}$/u;

/** Reads the words of a feed, or the name of a chip in the catalogue, which meet in their tokens. */
export function readWords(words: string): ChipWords {
  const text = words
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('_', ' ')
    .replaceAll('昇腾', ' ascend ')
    .replaceAll(/ascend(?=\d)/g, 'ascend ');
  const { slice, rest } = cut(text);
  const amounts = [...rest.matchAll(MEMORY)].map(({ groups }) => Number(groups?.gb ?? groups?.g));
  const named = rest
    .replaceAll(MEMORY, ' ')
    .replaceAll(HOST, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .map((token) => token.replace(COUNT_BEFORE, '').replace(COUNT_AFTER, ''))
    .filter((token) => token !== '');
  const tokens = [...named, ...amounts.map(memoryToken)];
  return { tokens, memoryGb: amounts[0] ?? null, slice };
}

/** An amount of memory as it stands among the tokens. */
export function memoryToken(gb: number): string {
  return `${gb}gb`;
}

/** The slice the text names, and the text without it: what it says of memory is not the chip's. */
function cut(text: string): { readonly slice: Slice | null; readonly rest: string } {
  const profile = PROFILE.exec(text);
  if (profile?.groups) {
    const gb = Number(profile.groups.gb ?? profile.groups.quota);
    return { slice: { by: 'memory', gb }, rest: text.replace(profile[0], ' ') };
  }
  const share = SHARE.exec(text);
  const ratio = Number(share?.groups?.part) / Number(share?.groups?.of);
  if (share !== null && ratio < 1) {
    return { slice: { by: 'share', share: ratio }, rest: text.replace(share[0], ' ') };
  }
  return { slice: UNSIZED.test(text) ? { by: 'nothing' } : null, rest: text };
}
