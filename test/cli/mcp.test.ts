import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../db/open.ts';
import { money } from '../../src/domain/money.ts';
import { AT, DAY, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';
import { aDataFolder, chipwatch, start, watch } from './program.ts';

const OFFERS = Array.from({ length: 30 }, (_, n) =>
  anOffer({ sku: `nl-${n}`, price: money(String(n + 1), 'USD'), evidence: 'price-list' }),
);

/** A database of two nights, the second of which makes one offer cheaper. */
async function aDatabase(): Promise<string> {
  const path = `${aDataFolder()}/chips.db`;
  const db = openDatabase(path);
  await storeNight(db, AT, { seen: seen(OFFERS) });
  const cheaper = OFFERS.map((offer, n) =>
    n === 5 ? anOffer({ sku: 'nl-5', price: money('4.5', 'USD'), evidence: 'price-list' }) : offer,
  );
  await storeNight(db, AT + DAY, { seen: seen(cheaper) });
  db.close();
  return path;
}

/** The client that the protocol's authors wrote, on the built program. */
async function aClient(database: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '0' });
  const args = ['dist/src/cli/index.js', 'mcp', '--db', database];
  await client.connect(new StdioClientTransport({ command: process.execPath, args }));
  onTestFinished(() => client.close());
  return client;
}

const Answer = z.looseObject({
  asOf: z.iso.datetime(),
  summary: z.string(),
  truncated: z.boolean(),
});

async function ask(client: Client, name: string, params: Record<string, unknown> = {}) {
  const { structuredContent, content } = await client.callTool({ name, arguments: params });
  const answer = Answer.parse(structuredContent);
  expect(content).toEqual([{ type: 'text', text: JSON.stringify(answer) }]);
  return answer;
}

describe('chipwatch mcp', { timeout: 60_000 }, () => {
  it('lists tools that read and change nothing, each parameter explained', async () => {
    const { tools } = await (await aClient(await aDatabase())).listTools();

    expect(tools.map(({ name }) => name)).toEqual([
      'find_offers',
      'price_history',
      'recent_changes',
      'compare_offers',
      'list_accelerators',
      'source_health',
      'fit_model',
      'break_even',
      'list_targets',
    ]);
    for (const { name, annotations, inputSchema } of tools) {
      expect(annotations?.readOnlyHint, name).toBe(true);
      for (const each of Object.values(inputSchema.properties ?? {})) {
        expect(each).toMatchObject({ description: expect.stringMatching(/\w/) });
      }
    }
  });

  it('answers what holds a model, when renting pays, and what targets there are', async () => {
    const client = await aClient(await aDatabase());

    const fits = await ask(client, 'fit_model', { model: 'V4-Flash', context: '128K' });
    expect(fits).toMatchObject({ model: { id: 'deepseek-v4-flash' }, total: 1 });
    expect(fits.summary).toBe('1 of 1 kind of instances that are offered hold DeepSeek V4-Flash.');
    const evens = await ask(client, 'break_even', { model: 'V4-Flash', 'input-ratio': 160 });
    expect(evens.summary).toMatch(/^\d+ published rates of DeepSeek V4-Flash/);
    const targets = await ask(client, 'list_targets');
    expect(targets.summary).toBe('no targets are set in the configuration.');
  });

  it('answers as the command line does, with age, evidence and what is not shown', async () => {
    const database = await aDatabase();
    const client = await aClient(database);
    const question = ['offers', 'H100', '--sort', 'price', '--limit', '20'];
    const { stdout } = await chipwatch([...question, '--json', '--db', database]);
    const told = JSON.parse(stdout);

    const first = await ask(client, 'find_offers', { spec: 'H100', sort: 'price' });
    const { offers, total, next } = z
      .looseObject({
        offers: z.array(z.looseObject({ id: z.string(), age: z.string(), evidence: z.string() })),
        total: z.number(),
        next: z.string(),
      })
      .parse(first);

    expect(offers.map(({ age: _, ...offer }) => offer)).toEqual(
      told.offers.map((offer: object) => ({ ...offer, url: null })),
    );
    expect(offers[0]).toMatchObject({
      age: expect.stringMatching(/^\d+d$/),
      evidence: 'price-list',
    });
    expect({ total, truncated: first.truncated }).toEqual({ total: 30, truncated: true });
    expect(first.summary).toMatch(
      /^20 of 30 offers of chipwatch; read \d+d to \d+d ago; stale: northlight; ask again with cursor for more\.$/,
    );

    const rest = await ask(client, 'find_offers', { spec: 'H100', sort: 'price', cursor: next });
    expect(rest).toMatchObject({ truncated: false, shown: 10, next: null });
  });

  it('tells of changes, the past, comparisons, accelerators and sources', async () => {
    const client = await aClient(await aDatabase());
    const { offers } = Object(await ask(client, 'find_offers', { limit: 5, sort: 'price' }));
    const [one, , , , other] = offers;

    expect(await ask(client, 'recent_changes', { flag: 'price.drop' })).toMatchObject({
      summary: '1 of 1 change, newest first.',
      changes: [{ changePercent: -25, offer: { sku: 'nl-5' } }],
    });
    expect(
      await ask(client, 'price_history', {
        id: other.id,
        since: '2026-01-01',
        until: '2026-01-03',
      }),
    ).toMatchObject({ points: [{ amount: '6.00' }, { amount: '4.50' }] });
    expect(await ask(client, 'price_history', { spec: 'H100' })).toMatchObject({ currency: 'USD' });
    expect(await ask(client, 'compare_offers', { id: `${one.id},${other.id}` })).toMatchObject({
      differing: expect.arrayContaining(['sku', 'hourly']),
      offers: [{ id: one.id }, { id: other.id }],
    });
    expect(await ask(client, 'list_accelerators')).toMatchObject({
      accelerators: [{ id: 'h100-sxm', offers: 30 }],
    });
    expect(await ask(client, 'source_health')).toMatchObject({
      sources: expect.arrayContaining([expect.objectContaining({ id: 'aws', outcome: null })]),
    });
  });

  it('refuses what it does not understand with one sentence', async () => {
    const client = await aClient(await aDatabase());

    for (const [name, params, sentence] of [
      ['find_offers', { price: 'cheap' }, 'price: expected a price such as ..2.50 or 1..2.50'],
      ['compare_offers', { id: 'abcd' }, 'id: expected from 2 to 20 offers, found 1'],
      ['price_history', { id: 'nothing' }, 'id: expected the id of an offer'],
    ] as const) {
      const { isError, content } = await client.callTool({ name, arguments: params });

      expect(isError, name).toBe(true);
      expect(content).toEqual([{ type: 'text', text: expect.stringContaining(sentence) }]);
    }
  });

  it('ends when the assistant hangs up, having said nothing else', async () => {
    const child = start(['mcp', '--db', await aDatabase()]);
    const { ended } = watch(child);
    child.stdin?.end();

    expect(await ended).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  });

  it('says that there is no database before it says anything else', async () => {
    const { code, stdout, stderr } = await chipwatch(['mcp', '--db', '/nowhere/chips.db']);

    expect(code).toBe(78);
    expect(stdout).toBe('');
    expect(stderr).toContain('expected a database at');
  });
});
