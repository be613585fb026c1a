import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceKm, pointOf } from '../../../src/domain/catalogue/coordinates.ts';
import { generationOf } from '../../../src/domain/catalogue/generations.ts';
import { ACCELERATORS } from '../../../src/domain/catalogue/recognise.ts';
import { REGIONS } from '../../../src/domain/catalogue/regions.ts';

const degrees = (most: number) => fc.double({ min: -most, max: most, noNaN: true });
const anyPoint = fc.record({ latitude: degrees(90), longitude: degrees(180) });

describe('distance', () => {
  const paris = { latitude: 48.9, longitude: 2.4 };
  const tokyo = { latitude: 35.7, longitude: 139.7 };

  it('is the known one between Paris and Tokyo', () => {
    expect(distanceKm(paris, tokyo)).toBeCloseTo(9710, -2);
  });

  it('crosses the date line the short way', () => {
    const [east, west] = [179, -179].map((longitude) => ({ latitude: 0, longitude }));
    if (east === undefined || west === undefined) throw new Error('expected two points');

    expect(distanceKm(east, west)).toBeCloseTo(222.4, 0);
  });

  it('is the same both ways, and never beyond half the earth', () => {
    fc.assert(
      fc.property(anyPoint, anyPoint, (one, other) => {
        const there = distanceKm(one, other);
        expect(there).toBeCloseTo(distanceKm(other, one), 6);
        expect(there).toBeGreaterThanOrEqual(0);
        expect(there).toBeLessThanOrEqual(20_016);
      }),
    );
  });
});

describe('places', () => {
  /** Names of areas that are no place on a map: a provider's own directions. */
  const VAGUE = /^(?:north-west|(?:East|North|South|South-West) China \d)$/;

  it('are known for every city a region is in', () => {
    const lost = REGIONS.filter((region) => region.city !== null && pointOf(region) === null);

    expect(lost.filter(({ city }) => !VAGUE.test(city ?? ''))).toEqual([]);
  });

  it('are null where a country is all that is known', () => {
    expect(pointOf({ city: null, country: 'US' })).toBeNull();
  });
});

describe('generations', () => {
  const of = (id: string) => {
    const chip = ACCELERATORS.find((each) => each.id === id);
    return chip && generationOf(chip);
  };

  it.each([
    ['ascend-910b4-1', 'Ascend 910B'],
    ['ascend-910c', 'Ascend 910C'],
    ['ascend-910', 'Ascend 910'],
    ['atlas-350', 'Ascend 950'],
    ['h20-141gb', 'Hopper'],
    ['gb10', 'Blackwell'],
    ['rtx-5000-ada', 'Ada Lovelace'],
    ['rtx-5090', 'Blackwell'],
    ['a2', 'Ampere'],
    ['mi308x', 'MI300'],
    ['tpu-v6e', 'TPU v6e'],
  ])('%s is of %s', (id, generation) => {
    expect(of(id)).toBe(generation);
  });

  it('are several to a stack, and every chip of NVIDIA has one that is not its own name', () => {
    const alone = ACCELERATORS.filter(
      (chip) => chip.stack === 'cuda' && generationOf(chip) === chip.name && chip.id !== 'rubin',
    );
    expect(alone).toEqual([]);
  });
});
