import { DEEPSEEK } from './deepseek.ts';
import type { Model } from './model.ts';
import { OTHERS, UNPUBLISHED } from './others.ts';

/** Every model of the catalogue: those it can say something of, then those it cannot. */
export const MODELS: readonly Model[] = Object.freeze([...DEEPSEEK, ...OTHERS, ...UNPUBLISHED]);

const BY_NAME = new Map(
  MODELS.flatMap((model) =>
    [model.id, model.name, ...model.aliases].map((name) => [keyOf(name), model] as const),
  ),
);

/** The model of that id, name or alias, however it is written; null where the catalogue has none. */
export function modelOf(name: string): Model | null {
  return BY_NAME.get(keyOf(name)) ?? null;
}

/** `DeepSeek V4-Flash` is `deepseek-v4-flash`; the point stays, 4.1 is not 41. */
function keyOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, '');
}
