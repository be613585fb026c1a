import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { serve } from '../fetch/loopback.ts';
import { aDataFolder, start, watch } from './program.ts';

// Whole programs start here, several a test.
vi.setConfig({ testTimeout: 120_000 });

/** Made up for this test. */
const PLANTED = {
  CTYUN_AK: 'ctyun-key-planted-41c7be',
  CTYUN_SK: 'ctyun-secret-planted-9e02fa',
  CHIPWATCH_TOKEN: 'server-token-planted-77d1c3',
  CHIPWATCH_WEBHOOK_SECRET: `whsec_${Buffer.from('signing-secret-planted-by-test-2').toString('base64')}`,
};
const HOOK = 'hook-token-planted-3b90ee';
const SECRETS = [...Object.values(PLANTED), HOOK];

const leaksIn = (text: string) => SECRETS.filter((secret) => text.includes(secret));

/** The command lines of a process and of those that it started, theirs too. */
function commandLines(pid: number): readonly string[] {
  const read = (file: string) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      // It has ended since.
      return '';
    }
  };
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [
      Number(name),
      Number(/\) \w (?<parent>\d+)/.exec(read(`/proc/${name}/stat`))?.groups?.parent),
    ]);
  const family = new Set([pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const [child = 0, parent = 0] of parents) if (family.has(parent)) family.add(child);
  }
  return [...family].map((each) => read(`/proc/${each}/cmdline`).replaceAll('\0', ' '));
}

it('planted secrets are in the command line of no process, and in no header but a signature made of them', async () => {
  const receiver = await serve((_, response) => void response.writeHead(204).end());
  const folder = aDataFolder();
  const env = {
    ...PLANTED,
    CHIPWATCH_DATA: folder,
    CHIPWATCH_WEBHOOK_URL: `${receiver.url}/${HOOK}`,
  };
  const config = join(folder, 'chipwatch.yaml');
  writeFileSync(
    config,
    'webhooks: { allowPrivate: [127.0.0.1/32] }\nsources: { only: [lambda] }\n',
  );
  const lines = new Set<string>();
  const observed = async (...args: readonly string[]) => {
    const child = start([...args, '--config', config], env);
    const looking = setInterval(() => {
      for (const line of commandLines(child.pid ?? 0)) lines.add(line);
    }, 20);
    const { code } = await watch(child).ended;
    clearInterval(looking);
    return code;
  };

  const codes = [
    await observed('crawl', 'lambda', '--replay', 'test/fixtures/lambda/2026-08-15'),
    await observed('notify', 'test', 'webhook'),
    await observed('db', 'backup'),
  ];

  expect(codes).toEqual([0, 0, 0]);
  // The process that parses is one of them.
  expect([...lines].filter((line) => line.includes('reader-process'))).not.toEqual([]);
  expect([...lines].flatMap(leaksIn)).toEqual([]);
  expect(receiver.seen.map(({ path }) => path)).toEqual([`/${HOOK}`]);
  const headers = receiver.seen.map((each) => each.headers);
  expect(leaksIn(JSON.stringify(headers))).toEqual([]);
  expect(headers[0]?.['user-agent']).toBe('chipwatch');
});
