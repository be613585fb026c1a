import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS, type Scraper } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import type { Terms } from './http.ts';
import { createRedaction, type Redaction } from './redaction.ts';
import type { Environment } from './settings.ts';

/** What one crawl may use, until it is revoked. */
export interface Grant extends Terms {
  readonly robots: Scraper['robots'];
  readonly redaction: Redaction;
  /** Ends what is under way and removes what was spooled. */
  revoke(): Promise<void>;
}

/** What this scraper's own limits and secrets allow, from now on. */
export function grantFor(scraper: Scraper, env: Environment): Grant {
  const { bytes, seconds } = { ...LIMITS, ...scraper.limits };
  const deadline = createDeadline(seconds);
  const spool = createSpool();
  return {
    robots: scraper.robots,
    redaction: createRedaction((scraper.secrets ?? []).map((name) => env[name] ?? '')),
    maxBytes: bytes,
    signal: deadline.signal,
    spoolDir: spool.dir,
    async revoke() {
      deadline.stop();
      await spool.remove();
    },
  };
}

function createDeadline(seconds: number) {
  const controller = new AbortController();
  // Every request that waits listens; two hundred are no leak.
  setMaxListeners(0, controller.signal);
  const late = () =>
    controller.abort(new SourceError('unreachable', `the crawl was not done after ${seconds} s`));
  const timer = setTimeout(late, seconds * 1000).unref();
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(timer);
      // What is still under way then belongs to nobody.
      controller.abort(new SourceError('unreachable', 'the crawl is over'));
    },
  };
}

function createSpool() {
  const path = join(tmpdir(), `chipwatch-${randomUUID()}`);
  return {
    async dir() {
      await mkdir(path, { recursive: true, mode: 0o700 });
      return path;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
