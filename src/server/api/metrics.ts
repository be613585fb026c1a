import { tallies } from '../../query/deliveries.ts';
import { findOffers } from '../../query/offers.ts';
import { sourceHealth } from '../../query/sources.ts';
import { lowest, median } from '../../query/statistics.ts';
import { VERSION } from '../../version.ts';
import type { Asked } from './route.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number | null];

/** Aggregates in the text format of Prometheus. What is not known has no line: absent is not zero. */
export async function metrics({ desk, c, now }: Asked): Promise<Response> {
  const { db } = desk;
  const { offers } = await findOffers(db, {}, now);
  const { crawls, deliveries } = await tallies(db);
  const health = [...(await sourceHealth(db)).values()];
  const prices = new Map<string, number[]>();
  const counts = new Map<string, number>();
  for (const { row, converted } of offers) {
    const { accelerator, billing, provider, availability: state } = row;
    bump(counts, { accelerator, provider, state });
    if (converted !== null) listIn(prices, { accelerator, billing }).push(converted);
  }
  const text = [
    family('accelerator_price_usd_per_hour', 'gauge', [
      ...[...prices].flatMap(([key, values]): Sample[] => [
        [{ ...labelsOf(key), stat: 'min' }, lowest(values)],
        [{ ...labelsOf(key), stat: 'median' }, median(values)],
      ]),
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

function listIn(lists: Map<string, number[]>, labels: Labels): number[] {
  const key = JSON.stringify(labels);
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
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
