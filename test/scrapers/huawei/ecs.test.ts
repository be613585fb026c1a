import { describe, expect, it } from 'vitest';
import { huaweiEcs } from '../../../scrapers/huawei/index.ts';
import { aDocument, readingsOf, toolsOf } from '../../support/documents.ts';

// No answer of this API with an accelerator in it was ever published: names and figures are made up.
const REGION = 'xx-nowhere-9';
const NPU = {
  'ecs:performancetype': 'ascend',
  'info:asic_accelerators': '[{"name":"Ascend 310","memory_mb":8192,"count":2}]',
};

function flavor(specs: object, more: object = {}) {
  return {
    id: 'nl1s.large.4',
    name: 'nl1s.large.4',
    vcpus: '3',
    ram: 12_288,
    os_extra_specs: specs,
    ...more,
  };
}

function served(flavors: readonly object[], zones = ['az0', 'az1']) {
  const availabilityZoneInfo = zones.map((zoneName) => ({ zoneName }));
  return [
    aDocument('projects', { projects: [] }),
    aDocument('zones', { availabilityZoneInfo }, { partOf: REGION }),
    aDocument('flavors/1', { flavors }, { partOf: REGION }),
  ];
}

const read = (specs: object, more?: object) =>
  readingsOf(huaweiEcs, served([flavor({ ...NPU, ...specs }, more)]));

/** `az0 on-demand available`, of each listing. */
const states = async (specs: object) =>
  (await read(specs)).map((reading) =>
    reading.kind === 'listing'
      ? `${reading.zone} ${reading.billing} ${reading.availability}`
      : reading.kind,
  );

