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

/** Whether the host is reached without a proxy: by name or as a subdomain, at this port if one is named. */
export function isExcepted(host: string, port: number, { except }: Proxies): boolean {
  return except
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      const { name = entry, at } = /^(?<name>.+):(?<at>\d+)$/.exec(entry)?.groups ?? {};
      if (at !== undefined && Number(at) !== port) return false;
      const bare = name.replace(/^\*?\./, '');
      return name === '*' || host === bare || host.endsWith(`.${bare}`);
    });
}
