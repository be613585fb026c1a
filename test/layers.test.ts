import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

/**
 * The arrows between folders, held by the linter's configuration: a tree of one-line files stands
 * for the project, each named for what it imports.
 */
interface Layer {
  readonly folder: string;
  readonly reason: string;
  readonly lawful: readonly string[];
  readonly trespasses: readonly string[];
}

const ENGINES = ['drizzle-orm', 'drizzle-orm/sqlite-core', 'better-sqlite3', 'playwright'];

const LAYERS: readonly Layer[] = [
  {
    folder: 'src/domain',
    reason: 'The domain imports zod and itself',
    lawful: ['zod', './money.ts', './catalogue/region.ts'],
    trespasses: ['node:fs', '../logger.ts', '../fetch/http.ts', '../../db/open.ts', 'cheerio'],
  },
  {
    folder: 'src/domain/catalogue',
    reason: 'The domain imports zod and itself',
    lawful: ['zod', './region.ts', '../words.ts'],
    trespasses: ['node:fs', '../../logger.ts', '../../../db/open.ts', 'undici'],
  },
  {
    folder: 'src/domain/models',
    reason: 'The domain imports zod and itself',
    lawful: ['./model.ts', '../words.ts', '../catalogue/accelerator.ts'],
    trespasses: ['node:fs', '../../logger.ts', '../../query/offers.ts', '../../../db/open.ts'],
  },
  {
    folder: 'scrapers',
    reason: 'A scraper imports ./kit/index.ts and zod',
    lawful: ['zod', './kit/index.ts', './aws-families.ts'],
    trespasses: ['./kit/rows.ts', './registry.ts', '../src/domain/money.ts', 'cheerio', 'undici'],
  },
  {
    folder: 'scrapers/huawei',
    reason: 'A scraper imports ./kit/index.ts and zod',
    lawful: ['zod', '../kit/index.ts', './specs.ts'],
    trespasses: ['../kit/rows.ts', '../lambda.ts', '../../src/domain/money.ts', 'node:fs'],
  },
  {
    folder: 'scrapers/kit',
    reason: 'The kit imports the domain, zod, cheerio, yaml, node:crypto and node:module',
    lawful: [
      'zod',
      'cheerio',
      'yaml',
      'node:crypto',
      'node:module',
      './rows.ts',
      '../../src/domain/money.ts',
    ],
    trespasses: [
      '../lambda.ts',
      '../../src/fetch/http.ts',
      '../../db/open.ts',
      'node:fs',
      'undici',
    ],
  },
  {
    folder: 'db',
    reason: 'db imports the domain, drizzle and better-sqlite3',
    lawful: [
      'zod',
      'drizzle-orm/sqlite-core',
      'better-sqlite3',
      'node:fs',
      '../src/domain/diff.ts',
    ],
    trespasses: ['../src/notify/worker.ts', '../src/query/offers.ts', '../scrapers/kit/index.ts'],
  },
  {
    folder: 'src/gate',
    reason: 'The gate knows addresses and connections',
    lawful: ['undici', 'node:net', 'node:dns/promises', './addresses.ts'],
    trespasses: ['../domain/errors.ts', '../fetch/http.ts', '../config.ts', 'zod', 'playwright'],
  },
  {
    folder: 'src/fetch',
    reason: 'src/fetch implements the tools of scrapers/kit',
    lawful: [
      'playwright',
      'undici',
      '../../scrapers/kit/index.ts',
      '../domain/errors.ts',
      '../gate/index.ts',
      './x.ts',
    ],
    trespasses: [
      '../pipeline/crawl.ts',
      '../../db/open.ts',
      '../../scrapers/aws.ts',
      '../logger.ts',
    ],
  },
  {
    folder: 'src/notify',
    reason: 'src/notify knows changes, not tables or sources',
    lawful: [
      'zod',
      'undici',
      'node:crypto',
      '../domain/change.ts',
      '../gate/index.ts',
      './send.ts',
    ],
    trespasses: [
      '../../db/open.ts',
      '../query/offers.ts',
      '../fetch/http.ts',
      '../config.ts',
      'hono',
    ],
  },
  {
    folder: 'src/notify/channels',
    reason: 'src/notify knows changes, not tables or sources',
    lawful: ['zod', '../../domain/change.ts', '../channel.ts', './ntfy.ts'],
    trespasses: ['../../../db/open.ts', '../../config.ts', 'drizzle-orm'],
  },
  {
    folder: 'src/query',
    reason: 'A query imports db, the domain and drizzle',
    lawful: ['zod', 'drizzle-orm', '../../db/schema.ts', '../domain/offer.ts', './glob.ts'],
    trespasses: ['../fetch/http.ts', '../pipeline/crawl.ts', '../server/app.ts', 'hono', 'node:fs'],
  },
  {
    folder: 'src/pipeline',
    reason: 'The pipeline imports the kit, fetch, db, notify and the domain',
    lawful: ['p-queue', '../../scrapers/kit/index.ts', '../../db/commit.ts', '../fetch/index.ts'],
    trespasses: ['../query/offers.ts', '../cli/index.ts', '../../scrapers/aws.ts', ...ENGINES],
  },
  {
    folder: 'src/server',
    reason: 'The server asks src/query and speaks HTTP',
    lawful: ['hono', 'hono/csrf', '../query/offers.ts', '../domain/offer.ts', '../../db/open.ts'],
    trespasses: ['../../db/schema.ts', '../pipeline/run.ts', '../../scrapers/aws.ts', ...ENGINES],
  },
  {
    folder: 'src/server/api',
    reason: 'The server asks src/query and speaks HTTP',
    lawful: [
      'hono',
      '../problem.ts',
      '../../query/offers.ts',
      '../../domain/offer.ts',
      '../../version.ts',
      '../../../db/open.ts',
    ],
    trespasses: [
      '../pages/index.ts',
      '../../config.ts',
      '../../pipeline/run.ts',
      '../../../db/schema.ts',
      '../../../scrapers/aws.ts',
      ...ENGINES,
    ],
  },
  ...['src', 'src/cli', 'src/schedule'].map((folder) => ({
    folder,
    reason: 'Only db and src/query know drizzle',
    lawful: ['commander', './x.ts', '../query/offers.ts', '../../scrapers/registry.ts', 'node:fs'],
    trespasses: ENGINES,
  })),
];

