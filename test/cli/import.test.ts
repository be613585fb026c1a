import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { readLines } from '../../src/cli/import-lines.ts';
import { importSchema } from '../../src/domain/imports.ts';
import { aDataFolder, chipwatch, start, watch } from './program.ts';

/** Nobody's quote: every figure is made up. */
const QUOTE = {
  ...{ sku: 'nl-8', accelerator: 'NVIDIA H100 SXM', count: 8, region: 'pole-1' },
  ...{ billing: 'on-demand', price: { micros: 11_110_000, currency: 'EUR' }, tax: 'excluded' },
  availability: 'available',
};
const jsonl = (...rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n');

const said = (line: string) => readLines(line).map(({ reading }) => reading);

describe('a line of an import', () => {
  it('is a listing that starts from what nobody said', () => {
    expect(said(JSON.stringify(QUOTE))).toEqual([
      expect.objectContaining({ ...QUOTE, kind: 'listing', tier: 'standard', memoryGb: null }),
    ]);
  });

  it('is counted from 1, empty ones too, behind a mark and before CR LF', () => {
    const text = `\ufeff${JSON.stringify(QUOTE)}\r\n\r\n  \n${JSON.stringify(QUOTE)}\r\n`;

    expect(readLines(text).map(({ number, reading }) => [number, reading.kind])).toEqual([
      [1, 'listing'],
      [4, 'listing'],
    ]);
  });

  it.each([
    ['no JSON', 'nonsense', 'line 1: expected a JSON object, found'],
    ['a list', '[]', 'line 1: expected a JSON object, found'],
    ['null', 'null', 'line 1: expected a JSON object, found'],
    ['a fact that is missing', { ...QUOTE, sku: undefined }, 'line 1: sku: missing'],
    ['a key nobody knows', { ...QUOTE, sk: 1 }, 'line 1: unknown key "sk", did you mean "sku"?'],
    ['text for a number', { ...QUOTE, count: '8' }, 'line 1: count: expected a number, found text'],
    ['a price of zero', { ...QUOTE, price: { micros: 0, currency: 'EUR' } }, 'never a price'],
    ['a word that is none', { ...QUOTE, billing: 'on-demnd' }, 'did you mean "on-demand"?'],
  ])('says what is wrong with %s', (_, row, what) => {
    const line = typeof row === 'string' ? row : JSON.stringify(row);

    expect(said(line)).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(what), row: line },
    ]);
  });
});

describe('docs', () => {
  it('has the schema of a line as it is: chipwatch import --schema > docs/listing.schema.json', () => {
    expect(JSON.parse(readFileSync('docs/listing.schema.json', 'utf8'))).toEqual(importSchema());
  });

  it('has examples that are read', () => {
    const page = readFileSync('docs/import.md', 'utf8');
    const examples = /```jsonl\n(?<lines>[^`]+)```/.exec(page)?.groups?.lines ?? '';

    expect(said(examples).map(({ kind }) => kind)).toEqual(['listing', 'listing']);
  });
});

// Whole programs start here, several a test.
vi.setConfig({ testTimeout: 120_000 });

describe('chipwatch import', () => {
  it('takes in a file, then a part of it from a pipe, and tells what that changed', async () => {
    const folder = aDataFolder();
    const [db, file] = [join(folder, 'chips.db'), join(folder, 'quotes.jsonl')];
    writeFileSync(file, jsonl(QUOTE, { ...QUOTE, sku: 'nl-4', count: 4 }));
    const args = ['--provider', 'northlight', '--db', db];

    expect(await chipwatch(['import', file, ...args])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('✓ import-northlight: 2 offers, 1 change'),
    });
    const piped = start(['import', '-', ...args, '--partial', '--json']);
    piped.stdin?.end(jsonl({ ...QUOTE, price: { micros: 9_990_000, currency: 'EUR' } }));
    const { code, stdout } = await watch(piped).ended;

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ schema: 'import/1', source: 'import-northlight', outcome: 'partial' },
      ...{ offers: 1, changes: 1, rejected: [] },
    });
    const offers = JSON.parse((await chipwatch(['offers', '--json', '--db', db])).stdout);
    expect(offers).toMatchObject({ total: 2, stale: [] });
    const { sources } = JSON.parse((await chipwatch(['sources', '--json', '--db', db])).stdout);
    expect(sources.at(-1)).toMatchObject({
      ...{ id: 'import-northlight', provider: 'northlight', every: null, homepage: null },
      ...{ offers: 2, outcome: 'partial', stale: false },
    });
    const one = await chipwatch(['sources', 'import-northlight', '--db', db]);
    expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining('brought by hand') });
    const history = await chipwatch(['history', 'H100:8', '--db', db]);
    expect(history).toMatchObject({ code: 0, stdout: expect.not.stringContaining('not read') });
  });

  it('names a line that cannot be read, ends with 5, and is believed when approved', async () => {
    const folder = aDataFolder();
    const [db, file] = [join(folder, 'chips.db'), join(folder, 'quotes.jsonl')];
    writeFileSync(file, `${jsonl(QUOTE)}\nnonsense\n`);

    const refused = await chipwatch(['import', file, '--provider', 'northlight', '--db', db]);
    const approved = await chipwatch(['quarantine', 'approve', '1', '--db', db]);

    expect(refused).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('quarantined: rejected 1 of 2 rows'),
      stderr: expect.stringContaining(
        'not taken in: line 2: expected a JSON object, found: "nonsense"',
      ),
    });
    expect(approved).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Crawl 1 of import-northlight is believed as crawl 2'),
    });
  });

  it('prints the schema, and ends with 2, 6 or 78 where it cannot import', async () => {
    const folder = aDataFolder();
    const [db, file] = [join(folder, 'chips.db'), join(folder, 'quotes.jsonl')];
    const importing = async (...args: readonly string[]) =>
      (await chipwatch(['import', ...args, '--db', db])).code;
    writeFileSync(file, '');

    const schema = await chipwatch(['import', '--schema']);
    expect(JSON.parse(schema.stdout)).toEqual(importSchema());
    expect(await importing(file)).toBe(2);
    expect(await importing('--provider', 'northlight')).toBe(2);
    expect(await importing(file, '--provider', 'North Light')).toBe(2);
    expect(await importing(join(folder, 'none'), '--provider', 'northlight')).toBe(2);
    expect(await importing(file, '--provider', 'northlight')).toBe(6);
    const unknown = await chipwatch(['sources', 'import-nobody', '--db', db]);
    expect(unknown).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing was imported'),
    });
    writeFileSync(file, Buffer.from([0x7b, 0xff, 0x7d]));
    expect(await importing(file, '--provider', 'northlight')).toBe(2);
    const replay = ['crawl', 'lambda', '--replay', 'test/fixtures/lambda/2026-08-15'];
    const other = join(folder, 'replay.db');
    await chipwatch([...replay, '--db', other]);
    const mixed = await chipwatch(['import', file, '--provider', 'northlight', '--db', other]);
    expect(mixed.code).toBe(2);
    writeFileSync(file, jsonl(QUOTE));
    expect(
      (await chipwatch(['import', file, '--provider', 'northlight', '--db', other])).code,
    ).toBe(78);
  });
});
