import { describe, expect, it } from 'vitest';
import { ibmKubernetes } from '../../scrapers/ibm-kubernetes.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const WORKER = {
  plan_id: 'made-up',
  region: 'eu-es',
  flavor: 'gx3.48x240.2l40s',
  operating_system: 'MADE_UP_64',
  unit: 'Instance-Hours',
  price: '11.11',
  country: 'USA',
  currency: 'USD',
  tiers: [{ price: 11.11, instance_hours: 999999999 }],
  provider: 'vpc-gen2',
  isolation: 'public',
  ocp_included: '',
};

/** The list of Madrid with one worker, as far as a test changes it. */
const madrid = (worker: object = {}) => [
  aDocument('prices/eu-es', { group: [{ ...WORKER, ...worker }] }, { partOf: 'eu-es' }),
];

describe('ibm-kubernetes', () => {
  it('reads a worker, with what its flavour says', async () => {
    expect(await readingsOf(ibmKubernetes, madrid())).toEqual([
      expect.objectContaining({
        sku: 'gx3.48x240.2l40s MADE_UP_64 public',
        accelerator: 'l40s',
        count: 2,
        region: 'eu-es',
        billing: 'on-demand',
        price: { micros: 11_110_000, currency: 'USD' },
        tax: 'excluded',
        vcpus: 48,
        ramGb: 240,
        availability: 'listed',
        scope: 'eu-es',
      }),
    ]);
  });

  it.each([
    ['gx3.16x80.l4', { accelerator: 'l4', count: 1 }],
    ['gx3d.160x1792.8h100', { accelerator: 'h100', count: 8, ramGb: 1792 }],
    ['gx3d.160x1792.8gaudi3', { accelerator: 'gaudi3', count: 8 }],
    ['gx3d.48x240.2a100p', { accelerator: 'NVIDIA A100 PCIe', count: 2 }],
  ])('reads the cards of %s', async (flavor, facts) => {
    expect(await readingsOf(ibmKubernetes, madrid({ flavor }))).toMatchObject([facts]);
  });

  it('reads the price of the first hours where many get cheaper', async () => {
    const tiers = [
      { price: 11.11, instance_hours: 777 },
      { price: 7.07, instance_hours: 999999999 },
    ];

    expect(await readingsOf(ibmKubernetes, madrid({ tiers }))).toMatchObject([
      { price: { micros: 11_110_000 } },
    ]);
  });

  it.each([
    ['has no accelerator', { flavor: 'bx2.16x64' }],
    ['is deprecated', { deprecated: 'true' }],
    ['has an OpenShift licence in its price', { ocp_included: 'true' }],
  ])('leaves out a worker that %s', async (_, worker) => {
    expect(await readingsOf(ibmKubernetes, madrid(worker))).toEqual([]);
  });

  it.each([
    ['is not sold by the hour', { unit: 'MONTH' }],
    ['needs a contract', { contract_duration: '36' }],
    ['is free', { tiers: [{ price: 0 }] }],
    ['has no price', { tiers: [] }],
    ['is of another region', { region: 'us-south' }],
    ['does not name its cards', { flavor: 'gx4.16x80' }],
  ])('counts a worker as not read that %s', async (_, worker) => {
    expect(await readingsOf(ibmKubernetes, madrid(worker))).toMatchObject([
      { kind: 'unread', scope: 'eu-es' },
    ]);
  });

  it('refuses a list without groups', async () => {
    const empty = [aDocument('prices/eu-es', {}, { partOf: 'eu-es' })];

    await expect(readingsOf(ibmKubernetes, empty)).rejects.toThrow('expected groups of prices');
  });

  it('asks for every region, and goes on without one', async () => {
    const tools = toolsOf(({ url }) => (url.endsWith('jp-osa') ? undefined : { body: {} }));

    const documents = await ibmKubernetes.fetch(tools);

    expect(documents.map(({ partOf }) => partOf)).toEqual([
      ...['au-syd', 'br-sao', 'ca-tor', 'eu-de', 'eu-es', 'eu-fr2'],
      ...['eu-gb', 'jp-tok', 'us-east', 'us-south'],
    ]);
  });
});
