import { describe, expect, it } from 'vitest';
import { huaweiCalculator, huaweiCalculatorEu } from '../../../scrapers/huawei/index.ts';
import { aDocument, readingsOf, toolsOf } from '../../support/documents.ts';

const HOURLY = {
  billingMode: 'ONDEMAND',
  usageFactor: 'Duration',
  measureUnit: 4,
  measureUnitStep: 1,
  amount: 1.11,
};
const NPU = {
  resourceSpecCode: 'modelarts.bm.arm.48u.384g.npu.2d910b',
  cpu: '3BSSUNIT.pluralUnit.23',
  mem: '1024BSSUNIT.pluralUnit.102',
  planList: [HOURLY, { billingMode: 'MONTHLY', amount: 777 }],
};

function menu(regions: readonly string[], sold = ['ecs', 'modelarts']) {
  const products = sold.map((urlPath) => ({ urlPath, regionOnline: { regionList: regions } }));
  return {
    menuInfos: [{ subCategoryLists: [{ subCategoryLists: products }] }],
    global: { 'af-south-9': 'AF-Nowhere9', calculator: { title: 'no region' } },
  };
}

/** Both menus, and one specification of a product in one region of the international site. */
function served(spec: object, product = 'modelarts') {
  const scope = `intl/af-south-9/${product}`;
  return [
    aDocument('intl/menu', menu(['af-south-9'])),
    aDocument('china/menu', menu(['cn-north-9'])),
    aDocument(scope, { product: { made_up: [{ ...NPU, ...spec }] } }, { partOf: scope }),
  ];
}

/** What was read of the specification, without the places. */
async function read(spec: object, product?: string) {
  const readings = await readingsOf(huaweiCalculator, served(spec, product));
  return readings.filter(({ kind }) => kind !== 'place');
}

