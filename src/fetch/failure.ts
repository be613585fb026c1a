import { SourceError } from '../domain/errors.ts';
import { CLOSED_ADDRESS } from '../gate/index.ts';
import { hostOf } from './exchange.ts';

/** What the codes of Node and undici mean to someone who knows neither. Others are shown as they are. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ['ENOTFOUND', 'its name could not be looked up'],
  ['EAI_AGAIN', 'its name could not be looked up'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no connection in time'],
  ['UND_ERR_HEADERS_TIMEOUT', 'nothing came in time'],
  ['UND_ERR_BODY_TIMEOUT', 'it stopped in the middle'],
  ['UND_ERR_SOCKET', 'it closed the connection'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'it stopped in the middle'],
  ['UND_ERR_ABORTED', 'the proxy refused to connect'],
]);
const NETWORK =
  /^(?:UND_ERR_|HPE_|E[A-Z0-9]+$|CERT_|ERR_TLS_|ERR_SSL_|UNABLE_|SELF_SIGNED_|DEPTH_)/;

/** A network error as the source's failure; anything else, a bug of ours, as it came. */
export function failureOf(cause: unknown, url: string): unknown {
  if (cause instanceof SourceError) return ofHost(url, cause);
  if (!(cause instanceof Error)) return cause;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  if (code === CLOSED_ADDRESS) return new SourceError('changed', cause.message, { cause });
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return new SourceError('changed', `${hostOf(url)} sent too many headers`, { cause });
  }
  if (cause.name === 'HTTPParserError') return unreachable(url, 'it does not speak HTTP', cause);
  if (!NETWORK.test(code)) return cause;
  return unreachable(url, WORDS.get(code) ?? code, cause);
}

/** The failure of a body, with the host it came from. */
export function ofHost(url: string, { failure, message, cause }: SourceError): SourceError {
  return new SourceError(failure, `${hostOf(url)}: ${message}`, { cause });
}

/** The failure of a host that did not answer, with the reason in brackets. */
export function unreachable(url: string, reason: string, cause?: unknown): SourceError {
  return new SourceError('unreachable', `${hostOf(url)} did not answer (${reason})`, { cause });
}

/** The failure of a body over the limit, whether it said so beforehand or not. */
export function tooLarge(maxBytes: number): SourceError {
  const limit = (maxBytes / 2 ** 20).toFixed(1);
  return new SourceError('changed', `its body is larger than the limit of ${limit} MiB`);
}
