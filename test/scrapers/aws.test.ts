import { describe, expect, it } from 'vitest';
import { aws } from '../../scrapers/aws.ts';
import { aDocument, readingsOf, replaying } from '../support/documents.ts';

const OHIO = { name: 'US East (Ohio)', code: 'us-east-2', type: 'AWS Region' };
const INSTANCE = {
  price: '11.1100000000',
  'Instance Type': 'p5.48xlarge',
  vCPU: '3',
  Memory: '1,111 GiB',
  Storage: '2 x 33 NVMe SSD',
};

/** The map of one region with one instance, as far as a test changes them. */
function ohio(instance: object = {}, place = OHIO.name) {
  const regions = { [place]: { 'made up': { ...INSTANCE, ...instance } } };
  return [
    aDocument('locations', { [OHIO.name]: OHIO }),
    aDocument('prices/us-east-2', { regions }, { partOf: 'us-east-2' }),
  ];
}

describe('aws', () => {
  it('reads an instance of a known family with its accelerators', async () => {
    expect(await readingsOf(aws, ohio())).toEqual([
      expect.objectContaining({
        sku: 'p5.48xlarge',
        accelerator: 'NVIDIA H100 SXM',
        memoryGb: null,
        count: 8,
        fraction: 1,
        region: 'us-east-2',
        price: { micros: 11_110_000, currency: 'USD' },
        vcpus: 3,
        ramGb: 1111,
        diskGb: 66,
        scope: 'us-east-2',
      }),
    ]);
  });

  it('tells the sizes of one chip, and shares of one, apart', async () => {
    const [small] = await readingsOf(aws, ohio({ 'Instance Type': 'p4d.24xlarge' }));
    const [large] = await readingsOf(aws, ohio({ 'Instance Type': 'p4de.24xlarge' }));
    const [share] = await readingsOf(aws, ohio({ 'Instance Type': 'g6f.xlarge' }));

    expect(small).toMatchObject({ accelerator: 'NVIDIA A100 SXM', memoryGb: 40, count: 8 });
    expect(large).toMatchObject({ accelerator: 'NVIDIA A100 SXM', memoryGb: 80, count: 8 });
    expect(share).toMatchObject({ accelerator: 'NVIDIA L4', count: 1, fraction: 0.125 });
  });

  it.each([
    ['EBS only', 0],
    ['1 x 33 GB NVMe SSD', 33],
    ['33 GB NVMe SSD', 33],
    ['as much as you like', null],
  ])('reads the storage %s', async (Storage, diskGb) => {
    expect(await readingsOf(aws, ohio({ Storage }))).toMatchObject([{ diskGb }]);
  });

  it.each([
    ['p7.48xlarge', 'accelerator family not in the table: p7'],
    ['trn9.2xlarge', 'accelerator family not in the table: trn9'],
    ['p5.96xlarge', 'size not in the table of p5: 96xlarge'],
  ])('counts %s as not read', async (type, reason) => {
    expect(await readingsOf(aws, ohio({ 'Instance Type': type }))).toMatchObject([
      { kind: 'unread', reason: `Instance Type: ${reason}`, scope: 'us-east-2' },
    ]);
  });

  it('leaves out instances without accelerators, whatever their rows hold', async () => {
    const plain = { 'Instance Type': 'm7i.large', price: 'free', Memory: '' };

    expect(await readingsOf(aws, ohio(plain))).toEqual([]);
  });

  it('takes zero for a row it cannot read', async () => {
    expect(await readingsOf(aws, ohio({ price: '0.0000000000' }))).toMatchObject([
      { kind: 'unread', reason: 'price: zero is never a price' },
    ]);
  });

  it('refuses the prices of another place', async () => {
    await expect(readingsOf(aws, ohio({}, 'US East (N. Virginia)'))).rejects.toThrow(
      'expected prices of "US East (Ohio)", found "US East (N. Virginia)"',
    );
  });

  it('asks for every region but GovCloud, and for no local zone', async () => {
    const documents = await aws.fetch(replaying('test/fixtures/aws/2025-05-31-before-cut'));

    expect(documents.map(({ partOf }) => partOf)).toEqual([
      null,
      'us-east-1',
      'us-east-2',
      'us-west-2',
      'ap-northeast-1',
      'ap-south-1',
      'ap-southeast-2',
    ]);
  });

  it('reads the cut of June 2025 from its two recordings', async () => {
    const cases = ['2025-05-31-before-cut', '2026-09-29'];
    const p5 = cases.map(async (name) => {
      const documents = await aws.fetch(replaying(`test/fixtures/aws/${name}`));
      const readings = await readingsOf(aws, documents);
      return readings.find((each) => each.kind === 'listing' && each.sku === 'p5.48xlarge');
    });

    expect(await Promise.all(p5)).toMatchObject([
      { region: 'us-east-1', price: { micros: 98_320_000 } },
      { region: 'us-east-1', price: { micros: 55_040_000 } },
    ]);
  });

  it('reads every row of its recordings', async () => {
    const before = await aws.fetch(replaying('test/fixtures/aws/2025-05-31-before-cut'));
    const after = await aws.fetch(replaying('test/fixtures/aws/2026-09-29'));
    const kinds = [...(await readingsOf(aws, before)), ...(await readingsOf(aws, after))];

    expect(kinds.filter(({ kind }) => kind === 'listing')).toHaveLength(31 + 51);
    expect(kinds.filter(({ kind }) => kind !== 'listing')).toEqual([]);
  });
});