describe('huawei-calculator', () => {
  it('reads an NPU by its code, with the price of an hour', async () => {
    expect(await read({})).toEqual([
      expect.objectContaining({
        sku: 'modelarts.bm.arm.48u.384g.npu.2d910b',
        accelerator: 'Ascend 910b',
        memoryGb: null,
        count: 2,
        region: 'af-south-9',
        tier: 'standard',
        price: { micros: 1_110_000, currency: 'USD' },
        vcpus: 3,
        ramGb: 1,
        availability: 'listed',
        scope: 'intl/af-south-9/modelarts',
      }),
    ]);
  });

  it.each([
    ['modelarts.bm.npu.arm.8snt9b2.d', 8, 'Ascend snt9b2'],
    ['modelarts.bm.arm.24u.npu.1snt9b', 1, 'Ascend snt9b'],
    ['modelarts.bm.npu.arm.4snt9b1', 4, 'Ascend snt9b1'],
    ['modelarts.bm.npu.arm.8d950pr', 8, 'Ascend 950pr'],
    ['modelarts.bm.npu.arm.8snt9c', 8, 'Ascend snt9c'],
  ])('counts the chips of %s', async (resourceSpecCode, count, accelerator) => {
    expect(await read({ resourceSpecCode })).toMatchObject([{ count, accelerator }]);
  });

  it('reads a GPU by its card, for Linux only, without the image in its name', async () => {
    const card = { acceleratorCard: '2 * NVIDIA T4 / 2 * 16G' };
    const linux = await read({ ...card, resourceSpecCode: 'pi2.8xlarge.4.linux' }, 'ecs');
    const windows = await read({ ...card, resourceSpecCode: 'pi2.8xlarge.4.win' }, 'ecs');

    expect(linux).toMatchObject([
      { sku: 'pi2.8xlarge.4', accelerator: 'NVIDIA T4', count: 2, memoryGb: 16, ramGb: 1024 },
    ]);
    expect(windows).toEqual([]);
  });

  it.each(['ai1s.large.4.linux', 'modelarts.bm.arm.d910b.kat2ne.48xlarge.4'])(
    'does not guess how many %s has',
    async (resourceSpecCode) => {
      expect(await read({ resourceSpecCode })).toMatchObject([
        { kind: 'unread', reason: 'row: the number of accelerators is not stated' },
      ]);
    },
  );

  it('takes no hourly plan for no price, and makes none of a month', async () => {
    const planList = [{ billingMode: 'MONTHLY', amount: 777 }];

    expect(await read({ planList })).toMatchObject([{ kind: 'listing', price: null }]);
  });

  it.each([
    ['an amount for another unit than the hour', [{ ...HOURLY, measureUnit: 0 }]],
    ['two prices', [HOURLY, { ...HOURLY, amount: 2.22 }]],
    ['zero', [{ ...HOURLY, amount: 0 }]],
    ['a way of billing it does not know', [{ billingMode: 'BARTER' }]],
  ])('counts %s as not read', async (_, planList) => {
    expect(await read({ planList })).toMatchObject([{ kind: 'unread' }]);
  });

  it('leaves out what has no accelerator', async () => {
    expect(await read({ resourceSpecCode: 'modelarts.vm.cpu.2u' })).toEqual([]);
  });

  it('names the places where ModelArts is offered, with or without a price', async () => {
    const readings = await readingsOf(huaweiCalculator, served({}));

    expect(readings.filter(({ kind }) => kind === 'place')).toMatchObject([
      { product: 'ModelArts', stack: null, region: 'af-south-9', words: 'AF-Nowhere9' },
      { product: 'ModelArts', stack: null, region: 'cn-north-9', words: null },
    ]);
  });

  it('reads every group of products, and no volume for a chip', async () => {
    const scope = 'intl/af-south-9/modelarts';
    const volume = { resourceSpecCode: 'ssd', planList: [{ divisionList: [{ amount: 1 }] }] };
    const product = { modelarts_modelarts: [NPU], 'modelarts_modelarts.volume': [volume] };
    const documents = [...served({}).slice(0, 2), aDocument(scope, { product }, { partOf: scope })];

    const readings = await readingsOf(huaweiCalculator, documents);

    expect(readings.map(({ kind }) => kind)).toEqual(['place', 'listing', 'place']);
  });

  it('does not take a price in steps of use for one of an hour', async () => {
    const { amount: _, ...steps } = HOURLY;
    const planList = [{ ...steps, divisionList: [{ amount: 1.11, division: { beginValue: 0 } }] }];

    expect(await read({ planList })).toMatchObject([
      { kind: 'unread', reason: 'planList.0.amount: expected one amount' },
    ]);
  });

  it('tells a dedicated pool from a public one', async () => {
    expect(await read({ purpose: 'DedicatePool' })).toMatchObject([
      { tier: 'standard-dedicated-pool' },
    ]);
  });

  it('refuses a menu without its products', async () => {
    const documents = [
      aDocument('intl/menu', { menuInfos: [{ urlPath: 'obs' }] }),
      aDocument('china/menu', menu(['cn-north-9'])),
    ];

    await expect(readingsOf(huaweiCalculator, documents)).rejects.toThrow(
      'intl/menu: expected the regions of modelarts, found none',
    );
  });

  it('asks both sites for the products of each region, a region a scope', async () => {
    const asked: string[] = [];
    const documents = await huaweiCalculator.fetch(
      toolsOf(({ url }) => {
        asked.push(url);
        return { body: url.includes('menuInfo') ? menu(['xx-test-1']) : { product: {} } };
      }),
    );

    expect(documents.map(({ partOf }) => partOf)).toEqual([
      null,
      'intl/xx-test-1/ecs',
      'intl/xx-test-1/modelarts',
      null,
      'china/xx-test-1/ecs',
      'china/xx-test-1/modelarts',
    ]);
    expect(asked.filter((url) => url.includes('urlPath=modelarts&'))).toHaveLength(2);
  });
});

describe('huawei-calculator-eu', () => {
  const scope = 'eu/eu-west-901/ecs';
  const spec = {
    ...NPU,
    resourceSpecCode: 'pi2.2xlarge.4.linux',
    acceleratorCard: '1 * NVIDIA T4 / 1 * 16G',
  };

  it('reads the European site in euros, with or without ModelArts', async () => {
    const readings = await readingsOf(huaweiCalculatorEu, [
      aDocument('eu/menu', menu(['eu-west-901'], ['ecs'])),
      aDocument(scope, { product: { ec2_vm: [spec] } }, { partOf: scope }),
    ]);

    expect(readings).toMatchObject([
      { kind: 'listing', tier: 'eu-site', price: { micros: 1_110_000, currency: 'EUR' } },
    ]);
  });

  it('asks no other site', async () => {
    const hosts = new Set<string>();
    await huaweiCalculatorEu.fetch(
      toolsOf(({ url }) => {
        hosts.add(new URL(url).host);
        return { body: url.includes('menuInfo') ? menu(['eu-west-901']) : { product: {} } };
      }),
    );

    expect([...hosts]).toEqual(['portal.eu.huaweicloud.com']);
  });
});
