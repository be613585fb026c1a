import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { serverDesk } from '../../src/cli/server-desk.ts';
import { loadConfig } from '../../src/config.ts';
import { createLogger } from '../../src/logger.ts';
import { aDataFolder, chipwatch } from './program.ts';

/** Nobody's quote: every figure is made up. */
const QUOTE = {
  ...{ sku: 'nl-8', accelerator: 'NVIDIA H100 SXM', count: 8, region: 'pole-1' },
  ...{ billing: 'on-demand', price: { micros: 11_110_000, currency: 'EUR' }, tax: 'excluded' },
  availability: 'available',
};

/** A server over an import of which half could not be read, so that nobody believes it. */
async function aDoubtedImport() {
  const folder = aDataFolder();
  const [path, file] = [join(folder, 'chips.db'), join(folder, 'quotes.jsonl')];
  writeFileSync(file, `${JSON.stringify(QUOTE)}\nnonsense\n`);
  const { code } = await chipwatch(['import', file, '--provider', 'northlight', '--db', path]);
  expect(code).toBe(5);
  const db = openDatabase(path);
  onTestFinished(() => db.close());
  const config = loadConfig({ cwd: folder, env: {} });
  return serverDesk(config, { db, now: Date.now, log: createLogger({ level: 'silent' }) });
}

it('what a person brought is approved or discarded by the server as by the command line', async () => {
  const [doubted, other] = [await aDoubtedImport(), await aDoubtedImport()];

  const changes = await doubted.approvals.propose(1);

  expect(changes.map(({ kind, offer }) => [kind, offer?.source])).toContainEqual([
    'listed',
    'import-northlight',
  ]);
  expect(await doubted.approvals.approve(1)).toBe(2);
  expect(await other.approvals.discard(1)).toBe('import-northlight');
});
