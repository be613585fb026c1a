/**
 * OpenRouter's list of models: what it asks for a token, in dollars, as decimal text. It sends a request to
 * one of several hosts and asks the same for all of them. https://openrouter.ai/docs/api-reference/list-available-models
 */
import { z } from 'zod';
import {
  amount,
  document,
  envelope,
  type Reading,
  row,
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

export const openrouter: Scraper = {
  id: 'openrouter',
  provider: 'openrouter',
  homepage: 'https://openrouter.ai/models',
  reads: 'prices of tokens of the models that are watched',
  every: '6h',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'documented',

  async fetch({ http }) {
    return [await http.get('models', 'https://openrouter.ai/api/v1/models')];
  },

  *parse(documents): Generator<Reading> {
    for (const served of envelope(document(documents, 'models'), Page).data) {
      const model = watchedModel(served.id);
      if (model === null) continue;
      const read = row(served, Model, null);
      if ('unread' in read) {
        yield read.unread;
        continue;
      }
      const { prompt, completion, input_cache_read: cachedInput = null } = read.read.pricing;
      yield {
        ...{ kind: 'tokens', model, host: 'openrouter', window: 'unstated' },
        ...{ input: prompt, cachedInput, output: completion },
      };
    }
  },
};
