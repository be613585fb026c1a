import { describe, expect, it } from 'vitest';
import { ovhcloudDedicated } from '../../scrapers/ovhcloud-dedicated/index.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const price = (amount: number, changes: object = {}) => ({
  mode: 'default',
  capacities: ['renew'],
  interval: 1,
  intervalUnit: 'month',
  price: amount * 1e8,
  ...changes,
});
const ONCE = { capacities: ['installation'], interval: 0, intervalUnit: 'none' };
/** What it costs a month, and the same once; a year's price is of another mode. */
const pricings = (month: number, once = month) => [
  price(1, { mode: 'upfront12', interval: 12 }),
  price(once, ONCE),
  price(month),
];
const family = (name: string, ...addons: readonly string[]) => ({
  name,
  mandatory: name !== 'gpu',
  default: addons[0],
  addons,
});
const PARTS = {
  'ram-7g-made-up': 10,
  'ram-77g-made-up': 20,
  'noraid-0-made-up': 0,
  'gpu-2xnvidia-l4-made-up': 100,
  'gpu-4xnvidia-l4-made-up': 200,
};
const PLAN = {
  planCode: 'made-up',
  pricings: pricings(619.9),
  addonFamilies: [
    family('memory', 'ram-7g-made-up', 'ram-77g-made-up'),
    family('storage', 'noraid-0-made-up'),
    family('gpu', 'gpu-2xnvidia-l4-made-up', 'gpu-4xnvidia-l4-made-up'),
    { ...family('vrack', 'dear-made-up'), mandatory: false },
  ],
};
const CONFIGURATION = {
  fqn: 'made-up.ram-7g.noraid-0.gpu-2xnvidia-l4',
  planCode: 'made-up',
  memory: 'ram-7g',
  storage: 'noraid-0',
  gpu: 'gpu-2xnvidia-l4',
  datacenters: [{ datacenter: 'gra', availability: '1H-low' }],
};

/** The stock of one configuration and the catalogue of its plan, as far as a test changes them. */
function lists(configuration: object = {}, parts: object = {}, currencyCode = 'EUR') {
  const addons = Object.entries({ ...PARTS, ...parts }).map(([planCode, month]) => ({
    planCode,
    pricings: month === null ? [] : pricings(month),
  }));
  const catalogue = { locale: { currencyCode, subsidiary: 'DE' }, plans: [PLAN], addons };
  return [
    aDocument('stock', [{ ...CONFIGURATION, ...configuration }]),
    aDocument('eco', catalogue, { partOf: 'eco' }),
  ];
}

describe('ovhcloud-dedicated', () => {
  it('adds up the base configuration, and tells the hour of a month with the words of both', async () => {
    expect(await readingsOf(ovhcloudDedicated, lists())).toEqual([
      expect.objectContaining({
        sku: 'made-up.ram-7g.noraid-0.gpu-2xnvidia-l4',
        accelerator: 'nvidia-l4',
        count: 2,
        region: 'gra',
        billing: 'reserved',
        termMonths: 1,
        // 619.9 + 10 + 0 + 100 a month of 730 hours.
        price: { micros: 999_863, currency: 'EUR' },
        tax: 'excluded',
        availability: 'limited',
        words: '729.9 EUR a month, 729.9 EUR once; 1H-low',
        scope: 'eco',
      }),
    ]);
  });

  it('prices each choice of GPU', async () => {
    const four = { gpu: 'gpu-4xnvidia-l4', fqn: 'made-up.four' };

    expect(await readingsOf(ovhcloudDedicated, lists(four))).toMatchObject([
      { count: 4, words: '829.9 EUR a month, 829.9 EUR once; 1H-low' },
    ]);
  });

  it.each([
    ['1H-high', 'available'],
    ['1H-low', 'limited'],
    ['72H', 'waitlist'],
    ['1440H', 'waitlist'],
    ['unavailable', 'sold-out'],
    ['comingSoon', 'unknown'],
    ['unknown', 'unknown'],
  ])('takes %s for %s', async (said, availability) => {
    const datacenters = [{ datacenter: 'rbx', availability: said }];

    expect(await readingsOf(ovhcloudDedicated, lists({ datacenters }))).toMatchObject([
      { region: 'rbx', availability, words: expect.stringContaining(said) },
    ]);
  });

  it.each([
    ['has more than the base', { memory: 'ram-77g' }],
    ['is sold by another company', { planCode: 'made-up-us' }],
    ['has no GPU', { gpu: undefined }],
    ['stands in no data centre', { datacenters: [] }],
  ])('leaves out a configuration that %s', async (_, configuration) => {
    expect(await readingsOf(ovhcloudDedicated, lists(configuration))).toEqual([]);
  });

  it('does not take an L4 for the L40S whose name begins alike', async () => {
    const [stock, eco] = lists({ gpu: 'gpu-2xnvidia-l', fqn: 'made-up.l' });

    expect(
      await readingsOf(
        ovhcloudDedicated,
        [stock, eco].flatMap((each) => each ?? []),
      ),
    ).toEqual([]);
  });

  it('counts a configuration as not read when one of its parts has no price', async () => {
    const readings = await readingsOf(ovhcloudDedicated, lists({}, { 'ram-7g-made-up': null }));

    expect(readings).toMatchObject([{ kind: 'unread', scope: 'eco' }]);
  });

  it('counts a configuration as not read that does not say how many GPUs it has', async () => {
    expect(await readingsOf(ovhcloudDedicated, lists({ gpu: 'gpu-weird' }))).toMatchObject([
      { kind: 'unread', reason: 'gpu: expected a number and a name' },
    ]);
  });

  it('refuses a catalogue in another currency', async () => {
    await expect(readingsOf(ovhcloudDedicated, lists({}, {}, 'USD'))).rejects.toThrow(
      'eco: locale.currencyCode',
    );
  });

  it('goes on with one catalogue, and not without the stock', async () => {
    const one = toolsOf(({ url }) => (url.includes('baremetal') ? undefined : { body: [] }));
    const none = toolsOf(({ url }) => (url.includes('availabilities') ? undefined : { body: [] }));

    expect((await ovhcloudDedicated.fetch(one)).map(({ name }) => name)).toEqual(['stock', 'eco']);
    await expect(ovhcloudDedicated.fetch(none)).rejects.toThrow('not recorded');
  });
});
