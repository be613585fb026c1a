import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listIn, oneList } from '../../scrapers/kit/index.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const source = oneList({
  ...{ id: 'northlight', provider: 'northlight', homepage: 'https://northlight.example/' },
  ...{ reads: 'places', every: '1d', absentMeans: 'withdrawn', evidence: 'page' },
  ...{ robots: 'page', verified: 'documented' },
  ask: ({ http }) => http.get('places', 'https://northlight.example/places'),
  rows: listIn('places'),
  isOurs: z.object({ hasGpu: z.boolean() }).transform(({ hasGpu }) => hasGpu),
  row: z.object({ region: z.string() }),
  readings: ({ region }) => [
    { kind: 'place', stack: 'cuda', product: 'X1', region, words: null, scope: null },
  ],
});
const places = (...rows: readonly unknown[]) => aDocument('places', { places: rows });

describe('a source that is one list', () => {
  it('asks for one document, and reads what has an accelerator', async () => {
    const rows = [{ hasGpu: true, region: 'pole-1' }, { hasGpu: false }];
    const documents = await source.fetch(toolsOf(() => ({ body: { places: rows } })));

    expect(documents.map(({ name }) => name)).toEqual(['places']);
    expect(await readingsOf(source, documents)).toMatchObject([{ region: 'pole-1' }]);
  });

  it('counts a row that cannot be read, and one that does not say whether it has one', async () => {
    const rows = places({ hasGpu: true }, { region: 'pole-2' });

    expect(await readingsOf(source, [rows])).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining('region') },
      { kind: 'unread', reason: expect.stringContaining('hasGpu') },
    ]);
  });

  it('refuses a list of nothing, no document and two', async () => {
    await expect(readingsOf(source, [places()])).rejects.toThrow('places: places');
    await expect(readingsOf(source, [])).rejects.toThrow('expected one document, found 0');
    await expect(readingsOf(source, [places(), places()])).rejects.toThrow('found 2');
  });
});
