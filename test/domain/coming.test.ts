import { describe, expect, it } from 'vitest';
import type { Document } from '../../scrapers/kit/index.ts';
import { scraperById } from '../../scrapers/registry.ts';
import type { Change } from '../../src/domain/change.ts';
import { type Crawl, diff } from '../../src/domain/diff.ts';
import { type Normalised, normalise } from '../../src/domain/normalise.ts';
import { match } from '../../src/domain/rule-match.ts';
import { DEFAULT_RULE, Rule } from '../../src/domain/rules.ts';
import { aDocument } from '../support/documents.ts';
import { aState, seen } from '../support/offers.ts';

/** A made-up night at a source: its name, and what it serves, with a chip nobody rents out yet in it. */
type Night = readonly [source: string, chip: string, documents: readonly Document[]];

const product = (urlPath: string) => ({
  urlPath,
  regionOnline: { regionList: ['af-south-9'] },
});
const HUAWEI_MENU = { menuInfos: [product('ecs'), product('modelarts')] };
const huawei = (spec: object): readonly Document[] => {
  const partOf = 'intl/af-south-9/modelarts';
  return [
    aDocument('intl/menu', HUAWEI_MENU),
    aDocument('china/menu', HUAWEI_MENU),
    aDocument(partOf, { product: { any: [spec] } }, { partOf }),
  ];
};
const runpod = (gpu: object): readonly Document[] => {
  return [aDocument('prices', { data: { gpuTypes: [gpu] } })];
};
const otc = (record: object): readonly Document[] => {
  return [aDocument('prices', { response: { result: { modelarts: [record] } } })];
};
const autodl = (name: string): readonly Document[] => {
  const data = [{ [name]: { idle_gpu_num: null } }];
  return [aDocument('stock/westDC2', { code: 'Success', data }, { partOf: 'westDC2' })];
};

const NIGHTS: readonly Night[] = [
  // A code that does not count its chips.
  [
    'huawei-calculator',
    'ascend-950pr',
    huawei({ resourceSpecCode: 'nl.npu.d950pr', planList: [] }),
  ],
  // A way of billing that is as new as the chip.
  [
    'huawei-calculator',
    'ascend-950dt',
    huawei({ resourceSpecCode: 'nl.npu.8d950dt', planList: [{ billingMode: 'BARTER' }] }),
  ],
  // Memory that is not the catalogue's.
  [
    'runpod',
    'rubin',
    runpod({
      id: 'NVIDIA Vera Rubin',
      displayName: 'VR',
      memoryInGb: 999,
      secureCloud: true,
      communityCloud: false,
      securePrice: 1.11,
      communityPrice: 0,
    }),
  ],
  // Numbers that are none.
  ['autodl', 'ascend-960', autodl('昇腾960')],
  // A service, with no server and no price.
  ['otc', 'ascend-970', otc({ productName: 'ModelArts Ascend 970', region: 'eu-de' })],
];

async function readingOf([id, , documents]: Night): Promise<Normalised> {
  const scraper = scraperById(id);
  if (scraper === undefined) throw new RangeError(`expected the source ${id}`);
  return normalise(scraper, scraper.parse(documents));
}

const crawlOf = (id: string, night: Normalised): Crawl => ({
  source: { id, absentMeans: 'withdrawn' },
  at: 1,
  seen: night,
  missing: new Set(),
  held: new Set(),
});

const news = (changes: readonly Change[]) =>
  changes
    .filter(({ flags }) => flags.includes('hardware.new'))
    .map(({ kind, subject }) => [kind, subject]);

describe('a generation that is coming', () => {
  it.each(NIGHTS)('is told at %s, though nobody can read its row: %s', async (...night) => {
    const [source, chip] = night;
    const reading = await readingOf(night);
    const first = diff(aState([]), crawlOf(source, reading));
    const pending = new Map(first.pending.map((each) => [`${each.kind} ${each.subject}`, each]));
    const second = diff(aState([], { pending }), crawlOf(source, reading));

    expect(reading.offers).toEqual([]);
    expect(news(first.changes)).toEqual([]);
    expect(news(second.changes)).toEqual([['hardware', chip]]);
  });

  it('is told once, whoever names it next', async () => {
    const coming = [{ accelerator: 'ascend-950pr', row: '"a row"' }];
    const known = aState([], { hardware: new Set(['ascend-950pr']) });

    expect(diff(known, crawlOf('northlight', seen([], { coming }))).changes).toEqual([]);
  });

  it('is part of a silent start where the source is new', async () => {
    const coming = [{ accelerator: 'ascend-950pr', row: '"a row"' }];
    const start = aState([], { baseline: true });

    const { changes } = diff(start, crawlOf('northlight', seen([], { coming })));

    expect(changes).toMatchObject([{ kind: 'hardware', flags: [], baseline: true }]);
  });

  it('reaches who watches its family, by the chip, the vendor or the stack', () => {
    const coming = [{ accelerator: 'rubin', row: '"NVIDIA Vera Rubin"' }];
    const pending = new Map([
      [
        'hardware rubin',
        { kind: 'hardware', subject: 'rubin', candidate: null, since: 0 } as const,
      ],
    ]);
    const [change] = diff(
      aState([], { pending }),
      crawlOf('northlight', seen([], { coming })),
    ).changes;
    const { flags } = DEFAULT_RULE;
    const rule = (spec: string) => Rule.parse({ id: 'r', spec, flags, channels: ['me'] });
    const told = (spec: string) =>
      change === undefined
        ? []
        : match(rule(spec), change, { provider: 'northlight', reference: null, place: null });

    expect(['rubin', 'nvidia', 'cuda', 'ascend'].map((spec) => told(spec).length)).toEqual([
      1, 1, 1, 0,
    ]);
    expect(told('rubin')[0]?.why).toBe(
      'northlight names the Rubin, known as announced only: "NVIDIA Vera Rubin"',
    );
  });
});
