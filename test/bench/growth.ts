import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { counted, type Figure, times } from './figures.ts';
import { inFolder, nodeIn } from './processes.ts';
import type { Size } from './sizes.ts';

const PROCESS = fileURLToPath(new URL('./growth-process.ts', import.meta.url));
const Report = z.object({
  offers: z.number(),
  crawls: z.array(z.object({ ms: z.number(), cpuMs: z.number() })),
  /** Bytes of memory that what is known of a source takes, for each of its offers. */
  state: z.number(),
});

/** Crawls of a small and of a large source, each in a process of its own: what an offer costs, and memory. */
export async function growth({ growth: [few, many] }: Size): Promise<readonly Figure[]> {
  return inFolder(async (dir) => {
    const node = nodeIn(dir);
    const [small, large] = [few, many].map((offers) => {
      const args = ['--expose-gc', '--import', 'tsx', PROCESS, dir, String(offers)];
      const { wrote, peakMiB } = node(...args);
      return { ...Report.parse(JSON.parse(wrote)), peakMiB };
    });
    if (small === undefined || large === undefined) throw new Error('expected both, found none');
    const beside = [`one of ${few}`, perThousand(small)] as const;
    return [
      // 0.85 of the rows a second.
      times('P7', `a crawl of ${many} offers, 1 % changed, for 1000 of them`, perThousand(large), {
        ...{ beside, target: { ratio: 1.18 } },
      }),
      counted('P7', 'what is known of a source, an offer', [large.state], {
        ...{ unit: 'bytes', target: { median: 700 } },
      }),
      counted('P7', `peak memory of crawls of ${many} offers`, [large.peakMiB], {
        ...{ unit: 'MiB', target: {}, beside: [`of ${few}`, [small.peakMiB]] },
      }),
    ];
  });
}

function perThousand({ crawls, offers }: z.infer<typeof Report>) {
  const share = 1000 / offers;
  return crawls.map(({ ms, cpuMs }) => ({ ms: ms * share, cpuMs: cpuMs * share }));
}
