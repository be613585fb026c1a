import { z } from 'zod';
import { EXPORTS } from '../../query/export.ts';
import { exportPieces, TEXT_FORMATS } from '../../query/export-text.ts';
import { read, Since, timeOf } from '../../query/question.ts';
import type { ServerDesk } from '../desk.ts';
import { API, type Asked, get, type Route } from './route.ts';
import { fileHeaders, TEXT_TYPES } from './rows.ts';

const ExportParams = z.strictObject({ since: Since }).partial();

/** Who takes longer is cut off: what is read until then keeps the log of the database from being emptied. */
const LONGEST_MS = 10 * 60_000;

const WHAT = {
  offers: 'Every offer as it stands, listed or not',
  changes: 'Every change, the oldest first',
  prices: 'Each state that an offer has had, the oldest first',
} as const;

/** What `chipwatch export` writes, table by table. */
export const EXPORT_ROUTES: readonly Route[] = EXPORTS.flatMap((table) =>
  TEXT_FORMATS.map((format) =>
    get({
      path: `${API}/export/${table}.${format}`,
      summary: `${WHAT[table]}, whole, as ${format === 'csv' ? 'a table' : 'a line each'}`,
      params: ExportParams,
      type: TEXT_TYPES[format],
      handle: async ({ c, desk, params, now, stop }: Asked) => {
        const { since } = read(ExportParams, params);
        const window = since === undefined ? {} : { since: timeOf(since, now) };
        const pieces = exportPieces(desk.db, { table, format, ...window });
        const ended = AbortSignal.any([stop, AbortSignal.timeout(LONGEST_MS)]);
        const stream = streamOf(pieces, { ended, onError: desk.onError });
        return c.body(stream, 200, fileHeaders(table, format));
      },
    }),
  ),
);

/** Each piece when it is asked for. It breaks where it is ended from outside, so that nobody takes a part for all. */
function streamOf(
  pieces: Generator<string>,
  { ended, onError }: { readonly ended: AbortSignal } & Pick<ServerDesk, 'onError'>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const letGo = () => void pieces.return(undefined);
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        ended.addEventListener('abort', () => {
          letGo();
          controller.error(ended.reason);
        });
      },
      pull(controller) {
        try {
          const { value, done } = pieces.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (cause) {
          // The head of the answer is sent: who asked sees it break, and the log says why.
          onError(cause);
          throw cause;
        }
      },
      cancel: letGo,
    },
    { highWaterMark: 0 },
  );
}
