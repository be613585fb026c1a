import { describe, expect, it } from 'vitest';
import { awsSpot } from '../../scrapers/aws-spot.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

const LINUX = { name: 'linux', prices: { USD: '1.11' } };
const WINDOWS = { name: 'mswin', prices: { USD: '2.22' } };

/** The file with one size of one region, as far as a test changes them. */
function spot(size: object = {}, region = 'us-west-2', rate = 'perhr') {
  const sizes = [{ size: 'p5.48xlarge', valueColumns: [WINDOWS, LINUX], ...size }];
  const regions = [{ region, instanceTypes: [{ type: 'made up', sizes }] }];
  return [aDocument('spot', { config: { rate, regions } })];
}

describe('aws-spot', () => {
  it('reads the price of Linux on a known family', async () => {
    expect(await readingsOf(awsSpot, spot())).toEqual([
      expect.objectContaining({
        sku: 'p5.48xlarge',
        accelerator: 'NVIDIA H100 SXM',
        count: 8,
        region: 'us-west-2',
        billing: 'spot',
        price: { micros: 1_110_000, currency: 'USD' },
        availability: 'listed',
      }),
    ]);
  });

  it.each([
    ['us-east', 'us-east-1'],
    ['us-west', 'us-west-1'],
    ['eu-ireland', 'eu-west-1'],
    ['apac-sin', 'ap-southeast-1'],
    ['apac-syd', 'ap-southeast-2'],
    ['apac-tokyo', 'ap-northeast-1'],
  ])('calls %s by its code, %s', async (name, region) => {
    expect(await readingsOf(awsSpot, spot({}, name))).toMatchObject([{ region }]);
  });

  it('leaves out what is not sold as spot, and what has no accelerator', async () => {
    const notSold = { valueColumns: [{ ...LINUX, prices: { USD: 'N/A*' } }] };

    expect(await readingsOf(awsSpot, spot(notSold))).toEqual([]);
    expect(await readingsOf(awsSpot, spot({ size: 'm7i.large', valueColumns: null }))).toEqual([]);
  });

  it.each([
    ['no column of Linux', { valueColumns: [WINDOWS] }],
    ['a price that is none', { valueColumns: [{ ...LINUX, prices: { USD: 'N/A' } }] }],
    ['a family that is not in the table', { size: 'p9.48xlarge' }],
  ])('counts %s as not read', async (_, size) => {
    expect(await readingsOf(awsSpot, spot(size))).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses prices that are not for an hour', async () => {
    await expect(readingsOf(awsSpot, spot({}, 'us-west-2', 'permonth'))).rejects.toThrow(
      'spot: config.rate',
    );
  });
});
