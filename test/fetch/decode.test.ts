import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/fetch/body.ts';
import { documentOf } from '../../src/fetch/document.ts';

function served(bytes: Buffer | string, type = 'application/json') {
  const headers = { 'content-type': type };
  const facts = { name: 'offers', url: 'https://a.example/', fetchedAt: 0, partOf: null };
  return documentOf({ ...facts, headers, body: bodyOf(Buffer.from(bytes)) });
}

async function linesOf(bytes: Buffer | string, type?: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of served(bytes, type).lines()) lines.push(line);
  return lines;
}

/** 昇腾 in GBK. */
const ASCEND = Buffer.from([0x95, 0x4e, 0xcc, 0xda]);

describe('text', () => {
  it.each([
    ['its header', ASCEND, 'text/html; charset=gbk'],
    ['its header in quotes', ASCEND, 'text/html; charset="GB18030"'],
    ['UTF-8 where nothing is said', Buffer.from('昇腾'), 'text/plain'],
    ['its mark', Buffer.from('\ufeff昇腾'), 'text/html; charset=gbk'],
    ['its mark of UTF-16', Buffer.from('\ufeff昇腾', 'utf16le'), 'text/csv'],
  ])('reads by %s', (_, bytes, type) => {
    expect(served(bytes, type).text()).toBe('昇腾');
  });

  it('reads a page by what it declares', () => {
    const page = Buffer.concat([Buffer.from('<html><head><meta charset="gbk"><p>'), ASCEND]);

    expect(served(page, 'text/html').text()).toMatch(/昇腾$/);
  });

  it.each([
    ['text/html', 'offers: it says it is utf-8 and is not'],
    ['text/html; charset=utf-8', 'offers: it says it is utf-8 and is not'],
    ['text/html; charset=klingon', 'offers: its charset "klingon" is not known'],
  ])('refuses bytes that are not %s', (type, message) => {
    expect(() => served(ASCEND, type).text()).toThrow(
      expect.objectContaining({ failure: 'changed', message }),
    );
  });
});

describe('json', () => {
  it.each([
    [
      '{"offers": [{"sku": "nl-',
      'JSON that ends in the middle, after "{\\"offers\\": [{\\"sku\\": \\"nl-"',
    ],
    ['{"offers": [1, 2', 'JSON that ends in the middle, after "{\\"offers\\": [1, 2"'],
    ['[', 'JSON that ends in the middle, after "["'],
    ['<!doctype html><title>Sorry', 'expected JSON, found "<!doctype html><title>Sorry"'],
  ])('says of %s what it is instead', (text, reason) => {
    expect(() => served(text).json()).toThrow(
      expect.objectContaining({ failure: 'changed', message: `offers: ${reason}` }),
    );
  });

  it('quotes the parser where JSON goes wrong in the middle', () => {
    expect(() => served('{"offers": [1 2]}').json()).toThrow(
      /^offers: expected JSON, found what is none: ".*position 14/,
    );
  });
});

describe('JSON that nests', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}"[[\\\\"${']'.repeat(depth)}`;

  it('is read to a depth of 64, brackets in its texts aside', () => {
    expect(JSON.stringify(served(nested(64)).json())).toBe(nested(64));
    expect(served(JSON.stringify({ text: `"${'['.repeat(100)}` })).json()).toMatchObject({
      text: expect.stringMatching(/^"\[{100}$/),
    });
  });

  it.each([65, 5_000, 1_000_000])('%i deep is refused', (depth) => {
    const deep = served(nested(depth));

    expect(() => deep.json()).toThrow('offers: expected JSON nested at most 64 deep');
  });
});

describe('lines', () => {
  it('gives them without their ends, and none after the last', async () => {
    expect(await linesOf('a,b\r\n1,2\n\n3,4\n')).toEqual(['a,b', '1,2', '', '3,4']);
    expect(await linesOf('a\nb')).toEqual(['a', 'b']);
    expect(await linesOf('\ufeffa')).toEqual(['a']);
  });

  it('decodes them as text is', async () => {
    expect(await linesOf(ASCEND, 'text/csv; charset=gbk')).toEqual(['昇腾']);
    await expect(linesOf(ASCEND, 'text/csv')).rejects.toMatchObject({ failure: 'changed' });
    await expect(linesOf(Buffer.from('昇').subarray(0, 2))).rejects.toMatchObject({
      failure: 'changed',
    });
  });
});
