/**
 * OpenRouter's list of models: what it asks for a token, in dollars, as decimal text. It sends a request to
 * one of several hosts and asks the same for all of them. https://openrouter.ai/docs/api-reference/list-available-models
 */
import { z } from 'zod';
import {
  amount,
  envelope,
  oneDocument,
  type Reading,
  readingsOf,
  type Scraper,
  watchedModel,
} from './kit/index.ts';

const Page = z.object({ data: z.array(z.object({ id: z.string() }).loose()).min(1) });

/** Of one token; a million of them are the unit here. */
const PerToken = z
  .string()
  .regex(/^\d+(?:\.\d+)?$/, 'expected a plain decimal')
  .transform((text) => Number(text) * 1e6)
  .pipe(amount('USD'));
const Model = z.object({
  pricing: z.object({
    prompt: PerToken,
    completion: PerToken,
    input_cache_read: z.preprocess((said) => (said === '0' ? null : said), PerToken.nullish()),
  }),
});

export const openrouter: Scraper = oneDocument({
  id: 'openrouter',
  provider: 'openrouter',
  homepage: 'https://openrouter.ai/models',
  reads: 'prices of tokens of the models that are watched',
  every: '6h',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'documented',
  ask: ({ http }) => http.get('models', 'https://openrouter.ai/api/v1/models'),

  *read(served) {
    for (const each of envelope(served, Page).data) {
      const model = watchedModel(each.id);
      if (model === null) continue;
      yield* readingsOf(each, { row: Model, readings: (sold) => [tokensOf(model, sold)] });
    }
  },
});

function tokensOf(model: string, { pricing }: z.infer<typeof Model>): Reading {
  const { prompt: input, completion: output, input_cache_read: cachedInput = null } = pricing;
  const host = 'openrouter';
  return { kind: 'tokens', model, host, window: 'unstated', input, cachedInput, output };
}
