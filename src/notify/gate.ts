import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { privateAddresses } from './addresses.ts';

/** Code of the error for a private address; its message says which line of the config opens it. */
export const PRIVATE_ADDRESS = 'ERR_PRIVATE_ADDRESS';

/** Gives all addresses of a name. */
export type Resolve = (
  host: string,
) => Promise<readonly { readonly address: string; readonly family: number }[]>;

/** Decides where messages may go, on the address the connection is made to. */
export interface Gate {
  /** Throws `PRIVATE_ADDRESS` for a literal address that is private: no lookup is made for those. */
  check(url: URL): void;
  /** Looks a name up once and refuses it when any of its addresses is private. */
  readonly lookup: LookupFunction;
}

/**
 * A webhook's address, or a RangeError that repeats nothing of it but the host: http or https, no
 * user, no port below 1024 but 80 and 443, nothing that two parsers could read in two ways.
 */
export function webhookUrl(text: string): URL {
  if (!URL.canParse(text) || !/^https?:\/\/[^/]/i.test(text)) {
    throw new RangeError('expected a webhook address such as https://example.com/hook');
  }
  const url = new URL(text);
  const wrong = fault(text, url);
  if (wrong === null) return url;
  throw new RangeError(`expected a webhook address ${wrong}, found another at ${url.host}`);
}

function fault(text: string, url: URL): string | null {
  if (/[\\\p{Cc}\s]/u.test(text)) return 'without backslashes, spaces or control characters';
  if (url.username !== '' || url.password !== '') return 'without a user or a password';
  const port = Number(url.port || 443);
  return port >= 1024 || port === 80 || port === 443 ? null : 'at port 80, 443 or above 1023';
}

/** A gate that opens to public addresses, and to those in `allowed` (CIDR). */
export function openGate(allowed: readonly string[], resolve: Resolve = resolveAll): Gate {
  const isPrivate = privateAddresses(allowed);
  const judge = (host: string, address: string): void => {
    if (isPrivate(address)) throw failure(PRIVATE_ADDRESS, refusal(host, address));
  };
  return {
    check(url) {
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0) judge(host, host);
    },
    lookup(host, { all }, callback) {
      const judged = resolve(host).then((addresses) => {
        for (const { address } of addresses) judge(host, address);
        const [first] = addresses;
        if (first === undefined) throw failure('ENOTFOUND', `${host} has no address`);
        return { first, addresses };
      });
      judged.then(
        ({ first, addresses }) =>
          all ? callback(null, [...addresses]) : callback(null, first.address, first.family),
        (cause: NodeJS.ErrnoException) => callback(cause, []),
      );
    },
  };
}

function failure(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}

function resolveAll(host: string): ReturnType<Resolve> {
  return systemLookup(host, { all: true });
}

function refusal(host: string, address: string): string {
  const range = `${address}/${isIP(address) === 6 ? 128 : 32}`;
  const found = host === address ? address : `${address} for ${host}`;
  return `expected a public address, found ${found}; to allow it, add to chipwatch.yaml: webhooks: { allowPrivate: ['${range}'] }`;
}
