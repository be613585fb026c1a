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

/** Where clouds hand out credentials: no setting opens these. */
const METADATA = [
  '169.254.169.254/32',
  '169.254.170.2/32',
  '100.100.100.200/32',
  'fd00:ec2::254/128',
] as const;

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

/** A test for addresses nobody but this machine and its neighbours can mean. */
export function privateAddresses(allowed: readonly string[]): (address: string) => boolean {
  const never = blockList(METADATA.map(readCidr));
  const closed = blockList(PRIVATE.map(readCidr));
  const open = blockList(allowed.map(parseCidr));
  return (address) => {
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const isIn = (list: BlockList) => list.check(address, family);
    return isIn(never) || (isIn(closed) && !isIn(open));
  };
}

function blockList(cidrs: readonly Cidr[]): BlockList {
  const list = new BlockList();
  for (const { net, prefix, family } of cidrs) list.addSubnet(net, prefix, family);
  return list;
}
