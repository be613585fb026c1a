import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Closed, closedAddresses } from './addresses.ts';

/** Code of the error for an address nobody may be sent to. */
export const CLOSED_ADDRESS = 'ERR_CLOSED_ADDRESS';

/** Gives all addresses of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** Decides where requests may go, on the address the connection is made to. */
export interface Gate {
  /** Throws `CLOSED_ADDRESS` for a literal address, or a name of this machine, that is closed. */
  check(host: string): void;
  /** Throws `CLOSED_ADDRESS` when the connection to the host leads to a closed address, or nowhere. */
  judge(host: string, address: string | undefined): void;
  /** Looks a name up once. Throws `CLOSED_ADDRESS` when any of its addresses is closed. */
  addressesOf(host: string): Promise<readonly [LookupAddress, ...LookupAddress[]]>;
}

interface GateOptions {
  /** Ranges that are open although they are private (CIDR); those of metadata services never are. */
  readonly allowed: readonly string[];
  /** How to open a private range, as the end of the refusal; null where nothing opens it. */
  readonly advice: ((range: string) => string) | null;
  readonly resolve?: Resolve;
}

/** A gate that opens to public addresses, and to those that are allowed. */
export function openGate({ allowed, advice, ...more }: GateOptions): Gate {
  const resolve: Resolve = more.resolve ?? resolveAll;
  const isClosed = closedAddresses(allowed);

  function judge(host: string, address: string): void {
    const closed = isClosed(address);
    if (closed === null) return;
    const found = host === address ? address : `${address} for ${host}`;
    throw failure(
      CLOSED_ADDRESS,
      `expected a public address, found ${found}${hint(closed, address)}`,
    );
  }

  function hint(closed: Closed, address: string): string {
    if (closed === 'always') return ', where clouds hand out credentials: nothing opens it';
    return advice === null ? '' : `; ${advice(`${address}/${isIP(address) === 6 ? 128 : 32}`)}`;
  }

  return {
    check(host) {
      const bare = host.replace(/^\[|\]$/g, '');
      if (isIP(bare) !== 0) judge(bare, bare);
      // RFC 6761 6.3: these names mean this machine, whoever is asked.
      else if (/^(?:.+\.)?localhost\.?$/i.test(bare)) judge(bare, '127.0.0.1');
    },
    judge(host, address) {
      if (address === undefined) throw failure('ECONNRESET', `${host} closed the connection`);
      judge(host.replace(/^\[|\]$/g, ''), address);
    },
    async addressesOf(host) {
      const [first, ...others] = await resolve(host);
      if (first === undefined) throw failure('ENOTFOUND', `${host} has no address`);
      for (const { address } of [first, ...others]) judge(host, address);
      return [first, ...others];
    },
  };
}

function failure(code: string, message: string): NodeJS.ErrnoException {
  return Object.assign(new Error(message), { code });
}

function resolveAll(host: string): Promise<readonly LookupAddress[]> {
  return lookup(host, { all: true });
}
