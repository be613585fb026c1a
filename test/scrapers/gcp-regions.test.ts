import { describe, expect, it } from 'vitest';
import { gcpRegions } from '../../scrapers/gcp-regions.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

const HEADS = 'name,series,region,zoneCount,zones,acceleratorCount,acceleratorType,hour';
const list = (...rows: readonly string[]) => [
  aDocument('machine-types', [HEADS, ...rows].join('\n')),
];

describe('gcp-regions', () => {
  it('reads the accelerators of each region, with the machines that have them', async () => {
    const types = list(
      'made-up-1g,MADE,us-up1,2.0,"us-up1-a, us-up1-b",1.0,nvidia-h200-141gb,7.77',
      'made-up-8g,MADE,us-up1,1.0,us-up1-a,8.0,nvidia-h200-141gb,0.0',
      'made-up-8g,MADE,eu-up1,1.0,eu-up1-a,8.0,nvidia-h200-141gb,0.0',
      'other-4g,OTHER,us-up1,1.0,us-up1-b,4.0,nvidia-gb200,0.0',
    );

    expect(await readingsOf(gcpRegions, types)).toEqual([
      {
        kind: 'place',
        stack: 'cuda',
        product: 'nvidia-h200-141gb',
        region: 'us-up1',
        words: 'made-up-1g, made-up-8g',
        scope: null,
      },
      expect.objectContaining({ region: 'eu-up1', words: 'made-up-8g' }),
      expect.objectContaining({ region: 'us-up1', product: 'nvidia-gb200', words: 'other-4g' }),
    ]);
  });

  it('leaves out machines without an accelerator, and those with a TPU', async () => {
    const types = list(
      'plain-8,PLAIN,us-up1,1.0,us-up1-a,0.0,,7.77',
      'made-up-4t,TPU,us-up1,1.0,us-up1-a,4.0,ct5lp,0.0',
    );

    expect(await readingsOf(gcpRegions, types)).toEqual([]);
  });

  it('refuses a list without the column of accelerators', async () => {
    const old = [aDocument('machine-types', 'name,region\nmade-up-1g,us-up1')];

    await expect(readingsOf(gcpRegions, old)).rejects.toThrow('one column "acceleratorType"');
  });
});
