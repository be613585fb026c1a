import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeptLines } from '../../scrapers/kit/scraper.ts';
import { takeIn } from '../../src/fetch/body.ts';

const KEEP: KeptLines = { head: 2, matching: /"p\d\.x"/ };

/** The body that arrives in these pieces, as far as it is kept. */
async function taken(
  pieces: readonly Buffer[],
  keep: KeptLines = KEEP,
  coding = '',
  maxBytes = 10 ** 8,
) {
  const spoolDir = () => Promise.reject(new Error('nothing here is large'));
  const body = await takeIn(Readable.from(pieces), coding, { maxBytes, spoolDir, keep });
  if (body.kind === 'file') throw new Error('expected it in memory');
  return body;
}

const kept = async (text: string) => (await taken([Buffer.from(text)])).bytes.toString();

describe('a body of which lines are kept', () => {
  it('has its first lines, and those with a match', async () => {
    const text = 'note\nheads\n1,"p5.x"\n2,"m5.x"\n3,"p4.x","p5.x"\n4\n';

    expect(await kept(text)).toBe('note\nheads\n1,"p5.x"\n3,"p4.x","p5.x"\n');
  });

  it('has a last line without an end', async () => {
    expect(await kept('a\nb\nc\n"p1.x"')).toBe('a\nb\n"p1.x"');
    expect(await kept('a')).toBe('a');
    expect(await kept('')).toBe('');
  });

  it('has the same lines however it is cut into pieces, byte for byte', async () => {
    const cell = fc.constantFrom('"p5.x"', '"m5.x"', 'é', '"p5', '.x"', '', '中');
    const lines = fc.array(fc.array(cell).map((cells) => cells.join(',')));
    const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(lines, cuts, async (all, sizes) => {
        const bytes = Buffer.from(all.map((line) => `${line}\r\n`).join(''));
        const pieces: Buffer[] = [];
        for (let at = 0, n = 0; at < bytes.length; n += 1) {
          const size = sizes[n % sizes.length] ?? 1;
          pieces.push(bytes.subarray(at, at + size));
          at += size;
        }
        const expected = all.filter((line, index) => index < 2 || /"p\d\.x"/.test(line));
        const { bytes: found, size, sha256 } = await taken(pieces);

        expect(found.toString()).toBe(expected.map((line) => `${line}\r\n`).join(''));
        expect(size).toBe(found.length);
        expect(sha256).toBe(createHash('sha256').update(found).digest('hex'));
      }),
    );
  });

  it('is kept when it is asked for again', async () => {
    const once = await kept('a\nb\n"p5.x"\nc\n');

    expect(await kept(once)).toBe(once);
  });

  it('is decoded first', async () => {
    const { bytes } = await taken([gzipSync('a\nb\nc\n"p5.x"\n')], KEEP, 'gzip');

    expect(bytes.toString()).toBe('a\nb\n"p5.x"\n');
  });

  it('is refused where all of it is too large, however little is kept', async () => {
    const pieces = Array.from({ length: 20 }, () => Buffer.from('passed over\n'));

    await expect(taken(pieces, KEEP, '', 100)).rejects.toThrow('larger than the limit');
  });

  it('is refused where a line has no end', async () => {
    const pieces = Array.from({ length: 20 }, () => Buffer.alloc(100_000, 'x'));

    await expect(taken(pieces)).rejects.toThrow('its lines never end');
  });

  it('is refused where it ends in the middle of its coding', async () => {
    const half = gzipSync('a\nb\nc\n"p5.x"\n').subarray(0, 20);

    await expect(taken([half], KEEP, 'gzip')).rejects.toThrow('not gzip to the end');
  });
});
