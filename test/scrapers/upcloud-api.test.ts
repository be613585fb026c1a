import { describe, expect, it } from 'vitest';
import { upcloudApi } from '../../scrapers/upcloud-api.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the vendor's SDK: no price of a plan with GPUs was ever recorded.
const PLAN = 'GPU-8xCPU-64GB-2xL40S';
const SPOT = 'GPU-SPOT-8xCPU-64GB-1xL4';
const priced = (price: unknown) => ({ amount: 1, price });
const account = (currency: unknown) => aDocument('account', { account: { currency } });
const read = (plans: object, devices: unknown = {}, currency: unknown = 'EUR') =>
  readingsOf(upcloudApi, [
    account(currency),
    aDocument('prices', {
      prices: {
        zone: [{ name: 'fi-hel1', firewall: priced(0.7), server_core: priced(0), ...plans }],
      },
    }),
    aDocument('stock', devices),
  ]);

describe('upcloud-api', () => {
  it('asks for prices, their currency and stock, with name and password', async () => {
    const asked: unknown[] = [];
    await upcloudApi.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.authorization]);
        return { body: {} };
      }),
    );

    const key = `Basic ${Buffer.from('a secret of nobody:a secret of nobody').toString('base64')}`;
    expect(asked).toEqual([
      ['https://api.upcloud.com/1.3/account/details/a%20secret%20of%20nobody', key],
      ['https://api.upcloud.com/1.3/price', key],
      ['https://api.upcloud.com/1.3/device/availability?type=gpu', key],
    ]);
  });

  it('reads a plan by its name, in hundredths of what the account pays in, and how many a zone has left', async () => {
    const plans = { [`server_plan_${PLAN}`]: priced(111.1), [`server_plan_${SPOT}`]: priced(77) };
    const devices = { 'fi-hel1': { gpu_plans: { [PLAN]: { amount: 3 }, [SPOT]: { amount: 0 } } } };

    expect(await read(plans, devices)).toMatchObject([
      {
        ...{ sku: PLAN, accelerator: 'L40S', count: 2, vcpus: 8, ramGb: 64, region: 'fi-hel1' },
        ...{ billing: 'on-demand', price: { micros: 1_111_000, currency: 'EUR' }, quantity: 3 },
      },
      { sku: SPOT, accelerator: 'L4', billing: 'spot', availability: 'sold-out', quantity: 0 },
    ]);
  });

  it.each([
    [
      'of which there is no word of stock',
      PLAN,
      1,
      [{ availability: 'listed', evidence: 'price-list' }],
    ],
    ['that costs nothing', PLAN, 0, [{ kind: 'unread' }]],
    ['whose name says something else', 'GPU-NEW', 1, [{ kind: 'unread' }]],
    ['that has no GPU', '1xCPU-1GB', 1, []],
  ])('knows a plan %s', async (_, plan, price, readings) => {
    expect(await read({ [`server_plan_${plan}`]: priced(price) })).toMatchObject(readings);
  });

  it('takes an account in dollars to be told dollars', async () => {
    expect(await read({ [`server_plan_${PLAN}`]: priced(111.1) }, {}, 'USD')).toMatchObject([
      { price: { micros: 1_111_000, currency: 'USD' } },
    ]);
  });

  it.each([
    ['does not say its currency', undefined],
    ['has one that is none', 'credits'],
  ])('refuses prices for an account that %s', async (_, currency) => {
    const plans = { [`server_plan_${PLAN}`]: priced(111.1) };

    await expect(
      readingsOf(upcloudApi, [
        account(currency),
        aDocument('prices', { prices: { zone: [{ name: 'fi-hel1', ...plans }] } }),
        aDocument('stock', {}),
      ]),
    ).rejects.toThrow('account: account.currency');
  });

  it('refuses a price list without zones', async () => {
    const none = [
      account('EUR'),
      aDocument('prices', { prices: { zone: [] } }),
      aDocument('stock', {}),
    ];

    await expect(readingsOf(upcloudApi, none)).rejects.toThrow('prices: prices.zone');
  });
});
