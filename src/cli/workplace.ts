import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { postponeHost, releaseHost, takeHost } from '../../db/hosts.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { scraperById } from '../../scrapers/registry.ts';
import type { Config } from '../config.ts';
import { importById } from '../domain/imports.ts';
import { createFetcher, type Fetcher, type FetchSettings, type Hosts } from '../fetch/index.ts';
import type { ApprovedSource } from '../pipeline/approval.ts';
import { openParser, type Parser } from '../pipeline/parsing.ts';
import { VERSION } from '../version.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The source of that id, read or brought by hand; undefined where there is none. */
export function sourceById(id: string): ApprovedSource | undefined {
  return importById(id) ?? scraperById(id);
}

/** Opens the database that is crawled into; a dry run that finds none works on an empty one. */
export function openForCrawling(path: string, dryRun: boolean, store: Config['store']): Database {
  return openDatabase(dryRun && !existsSync(path) ? ':memory:' : path, store);
}

/** How this process reaches its sources; documents are kept beside the database. */
export function openFetcher(
  env: Environment,
  database: string,
  {
    keep,
    ...settings
  }: { readonly keep: boolean } & Pick<Partial<FetchSettings>, 'hosts' | 'warn'>,
): Fetcher {
  const archiveDir = keep ? join(dirname(database), 'archive') : null;
  return createFetcher({ version: VERSION, env, archiveDir, ...settings });
}

/** Hosts that are asked by one process at a time, of all that work on the database. */
export function hostsIn(db: Database): Hosts {
  const holder = leaseOwner();
  return {
    take: (host, pace) => takeHost(db, { host, holder, ...pace }, isGone),
    release: (host) => releaseHost(db, { host, holder }),
    postpone: (host, until, now) => postponeHost(db, { host, until, now }),
  };
}

/** Where documents are read: in processes that know the same sources as this one. */
export function openReading(): Parser {
  const registry = `../../scrapers/registry${extname(import.meta.url)}`;
  return openParser(new URL(registry, import.meta.url));
}

/** This process in leases and at hosts: its machine and its number. */
export function leaseOwner(): string {
  return `${hostname()}:${process.pid}`;
}

/** Whether the owner of a lease is a process of this machine that runs no more. */
export function isGone(owner: string): boolean {
  const at = owner.lastIndexOf(':');
  if (owner.slice(0, at) !== hostname()) return false;
  try {
    process.kill(Number(owner.slice(at + 1)), 0);
    return false;
  } catch (cause) {
    // EPERM: it runs, and is somebody else's.
    return (cause as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
