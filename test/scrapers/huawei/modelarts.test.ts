import { describe, expect, it } from 'vitest';
import { huaweiModelarts } from '../../../scrapers/huawei/index.ts';
import { recognise } from '../../../src/domain/catalogue/recognise.ts';
import { aDocument, readingsOf, toolsOf } from '../../support/documents.ts';

// No answer of these lists with its stock was ever published: states and figures are made up, and
// stand under the names that the vendor's SDK gives them.
const SERVER = {
  arch: 'ARM',
  availability_zone: 'af-south-1a',
  charging_mode: 'POST_PAID',
  count: 77,
  flavor: 'modelarts.bm.npu.arm.8snt9b2.d',
  flavor_type: 'Ascend',
  server_type: 'BMS',
  is_sold_out: true,
};
const NODE = {
  metadata: { name: 'modelarts.bm.npu.arm.8snt9b3.i6l.d.c004' },
  spec: {
    type: 'Dedicate',
    cpu: '3',
    npu: { type: 'ascend-snt9b3', size: '8' },
    billingModes: [0, 1],
  },
  status: { phase: { 'af-south-1a': 'normal', 'af-south-1b': 'soldout' } },
};
const NOTEBOOK = {
  id: 'modelarts.bm.arm.d910b.kat2ne.48xlarge.4',
  ascend: { npu: 4, npu_memory: '999', type: 'ascend-snt9b3' },
  vcpus: 3,
  sold_out: false,
};
const TRAINING = {
  flavor_id: 'modelarts.bm.nl.2',
  flavor_info: { npu: { unit_num: '2', product_name: 'ascend-snt9b2' }, cpu: { core_num: 3 } },
};
const INFERENCE = { specification: 'modelarts.bm.arm.24u.192g.npu.1d910b', spec_status: 'normal' };

const LISTS = {
  'lite-server': { data: [SERVER], total: 1 },
  pool: { items: [NODE] },
  notebook: { data: [NOTEBOOK], flavors: [NOTEBOOK], total: 1 },
  training: { flavors: [TRAINING], total_count: 1 },
  inference: { specifications: [INFERENCE], total_count: 1 },
};
type Product = keyof typeof LISTS;

function read(product: Product, body: object) {
  const partOf = `af-south-1/${product}`;
  return readingsOf(huaweiModelarts, [aDocument(`${partOf}/1`, body, { partOf })]);
}

