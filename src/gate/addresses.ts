import { BlockList, isIP } from 'node:net';

/** Not globally reachable: IANA special-purpose registries, RFC 6890 and its updates. */
const PRIVATE = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Unspecified, loopback and IPv4-compatible; IPv4-mapped ones are judged as the IPv4 they are.
  '::/96',
  // NAT64, discard, Teredo and the like, documentation, 6to4, segment routing.
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  // Unique local, link-local, site-local, multicast.
  'fc00::/7',
  'fe80::/10',
  'fec0::/10',
  'ff00::/8',
] as const;

/**
 * Where clouds hand out credentials: no setting opens these. AWS, ECS, EKS, Tencent, Scaleway, Alibaba,
 * Oracle, Azure; then AWS, EKS, Google and Scaleway on IPv6.
 */
const METADATA_IPV4 = [
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  '169.254.0.23',
  '169.254.42.42',
  '100.100.100.200',
  '192.0.0.192',
  '168.63.129.16',
] as const;
const METADATA_IPV6 = ['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254', 'fd00:42::42'] as const;

/** Why an address is closed: nobody but this machine and its neighbours can mean it, or never to be asked. */
export type Closed = 'private' | 'always';

interface Cidr {
  readonly net: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** Reads `192.168.1.0/24`. Throws a RangeError; a range as wide as the internet is none. */
export function parseCidr(text: string): Cidr {
  const cidr = readCidr(text);
  if (cidr.prefix < (cidr.family === 'ipv4' ? 8 : 7)) throw unlike(text);
  return cidr;
}

function readCidr(text: string): Cidr {
  const { net = '', bits = '' } = /^(?<net>[^/%]+)\/(?<bits>\d{1,3})$/.exec(text)?.groups ?? {};
  const version = isIP(net);
  const prefix = Number(bits);
  if (version === 0 || prefix > (version === 4 ? 32 : 128)) throw unlike(text);
  return { net, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}

function unlike(text: string): RangeError {
  const found = JSON.stringify(text.slice(0, 60));
  return new RangeError(
    `expected an address range such as 127.0.0.1/32, at widest /8 (IPv6: /7), found ${found}`,
  );
}

/** A test for addresses: why each is closed, or null where it is open. `allowed` (CIDR) opens private ones. */
export function closedAddresses(allowed: readonly string[]): (address: string) => Closed | null {
  const always = blockList(metadata().map(readCidr));
  const closed = blockList(PRIVATE.map(readCidr));
  const open = blockList(allowed.map(parseCidr));
  return (text) => {
    // The zone of a link-local address says how to get there, not where.
    const address = text.replace(/%.*$/, '');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const isIn = (list: BlockList) => list.check(address, family);
    if (isIn(always)) return 'always';
    return isIn(closed) && !isIn(open) ? 'private' : null;
  };
}

/** Also as IPv6 writes an IPv4 address: compatible, by NAT64, by 6to4. */
function metadata(): readonly string[] {
  const written = METADATA_IPV4.flatMap((address) => [
    `${address}/32`,
    `::${address}/128`,
    `64:ff9b::${address}/128`,
    `2002:${inHex(address)}::/48`,
  ]);
  return [...written, ...METADATA_IPV6.map((address) => `${address}/128`)];
}

function inHex(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number);
  return [a * 256 + b, c * 256 + d].map((half) => half.toString(16)).join(':');
}

function blockList(cidrs: readonly Cidr[]): BlockList {
  const list = new BlockList();
  for (const { net, prefix, family } of cidrs) list.addSubnet(net, prefix, family);
  return list;
}
