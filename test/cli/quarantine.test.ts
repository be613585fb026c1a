import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { serve } from '../fetch/loopback.ts';
import { aDataFolder, chipwatch } from './program.ts';

// Whole programs start here, many a test.
vi.setConfig({ testTimeout: 180_000 });

const GOOD = 'test/fixtures/gcp-pricing/2024-10-24';

/** The recording with every price a hundredth of what it was: cents taken for dollars. */
function inCents(folder: string): string {
  const dir = join(folder, 'in-cents');
  cpSync(GOOD, dir, { recursive: true });
  const file = join(dir, 'pricing.yml');
  const text = readFileSync(file, 'utf8');
  const less = text.replace(/(?<=(?:hour|month)\w*: )[\d.]+/g, (price) =>
    (Number(price) / 100).toFixed(9),
  );
  writeFileSync(file, less);
  return dir;
}

/** A database whose last crawl was not believed, a receiver, and the program on both. */
async function stage() {
  const folder = aDataFolder();
  const config = join(folder, 'chipwatch.yaml');
  writeFileSync(config, 'webhooks: { allowPrivate: [127.0.0.1/32] }\n');
  const receiver = await serve((_, response) => void response.writeHead(204).end());
  const cents = inCents(folder);
  const program = (...args: readonly string[]) =>
    chipwatch([...args, '--config', config, '--db', join(folder, 'chips.db')], {
      CHIPWATCH_WEBHOOK_URL: receiver.url,
    });
  const json = async (...args: readonly string[]) => {
    const { stdout } = await program(...args, '--json');
    return JSON.parse(stdout);
  };
  const crawl = async (dir: string, day: number) => {
    const at = `2026-01-0${day}T02:00:00Z`;
    const { code } = await program('crawl', 'gcp-pricing', '--replay', dir, '--at', at);
    return code;
  };
  const prices = async () => {
    const { offers } = await json('offers', '--sort', 'provider');
    return new Map(
      offers.map(({ key, native }: { key: string; native: { amount: string } }) => [
        key,
        native.amount,
      ]),
    );
  };
  expect([await crawl(GOOD, 1), await crawl(cents, 2)]).toEqual([0, 5]);
  return { program, json, crawl, prices, receiver, cents };
}

const KEY = 'gcp-pricing/a3-highgpu-1g/us-central1/-/on-demand/-/standard';

describe('a crawl that was not believed', () => {
  it('is listed, looked at, approved, and told of once', async () => {
    const { program, json, prices, crawl, receiver, cents } = await stage();
    const before = await prices();

    const { quarantine } = await json('quarantine', 'list');
    expect(quarantine).toEqual([expect.objectContaining({ source: 'gcp-pricing', streak: 1 })]);
    const number = String(quarantine[0].crawl);
    const shown = await program('quarantine', 'show', number);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toContain('58 prices moved by 1/100: cents and whole units were mixed up');
    expect(shown.stdout).toContain('It would change: 39 price');
    expect(shown.stdout).toMatch(/a3-highgpu-1g, 1× H100 SXM +11\.06125 USD +0\.110613 USD/);
    expect(await prices()).toEqual(before);

    const approved = await program('quarantine', 'approve', number);
    expect(approved).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`Crawl ${number} of gcp-pricing is believed as crawl`),
    });
    expect(before.get(KEY)).toBe('11.06125');
    expect((await prices()).get(KEY)).toBe('0.110613');
    expect((await program('quarantine', 'list')).stdout).toBe('Nothing is in quarantine.\n');
    const again = await program('quarantine', 'approve', number);
    expect(again).toMatchObject({ code: 2, stdout: '' });

    for (const day of [3, 4]) await crawl(cents, day);
    const types = receiver.seen.map(({ body }) => JSON.parse(body).type);
    expect(types.filter((type) => type === 'price.drop')).toHaveLength(1);
  });

  it('is forgotten when it is discarded, and nothing is told', async () => {
    const { program, json, prices, crawl, receiver } = await stage();
    const before = await prices();
    const { quarantine } = await json('quarantine', 'list');
    const number = String(quarantine[0].crawl);

    expect(await program('quarantine', 'discard', number)).toMatchObject({
      ...{ code: 0, stdout: `Crawl ${number} of gcp-pricing is forgotten.\n`, stderr: '' },
    });

    expect((await program('quarantine', 'discard', number)).code).toBe(2);
    expect(await crawl(GOOD, 3)).toBe(0);
    expect(await prices()).toEqual(before);
    expect(receiver.seen).toEqual([]);
  });

  it.each([
    [['show', '999'], 2, 'expected a crawl in quarantine, found 999; "chipwatch quarantine list"'],
    [['approve', '1'], 2, 'expected a crawl in quarantine, found 1; "chipwatch quarantine list"'],
    [['discard', '0'], 2, 'expected a whole number from 1'],
    [['approve', '2x'], 2, 'expected a whole number from 1'],
    [['show'], 2, "missing required argument 'crawl'"],
    [['believe', '2'], 2, 'unknown command'],
  ])('is asked for by its number: %j ends with %i', async (args, code, words) => {
    const folder = aDataFolder();
    const db = ['--db', join(folder, 'chips.db')];
    await chipwatch(['crawl', 'gcp-pricing', '--replay', GOOD, ...db], { CHIPWATCH_DATA: folder });

    const ended = await chipwatch(['quarantine', ...args, ...db], { CHIPWATCH_DATA: folder });

    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(words) });
  });

  it('is looked for in no database that is not there', async () => {
    const missing = ['--db', join(aDataFolder(), 'none.db')];

    for (const args of [['list'], ['show', '1'], ['approve', '1'], ['discard', '1']]) {
      const ended = await chipwatch(['quarantine', ...args, ...missing]);
      expect({ args, ...ended }).toMatchObject({ args, code: 78, stdout: '' });
    }
  });
});
