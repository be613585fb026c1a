import type { LookupAddress } from 'node:dns';
import { describe, expect, it } from 'vitest';
import { parseCidr } from '../../src/notify/addresses.ts';
import { openGate, type Resolve, webhookUrl } from '../../src/notify/gate.ts';

const resolvesTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

/** What the gate says of an address whose host has these addresses. */
async function asked(text: string, addresses: string[] = [], allowed: string[] = []) {
  const gate = openGate(allowed, resolvesTo(...addresses));
  const url = webhookUrl(text);
  gate.check(url);
  if (addresses.length === 0) return [];
  return new Promise<LookupAddress[]>((resolve, reject) => {
    gate.lookup(url.hostname, { all: true }, (error, found) => {
      if (error) reject(error);
      else resolve(found as LookupAddress[]);
    });
  });
}

describe('the gate', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.254.254.254/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0/',
    'http://①②⑦.⓪.⓪.①/',
    'http://１２７.０.０.１/',
    'http://0300.0250.0.1/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://169.254.170.2/v2/credentials',
    'http://100.100.100.200/latest/meta-data/',
    'http://100.64.0.1/',
    'http://198.18.0.1/',
    'http://192.0.0.192/',
    'http://192.88.99.1/',
    'http://203.0.113.9/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001:0:a00:1::]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://[fc00::1]/',
    'http://[ff02::1]/',
    'http://[2001:db8::1]/',
  ])('is closed to %s', async (text) => {
    await expect(asked(text)).rejects.toThrow(/^expected a public address, found /);
  });

  it.each([
    'https://example.com/hook',
    'http://172.32.0.1/',
    'http://100.63.255.255/',
    'http://100.128.0.1/',
    'http://[2606:4700:4700::1111]/',
    'http://[::ffff:8.8.8.8]/',
    'https://example.com:8443/',
  ])('is open to %s', async (text) => {
    await expect(asked(text)).resolves.toEqual([]);
  });

  it.each([
    ['localhost', ['127.0.0.1', '::1']],
    ['localhost.', ['127.0.0.1']],
    ['mixed.test', ['93.184.215.14', '10.0.0.5']],
    ['carrier.test', ['100.64.3.4']],
    ['local.test', ['fd12::1']],
    ['mapped.test', ['::ffff:10.0.0.1']],
  ])('is closed to %s when it has the addresses %j', async (host, addresses) => {
    await expect(asked(`http://${host}/`, addresses)).rejects.toThrow('expected a public address');
  });

  it('gives the addresses it judged, so that no other is connected to', async () => {
    expect(await asked('http://public.test/', ['93.184.215.14'])).toEqual([
      { address: '93.184.215.14', family: 4 },
    ]);
  });

  it('gives one address where one is asked for', () => {
    const gate = openGate([], resolvesTo('93.184.215.14', '93.184.215.15'));

    return new Promise<void>((done) => {
      gate.lookup('public.test', {}, (error, address, family) => {
        expect([error, address, family]).toEqual([null, '93.184.215.14', 4]);
        done();
      });
    });
  });

  it('says which line opens it', async () => {
    await expect(asked('http://hooks.test/', ['192.168.1.7'])).rejects.toThrow(
      'expected a public address, found 192.168.1.7 for hooks.test; to allow it, add to ' +
        "chipwatch.yaml: webhooks: { allowPrivate: ['192.168.1.7/32'] }",
    );
    await expect(asked('http://[fd12::1]/')).rejects.toThrow("['fd12::1/128']");
  });

  it('opens to the range it is told and to no other', async () => {
    const allowed = ['192.168.1.0/24', 'fd12::/16'];

    await expect(asked('http://192.168.1.7/', [], allowed)).resolves.toEqual([]);
    await expect(asked('http://[fd12::7]/', [], allowed)).resolves.toEqual([]);
    await expect(asked('http://192.168.2.7/', [], allowed)).rejects.toThrow();
    await expect(
      asked('http://hooks.test/', ['192.168.1.7', '10.0.0.1'], allowed),
    ).rejects.toThrow();
  });

  it('never opens to where clouds hand out credentials', async () => {
    const allowed = ['169.254.0.0/16', '100.64.0.0/10', 'fd00::/8'];

    await expect(asked('http://169.254.7.7/', [], allowed)).resolves.toEqual([]);
    await expect(asked('http://169.254.169.254/', [], allowed)).rejects.toThrow();
    await expect(asked('http://[::ffff:169.254.169.254]/', [], allowed)).rejects.toThrow();
    await expect(asked('http://100.100.100.200/', [], allowed)).rejects.toThrow();
    await expect(asked('http://[fd00:ec2::254]/', [], allowed)).rejects.toThrow();
  });

  it('fails for a name that has no address, and passes on why there is none', async () => {
    const failing = openGate([], async () => {
      throw Object.assign(new Error('no'), { code: 'EAI_AGAIN' });
    });
    const codes = [openGate([], resolvesTo()), failing].map(
      (gate) =>
        new Promise((resolve) => {
          gate.lookup('empty.test', { all: true }, (error) => resolve(error?.code));
        }),
    );

    expect(await Promise.all(codes)).toEqual(['ENOTFOUND', 'EAI_AGAIN']);
  });
});

describe('webhookUrl', () => {
  it.each([
    'http://[::1%25lo]/',
    'http://127.0.0.1\\@example.com/',
    'http:/\\127.0.0.1/',
    'http:/127.0.0.1/',
    'http://user:pass@example.com/',
    'http://user@example.com/',
    'http://127.0.0.1%2f@example.com/',
    'http://exam\nple.com/',
    ' http://example.com/',
    'http://example.com/a b',
    'file:///etc/passwd',
    'FILE:/etc/passwd',
    'source:http://127.0.0.1/',
    'javascript:alert(1)',
    'data:text/html,<h1>x</h1>',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'ftp://example.com/',
    'http://example.com:25/',
    'http://example.com:22/',
    '',
    '//example.com/',
    'http://',
    'http:///example.com',
  ])('refuses %j', (text) => {
    expect(() => webhookUrl(text)).toThrow(/^expected a webhook address /);
  });

  it('repeats nothing of an address but its host', () => {
    expect(() => webhookUrl('http://user:hunter2@example.com/hidden?key=hidden')).toThrow(
      /^expected a webhook address without a user or a password, found another at example\.com$/,
    );
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
