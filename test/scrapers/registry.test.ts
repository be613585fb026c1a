import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SCRAPERS, scraperById } from '../../scrapers/registry.ts';
import { PROVIDERS } from '../../src/domain/catalogue/providers.ts';
import { acceleratorById } from '../../src/domain/catalogue/recognise.ts';

/** The files of the folder that declare a source; data beside one is none. */
function sourceFiles(): string[] {
  const files = readdirSync('scrapers', { withFileTypes: true }).filter((each) => each.isFile());
  return files
    .map(({ name }) => name)
    .filter((name) => readFileSync(`scrapers/${name}`, 'utf8').includes(': Scraper = '));
}

describe('the registry', () => {
  it('has a line in scrapers/index.ts for every source in the folder, named as its file', () => {
    const ids = SCRAPERS.map(({ id }) => id);

    expect(ids).toEqual(expect.arrayContaining(sourceFiles().map((name) => name.slice(0, -3))));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('finds a source by its id, and nothing by another word', () => {
    expect(SCRAPERS.map(({ id }) => scraperById(id))).toEqual(SCRAPERS);
    expect(scraperById('northlight')).toBeUndefined();
  });
});

describe('a provider of a source', () => {
  it('has its name and its page in the catalogue', () => {
    const unknown = SCRAPERS.filter(({ provider }) => !PROVIDERS.has(provider));

    expect(unknown.map(({ id, provider }) => `${id}: ${provider}`)).toEqual([]);
  });
});

describe('anchors', () => {
  it('are accelerators of the catalogue', () => {
    const anchors = SCRAPERS.flatMap(({ anchors: named = [] }) => named);

    expect(anchors.length).toBeGreaterThan(0);
    expect(anchors.filter((id) => acceleratorById(id) === null)).toEqual([]);
  });
});
