import { describe, expect, it } from 'vitest';
import { e2e } from '../../scrapers/e2e.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

/** A page that declares one offer, as far as a test changes it. */
function page(change: object = {}) {
  const said = { price: 111, priceCurrency: 'INR' };
  const offer = {
    '@type': 'Offer',
    ...{ name: 'NVIDIA X1 GPU Cloud Instance', category: 'GPU Cloud Instance', ...said },
    priceSpecification: { ...said, unitText: 'per hour' },
    itemOffered: { description: '33 GB VRAM, 11 vCPUs, 22 GB RAM' },
    ...change,
  };
  const script = `<script type="application/ld+json">${JSON.stringify([offer])}</script>`;
  return [aPage('pricing', script)];
}

describe('e2e', () => {
  it('reads an instance with one GPU, in rupees', async () => {
    expect(await readingsOf(e2e, page())).toMatchObject([
      {
        ...{ sku: 'NVIDIA X1 33GB', accelerator: 'NVIDIA X1', memoryGb: 33, vcpus: 11, ramGb: 22 },
        ...{ count: 1, price: { micros: 111_000_000, currency: 'INR' }, availability: 'listed' },
      },
    ]);
  });

  it.each([
    ['a price it says in two ways', { price: 222 }],
    ['sizes in other words', { itemOffered: { description: 'large' } }],
    ['an offer of no kind', { category: null }],
  ])('counts %s as not read', async (_, change) => {
    expect(await readingsOf(e2e, page(change))).toMatchObject([{ kind: 'unread' }]);
  });

  it('reads every GPU of its recording, and no CPU', async () => {
    const documents = await e2e.fetch(replaying('test/fixtures/e2e/2026-08-22'));
    const readings = await readingsOf(e2e, documents);
    const skus = readings.map((each) => (each.kind === 'listing' ? each.sku : each.kind));

    expect(skus).toHaveLength(10);
    expect(skus).toEqual(expect.arrayContaining(['NVIDIA A100 40GB', 'NVIDIA A100 80GB']));
  });
});
