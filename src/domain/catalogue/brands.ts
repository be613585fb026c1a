/** Words that say whose chip it is. What they contradict is another chip of the same name. */
const BRANDS = new Map([
  ...['nvidia', 'geforce', 'quadro', 'tesla', 'rtx', 'gtx', 'hgx', 'dgx'].map(ofNvidia),
  ...['ascend', 'atlas', 'huawei'].map((word) => [word, 'huawei'] as const),
  ...['amd', 'instinct', 'radeon'].map((word) => [word, 'amd'] as const),
  ...['intel', 'habana', 'gaudi'].map((word) => [word, 'intel'] as const),
  ...['trainium', 'inferentia'].map((word) => [word, 'aws'] as const),
  ['tpu', 'google'] as const,
  ['qualcomm', 'qualcomm'] as const,
  ['cambricon', 'cambricon'] as const,
]);

/** Words that stand beside the name of a chip and name none. */
const FILLERS = new Set([
  ...['gpu', 'gpus', 'npu', 'card', 'cards', 'accelerator', 'accelerators', 'chip', 'chips'],
  ...['cloud', 'corporation', 'graphics', 'instance', 'server', 'com', 'x', 'core', 'memory'],
]);
const NOT_CHIPS =
  /^(?:unknown|none|null|tbd|v?cpus?|xeon|epyc|ryzen|lake|rapids|kunpeng|graviton\d*|x86|x64|arm64|amd64)$/;
/** A letter and a digit: `h150`, `mi500x`. Not `8x`, `80gb`, `24vcpu`. */
const MODEL = /^(?!\d+(?:x|gb|tb|mb|w|u|c|h|vcpus?|ghz)$)(?=.*\p{L})(?=.*\d)/u;
/** The longest name a feed was seen to give has nine. */
const MOST_TOKENS = 12;

/** Whether the token names a vendor or its line of products. */
export function isBrand(token: string): boolean {
  return BRANDS.has(token);
}

/** The vendors the tokens name, or null where they name none. */
export function brandsIn(tokens: readonly string[]): ReadonlySet<string> | null {
  const vendors = new Set(tokens.flatMap((token) => BRANDS.get(token) ?? []));
  return vendors.size === 0 ? null : vendors;
}

/** Whether the words are markup, or too many for a name. */
export function isProse(words: string, tokens: readonly string[]): boolean {
  return /[<>{}]/.test(words) || tokens.length > MOST_TOKENS;
}

/** Whether words that name no chip we know may name one we do not: a model, or a brand and a name. */
export function looksLikeChip(tokens: readonly string[]): boolean {
  if (tokens.some((token) => NOT_CHIPS.test(token))) return false;
  const names = tokens.filter((token) => !isBrand(token) && !FILLERS.has(token));
  return (
    names.some((token) => MODEL.test(token)) || (brandsIn(tokens) !== null && names.length > 0)
  );
}

function ofNvidia(word: string): readonly [string, string] {
  return [word, 'nvidia'];
}
