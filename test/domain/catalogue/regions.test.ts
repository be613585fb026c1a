import { describe, expect, it } from 'vitest';
import { PROVIDERS, providerName } from '../../../src/domain/catalogue/providers.ts';
import { REGIONS, regionOf } from '../../../src/domain/catalogue/regions.ts';

describe('regionOf', () => {
  it.each([
    [
      'huawei-cloud',
      'af-south-1',
      { city: 'Johannesburg', country: 'ZA', jurisdiction: 'outside-china' },
    ],
    [
      'huawei-cloud',
      'ap-southeast-1',
      { city: 'Hong Kong', country: 'HK', jurisdiction: 'hong-kong' },
    ],
    [
      'huawei-cloud',
      'cn-southwest-2',
      { city: 'Guiyang', country: 'CN', jurisdiction: 'mainland-china' },
    ],
    ['huawei-cloud', 'me-east-1', { city: 'Riyadh', country: 'SA', jurisdiction: 'outside-china' }],
    ['aws', 'af-south-1', { city: 'Cape Town', country: 'ZA', jurisdiction: 'outside-china' }],
    ['aws', 'ap-southeast-1', { city: 'Singapore', country: 'SG', jurisdiction: 'outside-china' }],
    ['aws', 'ap-east-1', { city: 'Hong Kong', country: 'HK', jurisdiction: 'hong-kong' }],
    ['aws', 'ap-east-2', { city: 'Taipei', country: 'TW', jurisdiction: 'outside-china' }],
    ['aws', 'cn-north-1', { city: 'Beijing', country: 'CN', jurisdiction: 'mainland-china' }],
    ['scaleway', 'fr-par', { city: 'Paris', country: 'FR', jurisdiction: 'outside-china' }],
    ['linode', 'us-east', { city: 'Newark', country: 'US', jurisdiction: 'outside-china' }],
    ['runpod', 'EU-RO-1', { city: null, country: 'RO', jurisdiction: 'outside-china' }],
    [
      'nebius',
      'us-central1',
      { city: 'Kansas City', country: 'US', jurisdiction: 'outside-china' },
    ],
    ['lambda', 'us-east-1', { city: 'Virginia', country: 'US', jurisdiction: 'outside-china' }],
  ])('places %s %s', (provider, region, place) => {
    expect(regionOf(provider, region)).toMatchObject(place);
  });

  it('knows the law of a continent, and no country', () => {
    expect(regionOf('coreweave', 'EUROPE')).toMatchObject({
      country: null,
      jurisdiction: 'outside-china',
    });
  });

  it('says who runs a region where that is a partner', () => {
    expect(regionOf('huawei-cloud', 'eu-west-0')?.operator).toBe('Orange');
    expect(regionOf('huawei-cloud', 'af-south-1')?.operator).toBeNull();
  });

  it.each([
    ['aws', 'me-east-1'],
    ['aws', 'us-west-2-lax-1'],
    ['scaleway', 'fr-par-2'],
    ['nobody', 'us-east-1'],
  ])('does not know %s %s', (provider, region) => {
    expect(regionOf(provider, region)).toBeNull();
  });
});

describe('the region catalogue', () => {
  it('has each region of a provider once', () => {
    const codes = REGIONS.map(({ provider, region }) => `${provider} ${region}`);

    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('names countries by two letters and providers it knows', () => {
    const odd = REGIONS.filter(
      ({ country, provider }) => !/^[A-Z]{2}$/.test(country ?? 'XX') || !PROVIDERS.has(provider),
    );

    expect(odd).toEqual([]);
  });

  it('cites a source for each', () => {
    expect(REGIONS.filter(({ source }) => source.length < 10)).toEqual([]);
  });
});

describe('providerName', () => {
  it('names a provider for people', () => {
    expect(providerName('linode')).toBe('Akamai Cloud');
    expect(providerName('huawei-cloud')).toBe('Huawei Cloud');
  });

  it('calls one the user brought by its slug', () => {
    expect(providerName('our-lab')).toBe('our-lab');
  });
});