describe('huawei-modelarts', () => {
  it.each<[Product, object[]]>([
    [
      'lite-server',
      [
        {
          sku: SERVER.flavor,
          accelerator: 'Ascend snt9b2',
          // Of the chips, not the `count`, which is of supernodes.
          count: 8,
          zone: 'af-south-1a',
          tier: 'lite-server',
          availability: 'sold-out',
          words: 'BMS',
        },
      ],
    ],
    [
      'pool',
      [
        { accelerator: 'ascend-snt9b3', count: 8, zone: 'af-south-1a', availability: 'available' },
        { accelerator: 'ascend-snt9b3', count: 8, zone: 'af-south-1b', availability: 'sold-out' },
      ],
    ],
    [
      'notebook',
      [{ accelerator: 'ascend-snt9b3', count: 4, zone: null, availability: 'available', vcpus: 3 }],
    ],
    [
      'training',
      [
        {
          accelerator: 'ascend-snt9b2',
          count: 2,
          availability: 'listed',
          evidence: 'deployable-list',
        },
      ],
    ],
    ['inference', [{ accelerator: 'Ascend 910b', count: 1, availability: 'available' }]],
  ])('reads the list of %s', async (product, expected) => {
    const readings = await read(product, LISTS[product]);

    expect(readings).toHaveLength(expected.length);
    expect(readings).toMatchObject(
      expected.map((each) => ({
        kind: 'listing',
        region: 'af-south-1',
        price: null,
        memoryGb: null,
        scope: `af-south-1/${product}`,
        ...each,
      })),
    );
  });

  it('leaves the code of a chip to the catalogue, where Snt9b2 is the 910B3', async () => {
    const [reading] = await read('lite-server', LISTS['lite-server']);
    const words = reading?.kind === 'listing' ? reading.accelerator : '';

    expect(recognise(words, null)).toMatchObject({ accelerator: { id: 'ascend-910b3' } });
  });

  it('counts the dies of a supernode server as dies', async () => {
    const flavor = 'modelarts.nl.hps.16snt9b23';
    const [reading] = await read('lite-server', {
      data: [{ ...SERVER, flavor, server_type: 'HPS' }],
    });
    const words = reading?.kind === 'listing' ? reading.accelerator : '';

    expect(reading).toMatchObject({ count: 16, words: 'HPS' });
    expect(recognise(words, null)).toMatchObject({
      accelerator: { id: 'ascend-910c' },
      unit: 'die',
    });
  });

  it('takes a half card of a GPU for half a card', async () => {
    const gpu = { id: 'nl.gpu', gpu: { gpu: 0.5, type: 'GP-Vnt1' }, sold_out: false };

    expect(await read('notebook', { data: [gpu] })).toMatchObject([{ count: 1, fraction: 0.5 }]);
  });

  it.each<[string, Product, object]>([
    ['no word on stock', 'lite-server', { data: [{ ...SERVER, is_sold_out: null }] }],
    ['no word on a notebook', 'notebook', { data: [{ ...NOTEBOOK, sold_out: undefined }] }],
    [
      'no word on a service',
      'inference',
      { specifications: [{ ...INFERENCE, spec_status: null }] },
    ],
  ])('takes %s for no knowledge of it', async (_, product, body) => {
    expect(await read(product, body)).toMatchObject([{ availability: 'unknown' }]);
  });

  it('calls what is sold by the month only reserved', async () => {
    const spec = { ...NODE.spec, billingModes: [1] };
    const readings = [
      ...(await read('lite-server', { data: [{ ...SERVER, charging_mode: 'PRE_PAID' }] })),
      ...(await read('pool', { items: [{ ...NODE, spec }] })),
    ];

    expect(readings).toMatchObject(readings.map(() => ({ billing: 'reserved', termMonths: null })));
  });

  it.each<[Product, object]>([
    ['lite-server', { data: [{ ...SERVER, flavor: 'modelarts.bm.npu.arm.d950' }] }],
    ['lite-server', { data: [{ ...SERVER, server_type: 'TENT' }] }],
    ['pool', { items: [{ ...NODE, status: { phase: { a: 'sellout' } } }] }],
    ['inference', { specifications: [{ specification: 'modelarts.nl.npu' }] }],
  ])('counts a row of %s that it does not understand as not read', async (product, body) => {
    expect(await read(product, body)).toMatchObject([{ kind: 'unread' }]);
  });

  it.each<[Product, object]>([
    ['lite-server', { data: [{ ...SERVER, flavor: 'nl.cpu.8u', flavor_type: 'CPU' }] }],
    ['pool', { items: [{ ...NODE, spec: { cpu: '3' } }] }],
    ['notebook', { data: [{ id: 'nl.cpu.2u', category: 'CPU', sold_out: false }] }],
    ['training', { flavors: [{ flavor_id: 'nl.cpu.2u', flavor_info: {} }] }],
    ['inference', { specifications: [{ specification: 'modelarts.vm.cpu.2u' }] }],
  ])('leaves out what has no accelerator in %s', async (product, body) => {
    expect(await read(product, body)).toEqual([]);
  });

  it.each<[string, object]>([
    ['is shorter than it says', { data: [SERVER], total: 2 }],
    ['is not there', { message: 'none' }],
  ])('refuses a list that %s', async (_, body) => {
    const total = 'total' in body ? body : { ...body, total: 1 };

    await expect(read('lite-server', total)).rejects.toThrow('lite-server: expected');
  });

  it('asks five lists of each region that has ModelArts, page by page, Hong Kong in .cn', async () => {
    const asked: string[] = [];
    const documents = await huaweiModelarts.fetch(
      toolsOf(({ url }) => {
        asked.push(url);
        const projects = ['ap-southeast-1', 'me-east-1', 'xx-nowhere-9'].map((name) => {
          return { id: 'p1', name, enabled: true };
        });
        if (url.includes('/v3/projects')) return { body: { projects } };
        const isFirst = url.includes('resourceflavors') && !url.includes('continue');
        return { body: { items: [], metadata: isFirst ? { continue: 'a b' } : {} } };
      }),
    );

    expect(documents.map(({ partOf }) => partOf)).toEqual([
      null,
      ...['ap-southeast-1', 'me-east-1'].flatMap((region) =>
        ['lite-server', 'pool', 'pool', 'notebook', 'training', 'inference'].map(
          (product) => `${region}/${product}`,
        ),
      ),
    ]);
    expect(asked).toEqual(
      expect.arrayContaining([
        'https://modelarts.ap-southeast-1.myhuaweicloud.cn/v1/p1/dev-servers/flavors',
        'https://modelarts.me-east-1.myhuaweicloud.com/v1/p1/resourceflavors?limit=500&continue=a%20b',
        'https://modelarts.me-east-1.myhuaweicloud.com/v2/p1/training-job-flavors',
      ]),
    );
    expect(asked.join()).not.toContain('xx-nowhere-9');
  });
});
