/** What a code says of its accelerators. */
export interface Chips {
  readonly accelerator: string;
  readonly count: number;
}

/** `ai1s.large.4`, `Snt9b2`, `1d910b`, `npu`: any of them means Ascend, whatever else is said. */
const NPU = /(?:^|[\s.])k?ai[12]s?\.|snt\d|d?9[1-7]0(?:[abc]|pr|dt)|\bnpu\b|ascend|昇腾/i;
/** `8snt9b2`, `1d910b`: how many of which chip, as one step of a flavour's code. */
const COUNTED = /(?:^|\.)(?<count>[1-9]\d?)d?(?<chip>9\d0[a-z]{0,2}|snt\d+(?:[a-z]\d*)?)(?=\.|$)/;

/** Whether the words are of an Ascend chip. */
export function isNpu(words: string): boolean {
  return NPU.test(words);
}

/** The Ascend chips in a flavour's code, or null where it counts none. */
export function chipsIn(code: string): Chips | null {
  const found = COUNTED.exec(code)?.groups;
  if (found?.chip === undefined) return null;
  return { accelerator: `Ascend ${found.chip}`, count: Number(found.count) };
}
