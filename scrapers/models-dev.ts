/**
 * models.dev, a public collection of what APIs ask for a million tokens, in dollars, kept by hand. It has one
 * price where a host has several by the hour: which one it is, its answer does not say.
 * https://github.com/anomalyco/models.dev#api
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

const Hosts = z
  .record(z.string(), z.object({ models: z.record(z.string(), z.unknown()) }))
  .refine((hosts) => 'deepseek' in hosts, 'expected DeepSeek among the hosts');

const Price = amount('USD');
const Sold = z.object({
  cost: z.object({
    input: Price,
    output: Price,
    // Zero stands for what is not billed by itself: no price of its own.
    cache_read: z.preprocess((said) => (said === 0 ? null : said), Price.nullish()),
  }),
});
/** No longer served; or without a price of its own, as a part of a plan. */
const NotSold = z.union([
  z.object({ status: z.literal('deprecated') }),
  z.object({ cost: z.object({ input: z.literal(0), output: z.literal(0) }).optional() }),
]);

export const modelsDev: Scraper = oneDocument({
  id: 'models-dev',
  provider: 'models-dev',
  homepage: 'https://models.dev/',
  reads: 'prices of tokens of the models that are watched, of every host it has',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'aggregator',
  robots: 'documented-api',
  verified: 'documented',
  ask: ({ http }) => http.get('api', 'https://models.dev/api.json'),

  *read(served) {
    for (const [host, { models }] of Object.entries(envelope(served, Hosts))) {
      for (const [name, sold] of Object.entries(models)) {
        const model = watchedModel(name);
        if (model === null || NotSold.safeParse(sold).success) continue;
        yield* readingsOf(sold, { row: Sold, readings: (each) => [tokensOf(host, model, each)] });
      }
    }
  },
});

function tokensOf(host: string, model: string, { cost }: z.infer<typeof Sold>): Reading {
  const { input, output, cache_read: cachedInput = null } = cost;
  return { kind: 'tokens', model, host, window: 'unstated', input, cachedInput, output };
}
