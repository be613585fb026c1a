import { tallies } from '../../query/deliveries.ts';
import { type GroupPrices, grouped, listedOffers, pricesOf } from '../../query/offer-groups.ts';
import { relationOf } from '../../query/relation.ts';
import { sourceHealth } from '../../query/sources.ts';
import { VERSION } from '../../version.ts';
import type { Asked } from './route.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number | null];

const BILLINGS = ['on-demand', 'spot'] as const;

/** Aggregates in the text format of Prometheus. What is not known has no line: absent is not zero. */
export async function metrics({ desk, c, now }: Asked): Promise<Response> {
  const { db } = desk;
  const relation = relationOf(db, {}, now);
  const rows = listedOffers(relation, {});
  const { crawls, deliveries } = await tallies(db);
  const health = [...(await sourceHealth(db)).values()];
  const counts = new Map<string, number>();
  for (const { accelerator, provider, availability: state } of rows) {
    bump(counts, { accelerator, provider, state });
  }
  const text = [
    family('accelerator_price_usd_per_hour', 'gauge', [
      ...grouped(rows, ({ accelerator }) => accelerator).flatMap(([accelerator, offered]) =>
        BILLINGS.flatMap((billing) =>
          priceSamples(accelerator, billing, pricesOf(offered, relation, billing)),
        ),
      ),
    ]),
    family(
      'offers',
      'gauge',
      [...counts].map(([key, n]): Sample => [labelsOf(key), n]),
    ),
    family(
      'source_last_success_timestamp_seconds',
      'gauge',
      health.map(({ source, lastGoodAt }) => [{ source }, lastGoodAt && lastGoodAt / 1000]),
    ),
    family(
      'source_crawls_total',
      'counter',
      crawls.map(({ n, ...labels }) => [labels, n]),
    ),
    family(
      'deliveries',
      'gauge',
      deliveries.map(({ n, ...labels }) => [labels, n]),
    ),
    family('build_info', 'gauge', [[{ version: VERSION }, 1]]),
  ];
  return c.body(text.join(''), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
}

const labelsOf = (key: string): Labels => JSON.parse(key);

function bump(counts: Map<string, number>, labels: Labels): void {
  const key = JSON.stringify(labels);
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Floor and median in dollars, as every other answer has them. */
function priceSamples(
  accelerator: string,
  billing: string,
  prices: readonly GroupPrices[],
): readonly Sample[] {
  const inDollars = prices.find(({ currency }) => currency === 'USD');
  if (inDollars === undefined) return [];
  return [
    [{ accelerator, billing, stat: 'min' }, inDollars.floor],
    [{ accelerator, billing, stat: 'median' }, inDollars.median],
  ];
}

function family(name: string, type: 'gauge' | 'counter', samples: readonly Sample[]): string {
  const lines = samples.flatMap(([labels, value]) =>
    value === null ? [] : [`chipwatch_${name}{${inBraces(labels)}} ${value}\n`],
  );
  return [`# TYPE chipwatch_${name} ${type}\n`, ...lines].join('');
}

function inBraces(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`)
    .join(',');
}
