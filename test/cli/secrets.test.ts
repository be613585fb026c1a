import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { channelSecret, tieSecret } from '../../db/secrets.ts';
import { SourceError } from '../../src/domain/errors.ts';
import { crawl } from '../../src/pipeline/crawl.ts';
import { read } from '../../src/pipeline/read.ts';
import { aFetcher, aFolder, aScraper } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';
import { aDataFolder, chipwatch } from './program.ts';

// Whole programs start here, several a test.
vi.setConfig({ testTimeout: 240_000 });

/** Made up for this test, each long enough to be found wherever it lies. */
const PLANTED = {
  key: 'ctyun-key-planted-7f3a91',
  secret: 'ctyun-secret-planted-b20d64',
  token: 'hook-token-planted-55c2e8',
  signing: `whsec_${Buffer.from('signing-secret-planted-by-test-1').toString('base64')}`,
  password: 'proxy-password-planted-09ab',
  inFile: 'slack-path-planted-d41d8c',
};

/** A planted secret in any form it may be written down. */
const FORMS = Object.values(PLANTED).flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
]);

function leaksIn(text: string | Buffer): readonly string[] {
  return FORMS.filter((form) => text.includes(form));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}

/** A proxy that refuses, and repeats in its answer the password it was given. */
async function anEchoingProxy(): Promise<string> {
  const server = createServer((_, response) => void response.writeHead(407).end());
  server.on('connect', ({ headers }, socket) => {
    const said = Buffer.from(String(headers['proxy-authorization']).slice(6), 'base64');
    socket.end(`HTTP/1.1 407 No ${said}\r\nx-said: ${said}\r\n\r\n${said}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://user:${PLANTED.password}@127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('planted secrets', () => {
  it('are in nothing that any command prints or keeps, failing and broken ones too', async () => {
    const folder = aDataFolder();
    const data = join(folder, 'data');
    const config = join(folder, 'chipwatch.yaml');
    writeFileSync(
      config,
      `channels:\n  team: { type: slack, url: "https://hooks.slack.com/services/T0/B0/${PLANTED.inFile}" }\nwebhooks: { allowPrivate: [127.0.0.1/32] }\nsources: { only: [ctyun, lambda] }\n`,
    );
    const receiver = await serve(({ path, headers }, response) => {
      response.writeHead(500).end(`no ${path} ${JSON.stringify(headers)}`);
    });
    const proxy = await anEchoingProxy();
    const env = {
      CHIPWATCH_DATA: data,
      CHIPWATCH_LOG: 'debug',
      CHIPWATCH_WEBHOOK_URL: `${receiver.url}/hook/${PLANTED.token}?token=${PLANTED.token}`,
      CHIPWATCH_WEBHOOK_SECRET: PLANTED.signing,
      ...{ CTYUN_AK: PLANTED.key, CTYUN_SK: PLANTED.secret },
      ...{ HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: '127.0.0.1' },
    };
    const replayed = ['--db', join(folder, 'data', 'replayed.db')];
    const replay = ['crawl', 'lambda', '--replay', 'test/fixtures/lambda/2026-08-15', ...replayed];
    const codes = new Set<number | null>();
    const expectSilence = async (command: readonly string[]) => {
      const { code, stdout, stderr } = await chipwatch([...command, '--config', config], env);
      codes.add(code);
      expect({ command, leaks: leaksIn(`${stdout}${stderr}`) }).toEqual({ command, leaks: [] });
      return stderr;
    };

    // It waits for its retries most of the time.
    const live = expectSilence(['crawl', '--record', join(data, 'recording')]);
    const inOrder = async (...commands: readonly (readonly string[])[]) => {
      for (const command of commands) await expectSilence(command);
    };
    await inOrder(
      replay,
      // A clock that goes back is a fault of ours: it ends with a stack.
      [...replay, '--at', '2026-01-01T00:00:00Z'],
      ['notify', 'test', 'webhook'],
      ...[['rules'], ['config', 'show'], ['config', 'show', '--json'], ['config', 'check']],
      ['config', 'schema'],
    );
    expect(await live).toContain('ctyun: failed');
    await inOrder(
      ...[['sources'], ['deliveries', '--json'], ['changes'], ['doctor'], ['offers']],
      ...[
        ['db', 'backup'],
        ['db', 'stats', '--json'],
        ['db', 'check'],
      ],
    );

    expect(receiver.seen.length).toBeGreaterThan(0);
    expect([...codes]).toEqual(expect.arrayContaining([0, 1, 6]));
    const files = filesIn(data);
    expect(files.some((path) => dirname(path).endsWith('backups'))).toBe(true);
    for (const path of files) {
      expect({ path, leaks: leaksIn(readFileSync(path)) }).toEqual({ path, leaks: [] });
    }
  });

  it('that a host echoes are neither archived nor told', async () => {
    const host = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end(`your key is ${PLANTED.key}`);
    });
    const archiveDir = await aFolder();
    const fetcher = aFetcher({ env: { NORTHLIGHT_KEY: PLANTED.key }, archiveDir });
    const scraper = aScraper({
      secrets: ['NORTHLIGHT_KEY'],
      fetch: async ({ http }) => [await http.get('key', host.url)],
      parse: ([document]) => {
        throw new SourceError('changed', `expected offers, found "${document?.text()}"`);
      },
    });
    const session = fetcher.session(scraper, { mode: { kind: 'live' }, now: () => 0 });

    const { failure } = await crawl(scraper, session, () => 0, read);
    await session.finish();

    expect(failure?.message).toBe('expected offers, found "your key is REDACTED"');
    const [kept = ''] = filesIn(archiveDir);
    const { gunzipSync } = await import('node:zlib');
    expect(gunzipSync(readFileSync(kept)).toString()).toBe('your key is REDACTED');
    expect(statSync(kept).mode & 0o777).toBe(0o600);
  });
});

describe('a secret that was made for a receiver', () => {
  it('is forgotten when the channel turns to another one', async () => {
    const db = openDatabase(':memory:');
    onTestFinished(() => db.close());
    await tieSecret(db, 'ear', 'digest of one address');
    await channelSecret(db, 'ear', () => 'the first');

    await tieSecret(db, 'ear', 'digest of one address');
    expect(await channelSecret(db, 'ear', () => 'another')).toBe('the first');
    await tieSecret(db, 'ear', 'digest of another address');
    expect(await channelSecret(db, 'ear', () => 'another')).toBe('another');
  });
});
