import type { Environment } from './settings.ts';

/** The proxies an environment names. An empty address is none. */
export interface Proxies {
  readonly http: string;
  readonly https: string;
  /** Hosts reached without one, separated by commas. */
  readonly except: string;
}

/** Reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in either case; null where no proxy is named. */
export function proxiesOf(env: Environment): Proxies | null {
  const named = (name: string) => env[name.toLowerCase()] ?? env[name] ?? '';
  const http = proxy('HTTP_PROXY', named('HTTP_PROXY'));
  const https = proxy('HTTPS_PROXY', named('HTTPS_PROXY')) || http;
  return http || https ? { http, https, except: named('NO_PROXY') } : null;
}

/** Its value is never shown: it may hold a password. */
function proxy(name: string, value: string): string {
  if (value === '' || (URL.canParse(value) && /^https?:\/\//i.test(value))) return value;
  throw new Error(`expected ${name} to be a URL such as http://proxy.example:3128`);
}
