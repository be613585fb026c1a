import { describe, expect, it } from 'vitest';
import { closedAddresses, parseCidr } from '../../src/gate/addresses.ts';

describe('closedAddresses', () => {
  it('opens the range it is told and no other', () => {
    const isClosed = closedAddresses(['192.168.1.0/24', 'fd12::/16']);

    expect(['192.168.1.7', '::ffff:192.168.1.7', 'fd12::7'].map(isClosed)).toEqual([
      null,
      null,
      null,
    ]);
    expect(['192.168.2.7', '10.0.0.1', 'fd13::7', '127.0.0.1'].map(isClosed)).toEqual([
      ...['private', 'private', 'private', 'private'],
    ]);
  });

  it.each([
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    '::ffff:169.254.169.254',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '2002:a9fe:a9fe::',
    'fd00:ec2::254',
    'fd20:ce::254',
    'fd00:42::42',
  ])('opens %s, where clouds hand out credentials, to nobody', (address) => {
    const ranges = ['169.254.0.0/16', '100.64.0.0/10', '192.0.0.0/24', '168.63.129.16/32'];
    const isClosed = closedAddresses([...ranges, '::/16', '64::/16', '2002::/16', 'fd00::/8']);

    expect(isClosed(address)).toBe('always');
  });

  it('looks past the zone of an address', () => {
    expect(closedAddresses([])('fe80::1%eth0')).toBe('private');
    expect(closedAddresses(['fe80::/16'])('fe80::1%eth0')).toBeNull();
  });
});

describe('parseCidr', () => {
  it.each(['127.0.0.1/32', '10.0.0.0/8', '::1/128', 'fc00::/7'])('reads %s', (text) => {
    expect(parseCidr(text)).toMatchObject({ net: text.split('/')[0] });
  });

  it.each(['0.0.0.0/0', '::/0', '127.0.0.1', '127.0.0.1/33', 'localhost/8', '10.0.0.0/7', ''])(
    'refuses %j',
    (text) => {
      expect(() => parseCidr(text)).toThrow(/^expected an address range such as 127\.0\.0\.1\/32/);
    },
  );
});
