/**
 * models.dev, a public collection of what APIs ask for a million tokens, in dollars, kept by hand. It has one
 * price where a host has several by the hour: which one it is, its answer does not say.
 * https://github.com/anomalyco/models.dev#api
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

export const modelsDev: Scraper = {
  id: 'models-dev',
  provider: 'models-dev',
  homepage: 'https://models.dev/',
  reads: 'prices of tokens of the models that are watched, of every host it has',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'aggregator',
  robots: 'documented-api',
  verified: 'documented',

  async fetch({ http }) {
    return [await http.get('api', 'https://models.dev/api.json')];
  },

  *parse(documents): Generator<Reading> {
    const hosts = envelope(document(documents, 'api'), Hosts);
    for (const [host, { models }] of Object.entries(hosts)) {
      for (const [name, served] of Object.entries(models)) {
        const model = watchedModel(name);
        if (model === null || NotSold.safeParse(served).success) continue;
        const sold = row(served, Sold, null);
        if ('unread' in sold) yield sold.unread;
        else yield tokensOf(host, model, sold.read);
      }
    }
  },
};

function tokensOf(host: string, model: string, { cost }: z.infer<typeof Sold>): Reading {
  const { input, output, cache_read: cachedInput = null } = cost;
  return { kind: 'tokens', model, host, window: 'unstated', input, cachedInput, output };
}
