import { z } from 'zod';
import { Money } from './money.ts';

/** When a price of tokens holds; `unstated`: one is told, and not whether another holds at other hours. */
export const Window = z.enum(['always', 'peak', 'off-peak', 'unstated']);
export type Window = z.infer<typeof Window>;

/** What an API asks for a model, as a source tells it. Amounts are of a million tokens. */
export const Tokens = z.strictObject({
  kind: z.literal('tokens'),
  /** Id of the catalogue, or the maker's own name of a model that is only sold by API. */
  model: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, 'expected the id of a model'),
  /** Who sells it, in the source's own words: `deepseek`, `openrouter`. */
  host: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'expected the id of a host'),
  window: Window,
  input: Money,
  /** Of input that the cache held; null where none is told. */
  cachedInput: Money.nullable(),
  output: Money,
});
export type Tokens = z.infer<typeof Tokens>;

/** What identifies a price of tokens in its source. */
export function tokensKey({
  host,
  model,
  window,
}: Pick<Tokens, 'host' | 'model' | 'window'>): string {
  return `${host}/${model}/${window}`;
}
