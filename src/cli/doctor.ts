import { Command } from 'commander';
import type { Config } from '../config.ts';
import type { Context } from './context.ts';
import { EXIT, UsageError } from './exit.ts';
import type { CommonOptions } from './reading.ts';

/** What `chipwatch doctor` was asked for; all but the first go with it. */
export interface DoctorOptions extends CommonOptions {
  readonly live?: boolean;
  readonly record?: string;
  readonly replay?: string;
  readonly at?: string;
}

/** `chipwatch doctor`: whether everything chipwatch needs is there, and whether sources are as it knows them. */
export function doctorCommand(context: Context, end: (code: number) => void): Command {
  return new Command('doctor')
    .description(
      'check that everything chipwatch needs is there; with --live, that sources can be read',
    )
    .argument('[sources...]', 'with --live: the sources to visit; without any, all of them')
    .option('--live', 'visit each source once, store nothing, and report for a bug report')
    .option('--record <dir>', 'with --live: keep every answer in a new folder, to attach')
    .option('--replay <dir>', 'with --live: take the answers from a recording somebody attached')
    .option('--at <time>', 'the clock the replay believes, such as 2026-08-04T02:00:00Z')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch doctor
  $ chipwatch doctor --live scaleway --record /tmp/scaleway`,
    )
    .action(async (ids: readonly string[], _: unknown, command: Command) => {
      const options = command.optsWithGlobals<DoctorOptions>();
      if (options.live) {
        const { examineLive } = await import('./live-doctor.ts');
        end(await examineLive(context, ids, options));
        return;
      }
      refuseWithoutLive(ids, options);
      end(await examine(context, options));
    });
}

function refuseWithoutLive(ids: readonly string[], { record, replay, at }: DoctorOptions): void {
  const given = [...ids, record, replay, at].some((each) => each !== undefined);
  if (given) throw new UsageError('sources are visited with --live: chipwatch doctor --live');
}

/** One thing that was looked at. `needed`: chipwatch cannot work without it. */
interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly needed: boolean;
  readonly says: string;
}

async function examine(context: Context, options: CommonOptions): Promise<number> {
  const { configOf, writeJson } = await import('./reading.ts');
  const config = configOf(context, options);
  const path = options.db ?? config.database;
  const stored = await database(path, config.store);
  const findings: readonly Finding[] = [
    node(),
    {
      what: 'config',
      ok: config.warnings.length === 0,
      needed: false,
      says: config.warnings.join('; ') || (config.file ?? 'no chipwatch.yaml, which is fine'),
    },
    stored,
    await room(path, config.store),
    await browser(context),
    await network(context),
    await secrets(context),
    await alerts([...config.channels.keys()], stored.ok ? path : null),
  ];
  if (options.json) writeJson(context, { findings });
  else {
    const { table } = await import('./table.ts');
    const columns = [
      { header: 'what', value: ({ what }: Finding) => what, fixed: true },
      { header: '', value: ({ ok, needed }: Finding) => mark(ok, needed) },
      { header: 'found', value: ({ says }: Finding) => says, fixed: true },
    ];
    context.stdout.write(table(columns, findings));
  }
  return findings.some(({ ok, needed }) => needed && !ok) ? EXIT.config : EXIT.ok;
}

function mark(ok: boolean, needed: boolean): string {
  if (ok) return '✓';
  return needed ? '✗' : '–';
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > 20 || (major === 20 && minor >= 19);
  const says = ok ? process.version : `expected Node 20.19 or later, found ${process.version}`;
  return { what: 'node', ok, needed: true, says };
}

async function database(path: string, store: Config['store']): Promise<Finding> {
  const { existsSync } = await import('node:fs');
  const what = 'database';
  if (!existsSync(path)) {
    return { what, ok: true, needed: true, says: `${path}: none yet, the first crawl makes it` };
  }
  const { openDatabase } = await import('../../db/open.ts');
  const { refuseTornPages } = await import('../../db/check.ts');
  const { databaseKind } = await import('../../db/meta.ts');
  try {
    const db = openDatabase(path, store);
    try {
      refuseTornPages(db, path);
      const kind = (await databaseKind(db)) ?? 'new';
      return { what, ok: true, needed: true, says: `${path}: ${kind}, integrity ok` };
    } finally {
      db.close();
    }
  } catch (cause) {
    return { what, ok: false, needed: true, says: (cause as Error).message };
  }
}

async function room(path: string, store: Config['store']): Promise<Finding> {
  const { roomOf } = await import('../../db/disk.ts');
  const { shortage } = await import('./shortage.ts');
  const found = roomOf(path);
  const short = shortage(found, store);
  const says = short?.says ?? `${Math.floor(found.free / 1e6)} MB free`;
  return { what: 'room', ok: short === null, needed: short?.stops ?? false, says };
}

async function browser({ env }: Context): Promise<Finding> {
  const { findChromium, NO_SANDBOX, sandboxed } = await import('../fetch/index.ts');
  const what = 'browser';
  const found = findChromium(env);
  if (found === null) {
    const says = 'no Chromium: sources that need one are skipped; apt-get install chromium';
    return { what, ok: false, needed: false, says };
  }
  const ok = sandboxed({});
  return { what, ok, needed: false, says: ok ? found : `${found}: ${NO_SANDBOX}` };
}

async function network({ env }: Context): Promise<Finding> {
  const { proxiesOf } = await import('../fetch/index.ts');
  const what = 'network';
  const proxies = proxiesOf(env);
  if (proxies === null) {
    return { what, ok: true, needed: false, says: 'sources are read at public addresses only' };
  }
  const { host } = new URL(proxies.https || proxies.http);
  const says = `names are looked up by the proxy ${host}: whether they lead to private addresses is its to check`;
  return { what, ok: false, needed: false, says };
}

async function secrets({ env }: Context): Promise<Finding> {
  const { SHEETS } = await import('../../scrapers/sheets.ts');
  const unset = SHEETS.flatMap(({ id, secrets = [] }) =>
    secrets.filter((name) => !env[name]).map((name) => `${id} needs ${name}`),
  );
  const says = unset.join(', ') || 'no source needs a key that is not set';
  return { what: 'keys', ok: unset.length === 0, needed: false, says };
}

/** Whether there are channels, all of them are on, and what was not delivered. */
async function alerts(channels: readonly string[], path: string | null): Promise<Finding> {
  const finding = { what: 'alerts', needed: false } as const;
  if (channels.length === 0) {
    return { ...finding, ok: false, says: 'no channel: set CHIPWATCH_WEBHOOK_URL' };
  }
  const { existsSync } = await import('node:fs');
  const names = channels.join(', ');
  if (path === null || !existsSync(path)) return { ...finding, ok: true, says: names };
  const troubles = await troublesOf(path);
  return { ...finding, ok: troubles.length === 0, says: [names, ...troubles].join('; ') };
}

async function troublesOf(path: string): Promise<readonly string[]> {
  const { openDatabase } = await import('../../db/open.ts');
  const { disabledChannels } = await import('../../db/channels.ts');
  const { givenUpCounts } = await import('../../db/deliveries.ts');
  const { offSentence } = await import('./delivering.ts');
  const db = openDatabase(path);
  try {
    const off = (await disabledChannels(db)).map(offSentence);
    const givenUp = [...(await givenUpCounts(db))].map(
      ([channel, n]) => `${n} not delivered to ${channel}: see "chipwatch deliveries"`,
    );
    return [...off, ...givenUp];
  } finally {
    db.close();
  }
}
