import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer as createProxy } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, connect, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aCertificate, type Certificate } from '../support/certificate.ts';
import { aFolder } from './crawling.ts';

const DAY = 24 * 3_600_000;
const BELIEVE = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
const PROGRAM = fileURLToPath(new URL('../support/trusting-process.ts', import.meta.url));

/** What a process that trusts the certificate reads from the server that shows it, and how often it came. */
async function readFrom(certificate: Certificate, env: Readonly<Record<string, string>> = {}) {
  let asked = 0;
  const server = createServer(certificate, (_, response) => {
    asked += 1;
    response.end('[]');
  });
  let connected = 0;
  server.on('connection', () => {
    connected += 1;
  });
  const port = await listening(server);
  const file = join(await aFolder(), 'trusted.pem');
  await writeFile(file, certificate.cert);
  const { PATH = '', NODE_OPTIONS = '' } = process.env;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), PROGRAM, `https://127.0.0.1:${port}/`],
    { env: { PATH, NODE_OPTIONS, NODE_EXTRA_CA_CERTS: file, ...env } },
  );
  const host = `127.0.0.1:${port}`;
  return { came: JSON.parse(stdout.replaceAll(host, 'HOST')), asked, connected };
}

/** The address of a proxy that connects to whatever it is asked for. */
async function aTunnel(): Promise<string> {
  const server = createProxy();
  server.on('connect', ({ url = '' }, client) => {
    const { hostname, port } = new URL(`http://${url}`);
    const there = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(there).pipe(client);
    });
    for (const end of [there, client]) end.on('error', () => there.destroy());
  });
  return `http://127.0.0.1:${await listening(server)}`;
}

/** The port of a server that ends with the test. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  return (server.address() as AddressInfo).port;
}

describe('a host with a certificate', () => {
  it('that is valid is read', async () => {
    const certificate = aCertificate(Date.now() - DAY, Date.now() + DAY);

    expect(await readFrom(certificate)).toMatchObject({ came: { read: '[]' }, asked: 1 });
  });

  it.each([
    ['as usual', async () => ({})],
    ['where the environment asks to believe everybody', async () => BELIEVE],
    ['behind a proxy too', async () => ({ ...BELIEVE, HTTPS_PROXY: await aTunnel() })],
  ])('T26 that has expired is asked nothing, %s', async (_, surroundings) => {
    const certificate = aCertificate(Date.now() - 2 * DAY, Date.now() - DAY);
    const env = await surroundings();

    expect(await readFrom(certificate, env)).toEqual({
      came: { failure: 'unreachable', message: 'HOST did not answer (CERT_HAS_EXPIRED)' },
      asked: 0,
      connected: 4,
    });
  });

  it('that nobody trusts is asked nothing', async () => {
    const certificate = aCertificate(Date.now() - DAY, Date.now() + DAY);

    expect(await readFrom(certificate, { NODE_EXTRA_CA_CERTS: '' })).toMatchObject({
      came: { message: 'HOST did not answer (DEPTH_ZERO_SELF_SIGNED_CERT)' },
      asked: 0,
    });
  });
});
