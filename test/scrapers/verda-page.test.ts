import { describe, expect, it } from 'vitest';
import { verdaPage } from '../../scrapers/verda-page.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

/** A page that declares one offer. */
function page(name: string, description: string) {
  const said = { price: 1.11, priceCurrency: 'USD' };
  const priceSpecification = { ...said, unitText: 'hour' };
  const offer = { '@type': 'Offer', name, description, ...said, priceSpecification };
  const script = `<script type="application/ld+json">${JSON.stringify([offer])}</script>`;
  return [aPage('pricing', script)];
}

describe('verda-page', () => {
  it('reads how many of which GPU from the name, and how it is billed beside it', async () => {
    expect(
      await readingsOf(verdaPage, page('4x X1 SXM 33GB spot', 'Hourly spot instance price')),
    ).toMatchObject([
      {
        ...{ sku: '4x X1 SXM 33GB', accelerator: 'X1 SXM 33GB', memoryGb: 33, count: 4 },
        ...{ billing: 'spot', price: { micros: 1_110_000, currency: 'USD' } },
      },
    ]);
  });

  it('counts a name it cannot read', async () => {
    const offer = page('Some X1 on-demand', 'Hourly on-demand instance price');

    expect(await readingsOf(verdaPage, offer)).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses a page of clusters and of instances without a GPU alone', async () => {
    for (const offer of [
      page('104x X1 33GB instant cluster', 'Hourly instant cluster price'),
      page(' on-demand', 'Hourly on-demand instance price'),
    ]) {
      await expect(readingsOf(verdaPage, offer)).rejects.toThrow('expected prices, found none');
    }
  });

  it('reads every instance with a GPU of its recording, one of them told twice', async () => {
    const documents = await verdaPage.fetch(replaying('test/fixtures/verda-page/2026-08-22'));
    const readings = await readingsOf(verdaPage, documents);

    expect(readings.filter(({ kind }) => kind === 'listing')).toHaveLength(16 * 2);
    expect(readings).toHaveLength(16 * 2);
  });
});
