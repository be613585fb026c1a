import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { Agent, fetch } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const server = createServer((_request, response) => response.end('here'));
let port: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(() => server.close());

function resolvingTo(address: string): Agent {
  return new Agent({
    connect: {
      lookup: (_name, options, done) => {
        if (options.all === true) done(null, [{ address, family: 4 }]);
        else done(null, address, 4);
      },
    },
  });
}

test('lets tests talk to this machine', async () => {
  const url = `http://localhost:${port}/`;

  expect(await (await fetch(url)).text()).toBe('here');
  expect(await (await globalThis.fetch(url)).text()).toBe('here');
});

test.each(['http://192.0.2.1/', 'https://name.invalid/'])('refuses %s', async (url) => {
  const cause = expect.objectContaining({ message: expect.stringContaining('no network') });

  await expect(fetch(url)).rejects.toMatchObject({ cause });
  await expect(globalThis.fetch(url)).rejects.toMatchObject({ cause });
});

test('judges a name by what the program resolves it to', async () => {
  const url = `http://name.invalid:${port}/`;

  const here = await fetch(url, { dispatcher: resolvingTo('127.0.0.1') });

  expect(await here.text()).toBe('here');
  await expect(fetch(url, { dispatcher: resolvingTo('192.0.2.1') })).rejects.toMatchObject({
    cause: expect.objectContaining({ message: expect.stringContaining('found 192.0.2.1') }),
  });
});

test('refuses a bare socket in each form of the call', () => {
  expect(() => net.connect(80, '192.0.2.1')).toThrow('no network');
  expect(() => net.connect({ port: 80, host: '192.0.2.1' })).toThrow('no network');
  expect(() => new net.Socket().connect(80, '192.0.2.1')).toThrow('no network');
});

test('holds for programs that tests start', async () => {
  const program =
    "try { require('net').connect(80, '192.0.2.1') } catch (e) { console.log(e.message) }";

  const { stdout } = await run(process.execPath, ['-e', program]);

  expect(stdout).toContain('no network');
});
