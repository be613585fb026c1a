import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { Gate } from './gate.ts';

/** Certificates are checked, whatever NODE_TLS_REJECT_UNAUTHORIZED says: no setting turns that off. */
export const CERTIFIED = { rejectUnauthorized: true } as const;

/**
 * Makes connections through the gate, for undici and for anyone who wants a socket (`http:`): a
 * literal address is judged before, a name by all its addresses in the one lookup there is, and the
 * address at the other end once more. A connection that is kept alive stays with that address.
 */
export function connectorThrough(
  gate: Gate,
  { timeoutMs }: { readonly timeoutMs: number },
): buildConnector.connector {
  const connect = buildConnector({
    timeout: timeoutMs,
    lookup: lookupThrough(gate),
    ...CERTIFIED,
  });
  return (target, callback) => {
    try {
      gate.check(target.hostname);
    } catch (cause) {
      callback(cause as Error, null);
      return;
    }
    connect(target, (...[error, socket]) => {
      if (error) return callback(error, null);
      try {
        gate.judge(target.hostname, socket.remoteAddress);
      } catch (cause) {
        socket.destroy();
        return callback(cause as Error, null);
      }
      return callback(null, socket);
    });
  };
}

function lookupThrough(gate: Gate): LookupFunction {
  return (host, { all }, callback) => {
    gate.addressesOf(host).then(
      ([first, ...others]) =>
        all ? callback(null, [first, ...others]) : callback(null, first.address, first.family),
      (cause: NodeJS.ErrnoException) => callback(cause, []),
    );
  };
}