describe('huawei-ecs', () => {
  it('reads a flavour in each zone, without a price', async () => {
    const [first, ...more] = await read({});

    expect(first).toEqual({
      kind: 'listing',
      sku: 'nl1s.large.4',
      accelerator: 'Ascend 310',
      memoryGb: 8,
      count: 2,
      fraction: 1,
      unit: null,
      region: REGION,
      zone: 'az0',
      billing: 'on-demand',
      termMonths: null,
      tier: 'standard',
      price: null,
      tax: 'unknown',
      vcpus: 3,
      ramGb: 12,
      diskGb: null,
      availability: 'available',
      evidence: null,
      quantity: null,
      words: 'normal',
      scope: REGION,
    });
    expect(more).toMatchObject([{ zone: 'az1' }]);
  });

  it.each([
    ['nothing said is a normal sale', {}, ['az0 on-demand available', 'az1 on-demand available']],
    [
      'the region speaks for zones that are not mentioned',
      { 'cond:operation:status': 'sellout', 'cond:operation:az': 'az1(normal)' },
      ['az0 on-demand sold-out', 'az1 on-demand available'],
    ],
    [
      'open tests and recommendations are sales, sold out or not',
      { 'cond:operation:az': 'az0(obt_sellout),az1(promotion), az2(obt)' },
      ['az0 on-demand sold-out', 'az1 on-demand available', 'az2 on-demand available'],
    ],
    [
      'what is given up is not offered',
      { 'cond:operation:status': 'abandon', 'cond:operation:az': 'az1(sellout)' },
      ['az1 on-demand sold-out'],
    ],
    [
      'by the month only is reserved',
      { 'cond:operation:charge': 'period' },
      ['az0 reserved available', 'az1 reserved available'],
    ],
    [
      'a spot market is one where it is mentioned',
      { 'cond:operation:status': 'abandon', 'cond:spot:operation:az': 'az0(normal),az1(sellout)' },
      ['az0 spot available', 'az1 spot sold-out'],
    ],
  ])('%s', async (_, specs, expected) => {
    expect(await states(specs)).toEqual(expected);
  });

  it.each([
    ['a status', { 'cond:operation:status': 'lent' }],
    ['a zone without its status', { 'cond:operation:az': 'az0()' }],
    ['a status of a zone', { 'cond:operation:az': 'az0(lent)' }],
    ['several kinds of accelerator', { 'info:asic_accelerators': '[{},{}]' }],
    ['what is not JSON', { 'info:asic_accelerators': 'two of them' }],
  ])('does not read %s it does not know', async (_, specs) => {
    expect(await read(specs)).toMatchObject([{ kind: 'unread' }]);
  });

  it('reads a GPU by its own list, else by the device that is passed through', async () => {
    const gpus = '[{"name":"NVIDIA T4","memory_mb":16384,"count":1}]';
    const gpu = { 'ecs:performancetype': 'gpu' };
    const byList = await readingsOf(huaweiEcs, served([flavor({ ...gpu, 'info:gpus': gpus })]));
    const byAlias = await readingsOf(
      huaweiEcs,
      served([flavor({ ...gpu, 'pci_passthrough:alias': 'nvidia-a30:4' })]),
    );

    expect(byList[0]).toMatchObject({ accelerator: 'NVIDIA T4', count: 1, memoryGb: 16 });
    expect(byAlias[0]).toMatchObject({ accelerator: 'nvidia-a30', count: 4, memoryGb: null });
  });

  it('says so where the accelerator is not named, but not of what nobody can buy', async () => {
    const unnamed = { 'ecs:performancetype': 'ascend' };
    const gone = { ...unnamed, 'cond:operation:status': 'abandon' };

    const readings = await readingsOf(huaweiEcs, served([flavor(unnamed), flavor(gone)]));

    expect(readings).toMatchObject([
      { kind: 'unread', reason: 'os_extra_specs: its accelerator is not named' },
    ]);
  });

  it('tells which accounts a flavour is for', async () => {
    const [reading] = await read({ 'cond:operation:roles': 'op_gated_nl' });

    expect(reading).toMatchObject({ words: 'normal, for accounts with op_gated_nl' });
  });

  it('leaves out what has no accelerator, and what it sells in no region', async () => {
    const plain = flavor({ 'ecs:performancetype': 'normal' });

    expect(await readingsOf(huaweiEcs, served([plain]))).toEqual([]);
  });

  it('asks each region of the account for zones and all pages of flavours, signed', async () => {
    const asked: string[] = [];
    const full = Array.from({ length: 1000 }, (_, index) => ({ id: `f-${index}` }));
    const documents = await huaweiEcs.fetch(
      toolsOf(({ url, headers }) => {
        asked.push(url);
        expect(headers).toMatchObject({
          'x-sdk-date': '20260102T030405Z',
          authorization: expect.stringMatching(
            /^SDK-HMAC-SHA256 Access=a secret of nobody, SignedHeaders=host;x-sdk-date, Signature=[0-9a-f]{64}$/,
          ),
        });
        return { body: answerTo(url) };
      }),
    );

    function answerTo(url: string) {
      const projects = [
        { id: 'p1', name: REGION, enabled: true },
        { id: 'p2', name: 'xx-nowhere-8', enabled: false },
        { id: 'p3', name: 'MOS', enabled: true },
      ];
      if (url.includes('/v3/projects')) return { projects };
      if (url.includes('os-availability-zone')) return { availabilityZoneInfo: [] };
      return { flavors: url.includes('marker') ? [] : full };
    }

    expect(documents.map(({ name }) => name)).toEqual([
      'projects',
      'zones',
      'flavors/1',
      'flavors/2',
    ]);
    expect(asked).toEqual([
      'https://iam.myhuaweicloud.com/v3/projects',
      `https://ecs.${REGION}.myhuaweicloud.com/v2.1/p1/os-availability-zone`,
      `https://ecs.${REGION}.myhuaweicloud.com/v1/p1/cloudservers/flavors?limit=1000`,
      `https://ecs.${REGION}.myhuaweicloud.com/v1/p1/cloudservers/flavors?limit=1000&marker=f-999`,
    ]);
  });

  it('refuses an answer that is no list of flavours', async () => {
    const documents = [aDocument('flavors/1', { error: {} }, { partOf: REGION })];

    await expect(readingsOf(huaweiEcs, documents)).rejects.toThrow('flavors/1: flavors:');
  });
});
