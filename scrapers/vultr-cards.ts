/** The cards of one plan, in the words of its row. */
interface Cards {
  readonly gpu_type: string;
  readonly gpu_count: number;
  /** GB of all of them. */
  readonly gpu_vram_gb: number;
}

/** Plans of dedicated servers, whose rows leave out the cards: https://www.vultr.com/pricing/ */
const DEDICATED: ReadonlyMap<string, Cards> = new Map([
  ['vcg-a16-96c-878g-256vram', cards('NVIDIA_A16', 16, 256)],
  ['vcg-a100-96c-896g-320vram', cards('NVIDIA_A100', 4, 320)],
  ['vcg-h100-216c-1914gb-640vram', cards('NVIDIA_H100', 8, 640)],
  ['vcg-b200-248c-2826g-1536vram', cards('NVIDIA_B200', 8, 1536)],
  ['vcg-mi325x-252c-2872g-1536vram', cards('AMD_MI325X', 6, 1536)],
  ['vcg-mi355x-252c-2872g-2304vram', cards('AMD_MI355X', 8, 2304)],
]);
/** Bare metal: vbm-112c-2048gb-8-h100-gpu, and without a number of the one in vbm-72c-480gb-gh200-gpu. */
const METAL = /gb-(?:(?<count>\d+)-)?[a-z]+\d+[a-z]*-gpu$/;

/** What the id of a plan says of its cards; its row may leave that out. */
export function cardsOf(id: string): Partial<Cards> {
  const metal = METAL.exec(id)?.groups;
  return DEDICATED.get(id) ?? (metal === undefined ? {} : { gpu_count: Number(metal.count ?? 1) });
}

function cards(gpu_type: string, gpu_count: number, gpu_vram_gb: number): Cards {
  return { gpu_type, gpu_count, gpu_vram_gb };
}
