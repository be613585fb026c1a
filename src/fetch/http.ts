import type { Readable } from 'node:stream';
import { Agent, type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { CERTIFIED, connectorThrough, type Gate } from '../gate/index.ts';
import { type Intake, takeIn } from './body.ts';
import type { Answer, Asked, Headers } from './exchange.ts';
import { failureOf, tooLarge, unreachable } from './failure.ts';
import { type Proxies, proxiesOf } from './proxies.ts';
import type { Environment, Timeouts } from './settings.ts';

const MAX_HEADER_BYTES = 16 * 2 ** 10;

/** What one crawl grants a request. */
export interface Terms extends Intake {
  /** Ends with the crawl. */
  readonly signal: AbortSignal;
}

/** The HTTP client: one request, one answer; no redirects, no retries, no pacing. */
export interface HttpClient {
  send(asked: Asked, terms: Terms): Promise<Answer>;
  close(): Promise<void>;
}

interface ClientOptions {
  readonly env: Environment;
  readonly timeouts: Timeouts;
  readonly gate: Gate;
}

/** One client for the process, behind the proxy of the environment if it names one. */
export function createHttpClient({ env, timeouts, gate }: ClientOptions): HttpClient {
  const dispatcher = dispatcherFor(proxiesOf(env), timeouts, gate);
  return {
    async send(asked, terms) {
      // What is too large to keep takes its time: it has that of the crawl.
      const total = asked.keep ? terms.signal : AbortSignal.timeout(timeouts.total);
      try {
        // Behind a proxy this is all there is to judge: names are looked up there.
        gate.check(new URL(asked.url).hostname);
        return await exchange(dispatcher, asked, {
          ...terms,
          timeouts,
          signal: AbortSignal.any([terms.signal, total]),
        });
      } catch (cause) {
        if (terms.signal.aborted) throw terms.signal.reason;
        if (total.aborted) {
          throw unreachable(asked.url, `not done after ${timeouts.total / 1000} s`, cause);
        }
        throw failureOf(cause, asked.url);
      }
    },
    close: () => dispatcher.destroy(),
  };
}

/** Goes through the gate, but for the way to the proxy: the operator named that one. */
function dispatcherFor(proxies: Proxies | null, timeouts: Timeouts, gate: Gate): Dispatcher {
  const connect = connectorThrough(gate, { timeoutMs: timeouts.connect });
  const options = { connect, maxHeaderSize: MAX_HEADER_BYTES };
  if (proxies === null) return new Agent(options);
  const tls = { timeout: timeouts.connect, ...CERTIFIED };
  return new EnvHttpProxyAgent({
    ...options,
    httpProxy: proxies.http,
    httpsProxy: proxies.https,
    noProxy: proxies.except,
    // Plain HTTP is asked of the proxy itself; many allow CONNECT to port 443 only.
    proxyTunnel: false,
    proxyTls: tls,
    requestTls: tls,
  });
}

async function exchange(
  dispatcher: Dispatcher,
  { method, url, headers, body, keep }: Asked,
  terms: Terms & { readonly timeouts: Timeouts },
): Promise<Answer> {
  const answer = await request(url, {
    dispatcher,
    method: method as Dispatcher.HttpMethod,
    headers: { ...headers, 'accept-encoding': 'gzip, br' },
    body,
    signal: terms.signal,
    headersTimeout: terms.timeouts.headers,
    bodyTimeout: terms.timeouts.idle,
  });
  const served = flat(answer.headers);
  const wire: Readable = answer.body;
  if (Number(served['content-length']) > terms.maxBytes) {
    wire.on('error', ignore).destroy();
    throw tooLarge(terms.maxBytes);
  }
  const taken = await takeIn(wire, served['content-encoding'] ?? '', {
    ...terms,
    ...(keep && { keep }),
  });
  return { url, status: answer.statusCode, headers: served, body: taken };
}

/** Destroying a body we do not want raises an error nobody waits for. */
function ignore(): void {}

function flat(headers: Record<string, string | string[] | undefined>): Headers {
  const pairs = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), [value].flat().join(', ')] as const],
  );
  return Object.fromEntries(pairs);
}
