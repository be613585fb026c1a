import { describe, expect, it } from 'vitest';
import { alibabaApi } from '../../scrapers/alibaba-api.ts';
import { normalise } from '../../src/domain/normalise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const REGIONS = {
  Regions: {
    Region: [
      { RegionId: 'cn-hongkong', RegionEndpoint: 'ecs.cn-hongkong.aliyuncs.com', LocalName: 'HK' },
    ],
  },
};
const GPU = {
  ...{ InstanceTypeId: 'ecs.made-up.7xlarge', CpuCoreCount: 7, MemorySize: 77.7 },
  ...{ GPUAmount: 2, GPUSpec: 'NVIDIA T4', GPUMemorySize: 16 },
};
const CPU = {
  InstanceTypeId: 'ecs.g0.large',
  CpuCoreCount: 2,
  MemorySize: 8,
  GPUAmount: 0,
  GPUSpec: '',
};
const SOLD = { Value: GPU.InstanceTypeId, Status: 'Available', StatusCategory: 'WithStock' };

const types = (...InstanceType: readonly object[]) => ({ InstanceTypes: { InstanceType } });
const zones = (...SupportedResource: readonly object[]) => ({
  AvailableZones: {
    AvailableZone: [
      {
        ...{ ZoneId: 'cn-hongkong-b', RegionId: 'cn-hongkong', StatusCategory: 'WithStock' },
        AvailableResources: {
          AvailableResource: [
            { Type: 'Network', SupportedResources: { SupportedResource: [{ Value: 'vpc' }] } },
            { Type: 'InstanceType', SupportedResources: { SupportedResource } },
          ],
        },
      },
    ],
  },
});
const documents = (sold: object, gpu: object = {}) => [
  aDocument('regions', REGIONS),
  aDocument('types/1', types(CPU, { ...GPU, ...gpu })),
  aDocument('stock/cn-hongkong', zones({ ...SOLD, ...sold }), { partOf: 'cn-hongkong' }),
];
const read = (sold: object, gpu?: object) => readingsOf(alibabaApi, documents(sold, gpu));

describe('alibaba-api', () => {
  it('asks for regions, for types page by page, and for the stock of each region, all signed', async () => {
    const asked: string[] = [];
    const documentsOf = alibabaApi.fetch(
      toolsOf(({ url, headers }) => {
        const action = headers['x-acs-action'];
        asked.push(`${action} ${url}`);
        expect(headers.authorization).toMatch(/^ACS3-HMAC-SHA256 Credential=a secret of nobody,/);
        if (action === 'DescribeRegions') return { body: REGIONS };
        if (action !== 'DescribeInstanceTypes') return { body: zones() };
        return { body: { ...types(), NextToken: url.includes('NextToken') ? '' : 'more=' } };
      }),
    );

    expect((await documentsOf).map(({ name }) => name)).toEqual([
      ...['regions', 'types/1', 'types/2', 'stock/cn-hongkong'],
    ]);
    expect(asked).toEqual([
      'DescribeRegions https://ecs.aliyuncs.com/',
      'DescribeInstanceTypes https://ecs.aliyuncs.com/?MaxResults=100',
      'DescribeInstanceTypes https://ecs.aliyuncs.com/?MaxResults=100&NextToken=more%3D',
      'DescribeAvailableResource https://ecs.cn-hongkong.aliyuncs.com/?DestinationResource=InstanceType&InstanceChargeType=PostPaid&IoOptimized=optimized&RegionId=cn-hongkong',
    ]);
  });

  it('sends its signature to no host but theirs', async () => {
    const elsewhere = { RegionId: 'cn-hongkong', RegionEndpoint: 'ecs.aliyuncs.com.example' };
    const tools = toolsOf(({ headers }) => ({
      body:
        headers['x-acs-action'] === 'DescribeRegions'
          ? { Regions: { Region: [elsewhere] } }
          : types(),
    }));

    await expect(alibabaApi.fetch(tools)).rejects.toThrow('expected a host of theirs');
  });

  it('reads what a zone has of a type with GPUs, without a price', async () => {
    expect(await read({})).toEqual([
      expect.objectContaining({
        sku: 'ecs.made-up.7xlarge',
        accelerator: 'NVIDIA T4',
        count: 2,
        region: 'cn-hongkong',
        zone: 'cn-hongkong-b',
        billing: 'on-demand',
        price: null,
        vcpus: 7,
        ramGb: 77.7,
        availability: 'available',
        scope: 'cn-hongkong',
      }),
    ]);
  });

  it('knows Hong Kong from the mainland', async () => {
    const { offers } = await normalise(alibabaApi, alibabaApi.parse(documents({})));

    expect(offers).toMatchObject([{ accelerator: 't4', jurisdiction: 'hong-kong' }]);
  });

  it.each([
    ['ClosedWithStock', 'limited'],
    ['WithoutStock', 'sold-out'],
    ['ClosedWithoutStock', 'sold-out'],
  ])('takes %s for %s', async (StatusCategory, availability) => {
    expect(await read({ StatusCategory })).toMatchObject([{ availability, words: StatusCategory }]);
  });

  it('reads a share of a GPU, and nothing of types without one', async () => {
    expect(await read({}, { GPUAmount: 0.5 })).toMatchObject([{ count: 1, fraction: 0.5 }]);
    expect(await read({ Value: CPU.InstanceTypeId })).toEqual([]);
  });

  it.each([
    ['is in no list of types', { Value: 'ecs.new.large' }, {}, 'the list of types has'],
    ['has a stock of another kind', { StatusCategory: 'Plenty' }, {}, 'StatusCategory'],
  ])('counts a type as not read that %s', async (_, sold, gpu, reason) => {
    expect(await read(sold, gpu)).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it('counts a type as not read, and what zones have of it, that does not say which GPU it has', async () => {
    expect(await read({}, { GPUSpec: '' })).toMatchObject([{ kind: 'unread' }, { kind: 'unread' }]);
  });

  it('refuses an answer of another shape', async () => {
    const [regions, list] = documents({});
    const stock = aDocument('stock/cn-hongkong', { Code: 'Throttling' }, { partOf: 'cn-hongkong' });

    await expect(
      readingsOf(
        alibabaApi,
        [regions, list, stock].flatMap((each) => each ?? []),
      ),
    ).rejects.toThrow('stock/cn-hongkong: AvailableZones');
  });
});
