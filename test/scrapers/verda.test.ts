import { describe, expect, it } from 'vitest';
import { verda } from '../../scrapers/verda.ts';
import { recognise } from '../../src/domain/catalogue/recognise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the vendor's SDK.
const TYPE = {
  instance_type: '2H100.80S.60V',
  cpu: { description: '7 CPU', number_of_cores: 7 },
  gpu: { description: '2x H100 SXM5 80GB', number_of_gpus: 2 },
  gpu_memory: { description: '160GB GPU RAM', size_in_gigabytes: 160 },
  memory: { description: '77GB RAM', size_in_gigabytes: 77 },
  storage: { description: 'dynamic' },
  ...{ price_per_hour: '11.11', spot_price: '7.77', currency: 'usd' },
};
const CPU = { instance_type: 'CPU.4V', gpu: { description: '', number_of_gpus: 0 } };
const at = (location_code: string, ...availabilities: string[]) => ({
  location_code,
  availabilities,
});
const NOWHERE = [at('ICE-01', 'CPU.4V')];

const read = (onDemand: unknown, spot: unknown = NOWHERE, types: unknown = [TYPE, CPU]) =>
  readingsOf(verda, [
    aDocument('types', types),
    aDocument('on-demand', onDemand),
    aDocument('spot', spot),
  ]);

describe('verda', () => {
  it('asks for a token with its key, and with that for the lists', async () => {
    const asked: unknown[] = [];
    await verda.fetch(
      toolsOf(({ url, body, headers }) => {
        asked.push([url.replace('https://api.datacrunch.io/v1/', ''), body, headers.authorization]);
        return { body: { access_token: 'a token' } };
      }),
    );

    const client = { client_id: 'a secret of nobody', client_secret: 'a secret of nobody' };
    expect(asked).toEqual([
      ['oauth2/token', { grant_type: 'client_credentials', ...client }, undefined],
      ['instance-types?currency=usd', null, 'Bearer a token'],
      ['instance-availability?isSpot=false', null, 'Bearer a token'],
      ['instance-availability?isSpot=true', null, 'Bearer a token'],
    ]);
  });

  it('reads a type where it can be started, on demand and as spot at their own prices', async () => {
    const facts = { sku: TYPE.instance_type, count: 2, memoryGb: 80, vcpus: 7, ramGb: 77 };
    const here = [at('FIN-01', TYPE.instance_type, 'CPU.4V')];

    expect(await read(here, here)).toMatchObject([
      { ...facts, region: 'FIN-01', billing: 'on-demand', price: { micros: 11_110_000 } },
      { ...facts, region: 'FIN-01', billing: 'spot', price: { micros: 7_770_000 } },
    ]);
    expect(recognise('H100 SXM5 80GB', 80)).toMatchObject({ accelerator: { id: 'h100-sxm' } });
  });

  it('takes a location without a type as said to have nothing', async () => {
    expect(await read([at('FIN-01')])).toEqual([{ kind: 'nothing' }]);
  });

  it.each([
    ['a type that the list does not have', [at('FIN-01', '9X.1V')], [TYPE, CPU]],
    ['a type at no price', NOWHERE, [{ ...TYPE, price_per_hour: '0.00' }, CPU]],
    ['a type in euros', NOWHERE, [{ ...TYPE, currency: 'eur' }, CPU]],
    ['a location without a name', [{ availabilities: [] }], [TYPE, CPU]],
  ])('counts as not read %s', async (_, onDemand, types) => {
    expect(await read(onDemand, NOWHERE, types)).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses a list of nothing', async () => {
    await expect(read(NOWHERE, [])).rejects.toThrow('spot: ');
  });
});
