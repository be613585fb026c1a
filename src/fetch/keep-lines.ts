import { Transform } from 'node:stream';
import type { KeptLines } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import { tooLarge } from './failure.ts';

/** Longer lines are those of another kind of file. */
const LINE_MAX = 2 ** 20;

/** Passes on the lines that are kept, byte for byte. Fails where all lines together are too large. */
export function linesKept({ head, matching }: KeptLines, maxBytes: number): Transform {
  const search = new RegExp(matching.source, 'g');
  let size = 0;
  let headLeft = head;
  let rest = '';

  function kept(text: string): Buffer {
    const lines: string[] = [];
    let from = 0;
    for (; headLeft > 0 && from < text.length; headLeft -= 1) {
      const end = endOfLine(text, from);
      lines.push(text.slice(from, end));
      from = end;
    }
    search.lastIndex = from;
    for (let hit = search.exec(text); hit !== null; hit = search.exec(text)) {
      const end = endOfLine(text, hit.index);
      lines.push(text.slice(text.lastIndexOf('\n', hit.index) + 1, end));
      search.lastIndex = end;
    }
    return Buffer.from(lines.join(''), 'latin1');
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      // One letter a byte, whatever the charset: what is kept goes back to the bytes it was.
      const text = rest + chunk.toString('latin1');
      const end = text.lastIndexOf('\n') + 1;
      rest = text.slice(end);
      if (size > maxBytes) done(tooLarge(maxBytes));
      else if (rest.length > LINE_MAX) done(new SourceError('changed', 'its lines never end'));
      else done(null, kept(text.slice(0, end)));
    },
    flush(done) {
      done(null, kept(rest));
    },
  });
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end + 1;
}