const Report = z.object({
  diagnostics: z.array(z.object({ message: z.string(), location: z.object({ path: z.string() }) })),
});

/** What the linter says of each file. */
const said = new Map<string, string>();

beforeAll(async () => {
  const project = await mkdtemp(join(tmpdir(), 'chipwatch-layers-'));
  try {
    await copyFile('biome.json', join(project, 'biome.json'));
    for (const { folder, lawful, trespasses } of LAYERS) {
      for (const specifier of [...lawful, ...trespasses]) {
        const path = join(project, fileFor(folder, specifier));
        await mkdir(dirname(path), { recursive: true });
        await writeFile(
          path,
          `import type { x } from '${specifier}';\nexport type Y = typeof x;\n`,
        );
      }
    }
    for (const { message, location } of await lint(project)) said.set(location.path, message);
  } finally {
    await rm(project, { recursive: true });
  }
});

function fileFor(folder: string, specifier: string): string {
  return `${folder}/imports-${specifier.replace(/[^a-z0-9]+/g, '-')}.ts`;
}

async function lint(project: string): Promise<z.infer<typeof Report>['diagnostics']> {
  const biome = join(process.cwd(), 'node_modules/@biomejs/biome/bin/biome');
  const args = ['lint', '--vcs-enabled=false', '--only=style/noRestrictedImports'];
  const report = await new Promise<string>((resolve) => {
    execFile(
      process.execPath,
      [biome, ...args, '--reporter=json', '--max-diagnostics=none', '.'],
      { cwd: project },
      // The linter ends with 1 when it has something to say: that is what it is run for.
      (_error, stdout) => resolve(stdout),
    );
  });
  return Report.parse(JSON.parse(report)).diagnostics;
}

describe.each(LAYERS)('$folder', ({ folder, reason, lawful, trespasses }) => {
  test.each(lawful)('may import %s', (specifier) => {
    expect(said.get(fileFor(folder, specifier))).toBeUndefined();
  });

  test.each(trespasses)('is told why it may not import %s', (specifier) => {
    expect(said.get(fileFor(folder, specifier))).toContain(reason);
  });
});
