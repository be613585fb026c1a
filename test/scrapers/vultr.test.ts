import { describe, expect, it } from 'vitest';
import { vultr } from '../../scrapers/vultr.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const LAST = { next: '', prev: '' };
const PLAN = {
  id: 'vcg-made-up-3c-5g-16vram',
  type: 'vcg',
  vcpu_count: 3,
  ram: 5120,
  disk: 33,
  disk_count: 2,
  hourly_cost: 11.11,
  hourly_cost_preemptible: 0,
  location_cost: {},
  deploy_ondemand: true,
  deploy_preemptible: false,
  locations: ['ewr'],
  gpu_type: 'NVIDIA_A40',
  gpu_vram_gb: 16,
  gpu_count: '1/3',
};

/** The list of virtual plans with one plan, as far as a test changes it. */
function plans(plan: object = {}, total = 1) {
  const body = { plans: [{ ...PLAN, ...plan }], meta: { total, links: LAST } };
  return [aDocument('plans/1', body, { partOf: 'plans' })];
}

/** The list of bare metal with one plan of that id. */
function metal(plan: object) {
  const { vcpu_count, gpu_count, ...rest } = PLAN;
  const body = {
    plans_metal: [{ ...rest, type: 'NVMe', cpu_threads: 7, ...plan }],
    meta: { total: 1, links: LAST },
  };
  return [aDocument('plans-metal/1', body, { partOf: 'plans-metal' })];
}

describe('vultr', () => {
  it('reads the share of a card with the memory of a whole one', async () => {
    expect(await readingsOf(vultr, plans())).toEqual([
      expect.objectContaining({
        sku: 'vcg-made-up-3c-5g-16vram',
        accelerator: 'NVIDIA_A40',
        memoryGb: 48,
        count: 1,
        fraction: 1 / 3,
        region: 'ewr',
        billing: 'on-demand',
        price: { micros: 11_110_000, currency: 'USD' },
        vcpus: 3,
        ramGb: 5,
        diskGb: 66,
        availability: 'available',
        scope: 'plans',
      }),
    ]);
  });

  it('takes a plan that no region can start for sold out, and keeps its price', async () => {
    expect(await readingsOf(vultr, plans({ locations: [] }))).toMatchObject([
      { region: null, availability: 'sold-out', price: { micros: 11_110_000 } },
    ]);
  });

  it('reads only the ways in which a plan can be had', async () => {
    const both = { deploy_preemptible: true, hourly_cost_preemptible: 7.07 };
    const spotOnly = { ...both, deploy_ondemand: false };

    expect(await readingsOf(vultr, plans(both))).toMatchObject([
      { billing: 'on-demand', price: { micros: 11_110_000 } },
      { billing: 'spot', price: { micros: 7_070_000 } },
    ]);
    expect(await readingsOf(vultr, plans(spotOnly))).toMatchObject([{ billing: 'spot' }]);
  });

  it('prefers the price of a region, and knows no preemptible price that it leaves out', async () => {
    const location_cost = { sao: { hourly_cost: 22.22 } };
    const dear = {
      locations: ['ewr', 'sao'],
      location_cost,
      deploy_preemptible: true,
      hourly_cost_preemptible: 7.07,
    };

    expect(await readingsOf(vultr, plans(dear))).toMatchObject([
      { region: 'ewr', billing: 'on-demand', price: { micros: 11_110_000 } },
      { region: 'ewr', billing: 'spot', price: { micros: 7_070_000 } },
      { region: 'sao', billing: 'on-demand', price: { micros: 22_220_000 } },
      { region: 'sao', billing: 'spot', price: null },
    ]);
  });

  it.each([
    ['vbm-112c-2048gb-8-h100-gpu', 'NVIDIA_H100', 640, { count: 8, memoryGb: 80, vcpus: 7 }],
    ['vbm-48c-1024gb-4-a100-gpu', 'NVIDIA_A100', 320, { count: 4, memoryGb: 80 }],
    ['vbm-64c-2048gb-l40-gpu', 'NVIDIA_L40S', 48, { count: 1, memoryGb: 48 }],
  ])('reads how many cards %s has from its id', async (id, gpu_type, gpu_vram_gb, facts) => {
    const documents = metal({ id, gpu_type, gpu_vram_gb });

    expect(await readingsOf(vultr, documents)).toMatchObject([{ sku: id, ...facts }]);
  });

  it('does not take the memory of the CPU for that of a GH200', async () => {
    const gh200 = { id: 'vbm-72c-480gb-gh200-gpu', gpu_type: 'NVIDIA_GH200' };
    const documents = metal({ ...gh200, gpu_vram_gb: 480, ram: 480 * 1024 });

    expect(await readingsOf(vultr, documents)).toMatchObject([{ count: 1, memoryGb: null }]);
  });

  it('knows the cards of dedicated servers by their ids, and counts others as not read', async () => {
    const bare = { type: 'vdm', gpu_type: undefined, gpu_count: undefined, gpu_vram_gb: undefined };
    const known = plans({ ...bare, id: 'vcg-mi325x-252c-2872g-1536vram' });
    const unknown = plans({ ...bare, id: 'vcg-b900-1c-1g-1vram' });
    const sent = (documents: ReturnType<typeof plans>) =>
      documents.map((each) => aDocument(each.name, each.text(), { partOf: each.partOf }));

    expect(await readingsOf(vultr, sent(known))).toMatchObject([
      { accelerator: 'AMD_MI325X', count: 6, memoryGb: 256 },
    ]);
    expect(await readingsOf(vultr, sent(unknown))).toMatchObject([{ kind: 'unread' }]);
  });

  it('leaves out plans without a GPU, free ones too', async () => {
    const free = { id: 'vc2-1c-0.5gb-free', type: 'vc2', hourly_cost: 0, gpu_type: undefined };

    expect(await readingsOf(vultr, plans(free))).toEqual([]);
  });

  it('takes zero for a row it cannot read', async () => {
    expect(await readingsOf(vultr, plans({ hourly_cost: 0 }))).toMatchObject([
      { kind: 'unread', reason: 'hourly_cost: zero is never a price' },
    ]);
  });

  it('refuses a list that holds less than it says', async () => {
    await expect(readingsOf(vultr, plans({}, 2))).rejects.toThrow(
      'plans: expected 2 rows, found 1',
    );
  });

  it('follows the cursor to the last page, and says which list it could not have', async () => {
    const asked: string[] = [];
    const page = (next: string) => ({ plans: [], meta: { total: 0, links: { next, prev: '' } } });
    const tools = toolsOf(({ url }) => {
      asked.push(url);
      if (url.includes('plans-metal')) return undefined;
      return { body: page(url.includes('cursor') ? '' : 'bmV4dA==') };
    });

    const documents = await vultr.fetch(tools);

    expect(documents.map(({ name, partOf }) => [name, partOf])).toEqual([
      ['plans/1', 'plans'],
      ['plans/2', 'plans'],
    ]);
    expect(asked).toContain('https://api.vultr.com/v2/plans?per_page=500&cursor=bmV4dA%3D%3D');
  });
});
