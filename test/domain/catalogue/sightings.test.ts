import { describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../../src/domain/catalogue/providers.ts';
import { acceleratorById } from '../../../src/domain/catalogue/recognise.ts';
import { regionOf } from '../../../src/domain/catalogue/regions.ts';
import { expiryOf, SIGHTINGS } from '../../../src/domain/catalogue/sightings.ts';
import { decimal } from '../../../src/domain/money.ts';

const each = SIGHTINGS.map((sighting) => [sighting.id, sighting] as const);

describe('sightings', () => {
  it.each(each)('%s speaks of a provider, a chip and a day', (_id, sighting) => {
    expect(PROVIDERS.has(sighting.provider) || sighting.provider === 'skyvast').toBe(true);
    expect(sighting.seenOn).toMatch(/^20\d\d(?:-[01]\d(?:-[0-3]\d)?)?$/);
    expect(sighting.source.length).toBeGreaterThan(10);
    expect(sighting.accelerator === null || acceleratorById(sighting.accelerator)).toBeTruthy();
  });

  it.each(each.filter(([, { region }]) => region !== null))(
    '%s agrees with the region catalogue',
    (_id, { provider, region, place, country, jurisdiction }) => {
      const found = regionOf(provider, region ?? '');

      expect(found).toMatchObject({ city: place, country, jurisdiction });
    },
  );

  it.each(each)('%s has words beside a price, and only there', (_id, { price, priceUnit }) => {
    expect(priceUnit === null).toBe(price === null);
  });

  it('have the two prices of the mainland in yuan', () => {
    const prices = SIGHTINGS.flatMap(({ price }) =>
      price === null ? [] : [`${price.currency} ${decimal(price)}`],
    );

    expect(prices).toEqual(['CNY 29.55', 'CNY 38.45']);
  });

  it('do not guess the chip behind a model', () => {
    const models = SIGHTINGS.filter(({ what }) => what.includes('MaaS'));

    expect(models.map(({ accelerator }) => accelerator)).toEqual([null, null]);
  });

  it.each([
    [{ seenOn: '2026-05-15' }, '2027-05-15'],
    [{ seenOn: '2026-11' }, '2027-11'],
    [{ seenOn: '2025' }, '2026'],
    [{ seenOn: '2025-05-19', expiresOn: '2025-05-20' }, '2025-05-20'],
  ] as const)('%o can be gone by until %s', (sighting, day) => {
    expect(expiryOf(sighting)).toBe(day);
  });

  it('have each id once', () => {
    expect(new Set(SIGHTINGS.map(({ id }) => id)).size).toBe(SIGHTINGS.length);
  });
});
