import type { LookupAddress } from 'node:dns';

/** An address somebody might want requested, and whether it may be. */
export interface HostileUrl {
  readonly url: string;
  /** What its name resolves to. Addresses written as numbers are never looked up. */
  readonly dns?: readonly string[];
  /** `unresolved`: neither allowed nor closed, worth another try. */
  readonly verdict: 'open' | 'closed' | 'unresolved';
}

const PUBLIC = ['93.184.215.14'];

const open = (url: string, dns?: readonly string[]): HostileUrl => entry(url, 'open', dns);
const closed = (url: string, dns?: readonly string[]): HostileUrl => entry(url, 'closed', dns);

function entry(url: string, verdict: HostileUrl['verdict'], dns?: readonly string[]): HostileUrl {
  return { url, verdict, ...(dns ? { dns } : {}) };
}

/** Redirects are told apart from these: what they lead to is judged like any other address. */
export const HOSTILE_URLS: readonly HostileUrl[] = [
  open('https://example.com/hook', PUBLIC),
  // This machine, in every way the URL standard reads a number.
  closed('http://127.0.0.1/'),
  closed('http://127.254.254.254/'),
  closed('http://localhost/', ['127.0.0.1', '::1']),
  closed('http://localhost./', ['127.0.0.1']),
  closed('http://api.localhost/', ['127.0.0.1']),
  closed('http://2130706433/'),
  closed('http://0x7f.1/'),
  closed('http://0177.0.0.1/'),
  closed('http://127.1/'),
  closed('http://0/'),
  closed('http://①②⑦.⓪.⓪.①/'),
  closed('http://１２７.０.０.１/'),
  closed('http://ⓛocalhost/', ['127.0.0.1']),
  // Its neighbours.
  closed('http://0300.0250.0.1/'),
  closed('http://10.0.0.1/'),
  closed('http://172.16.0.1/'),
  closed('http://172.31.255.255/'),
  open('http://172.32.0.1/'),
  closed('http://192.168.1.1/'),
  // Credentials of clouds, and carriers' own networks.
  closed('http://169.254.169.254/latest/meta-data/'),
  closed('http://169.254.170.2/v2/credentials'),
  closed('http://100.100.100.200/latest/meta-data/'),
  closed('http://168.63.129.16/machine'),
  closed('http://100.64.0.1/'),
  open('http://100.63.255.255/'),
  open('http://100.128.0.1/'),
  closed('http://198.18.0.1/'),
  closed('http://192.0.0.192/'),
  closed('http://192.88.99.1/'),
  closed('http://203.0.113.9/'),
  closed('http://224.0.0.1/'),
  closed('http://255.255.255.255/'),
  // IPv6, and IPv4 inside it: mapped, compatible, NAT64, 6to4, Teredo.
  closed('http://[::1]/'),
  closed('http://[::]/'),
  closed('http://[::ffff:127.0.0.1]/'),
  closed('http://[::ffff:7f00:1]/'),
  closed('http://[::127.0.0.1]/'),
  closed('http://[64:ff9b::7f00:1]/'),
  closed('http://[2002:7f00:1::]/'),
  closed('http://[2001:0:a00:1::]/'),
  closed('http://[fe80::1]/'),
  closed('http://[fd00:ec2::254]/'),
  closed('http://[fc00::1]/'),
  closed('http://[ff02::1]/'),
  closed('http://[2001:db8::1]/'),
  open('http://[2606:4700:4700::1111]/'),
  open('http://[::ffff:8.8.8.8]/'),
  closed('http://[::1%25lo]/'),
  // Two parsers might read these in two ways.
  closed('http://127.0.0.1\\@example.com/', PUBLIC),
  closed('http:/\\127.0.0.1/'),
  closed('http://user:pass@example.com/', PUBLIC),
  closed('http://127.0.0.1%2f@example.com/', PUBLIC),
  closed('http://exam\nple.com/', PUBLIC),
  // Not the web, or not its ports.
  closed('file:///etc/passwd'),
  closed('FILE:/etc/passwd'),
  closed('source:http://127.0.0.1/'),
  closed('javascript:alert(1)'),
  closed('data:text/html,<h1>x</h1>'),
  closed('gopher://127.0.0.1:6379/_FLUSHALL'),
  closed('ftp://example.com/', PUBLIC),
  closed('http://example.com:25/', PUBLIC),
  closed('http://example.com:22/', PUBLIC),
  // Names.
  closed('http://mixed.test/', ['93.184.215.14', '10.0.0.5']),
  closed('http://carrier.test/', ['100.64.3.4']),
  closed('http://neighbour.test/', ['fd12::1']),
  closed('http://mapped.test/', ['::ffff:10.0.0.1']),
  { url: 'http://empty.test/', dns: [], verdict: 'unresolved' },
  // No address at all.
  closed(''),
  closed('//example.com/', PUBLIC),
  closed('http://'),
];

/** Resolves the names above, and no others. */
export async function resolveHostile(host: string): Promise<readonly LookupAddress[]> {
  const found = HOSTILE_URLS.find(({ url }) => URL.canParse(url) && new URL(url).hostname === host);
  if (found?.dns === undefined) throw Object.assign(new Error(host), { code: 'ENOTFOUND' });
  return found.dns.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}
