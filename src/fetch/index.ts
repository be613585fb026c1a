import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { openGate } from '../gate/index.ts';
import { openArchive } from './archive.ts';
import { createBrowser } from './browser.ts';
import { createDial } from './dial.ts';
import { type Grant, grantFor } from './grant.ts';
import { hostsOfOneProcess } from './hosts.ts';
import { createHttpClient } from './http.ts';
import { type Reach, reachLive, type World } from './live.ts';
import { createPacing } from './pacing.ts';
import { proxiesOf } from './proxies.ts';
import { reachRecorded } from './recorded.ts';
import { createRecorder, type Recorder, recording } from './recorder.ts';
import { openRecording } from './replay.ts';
import { createRobots } from './robots.ts';
import { type ArchivedDocument, createSession, type Session } from './session.ts';
import { CLOCK, type FetchSettings, MIN_DELAY_MS, TIMEOUTS, userAgent } from './settings.ts';

export { NO_SANDBOX, sandboxed } from './browser.ts';
export { browserMissing, findChromium } from './chromium.ts';
export { type Served, servedAs } from './document.ts';
export type { Hosts } from './hosts.ts';
export { proxiesOf } from './proxies.ts';
export { recordedAt } from './replay.ts';
export type { ArchivedDocument, Request, Session } from './session.ts';
export type { Clock, FetchSettings, Timeouts } from './settings.ts';
export type { Missing } from './tools.ts';

/** Where a crawl's answers come from: the network, the network while recording, or a recording. */
export type Mode =
  | { readonly kind: 'live' }
  | { readonly kind: 'record'; readonly dir: string }
  | {
      readonly kind: 'replay';
      readonly dir: string;
      /** Where what was asked of it is recorded anew. */
      readonly into?: string;
    };

interface SessionOptions {
  readonly mode: Mode;
  readonly now: () => number;
  /** Documents of the last crawl that may be asked about, whether they changed. */
  readonly known?: readonly ArchivedDocument[];
}

/** How the process reaches its sources: one for all crawls, so that they share turns and rules. */
export interface Fetcher {
  /** Begins one crawl; its deadline runs from here. Throws when there is no recording to replay. */
  session(scraper: Scraper, options: SessionOptions): Session;
  close(): Promise<void>;
}

/** Starts nothing yet: Playwright and Chromium come with the first page that needs them. */
export function createFetcher(settings: FetchSettings): Fetcher {
  const world = createWorld(settings);
  const recorders = new Map<string, Recorder>();
  const archiveDir = openArchive(settings.archiveDir);

  function recorderInto(dir: string): Recorder {
    const recorder = recorders.get(dir) ?? createRecorder(dir);
    recorders.set(dir, recorder);
    return recorder;
  }

  function reachFor({ mode, now, known = [] }: SessionOptions, grant: Grant): Reach {
    if (mode.kind === 'live') return reachLive(world, grant, { recorder: null, known });
    if (mode.kind === 'record') {
      return reachLive(world, grant, { recorder: recorderInto(mode.dir), known: [] });
    }
    const send = openRecording(mode.dir, grant.redaction, grant.maxBytes);
    if (mode.into === undefined) return reachRecorded(world, grant, { send, now });
    const recorder = recorderInto(mode.into);
    const again = recording(send, { recorder, redaction: grant.redaction, now });
    return { ...reachRecorded(world, grant, { send: again, now }), finish: () => recorder.write() };
  }

  return {
    session(scraper, options) {
      const { mode, now } = options;
      const grant = grantFor(scraper, settings.env);
      const { env } = settings;
      const isReplay = mode.kind === 'replay';
      const reach = reachFor(options, grant);
      const { agent } = world;
      return createSession({ scraper, agent, env, archiveDir, isReplay, now, grant, reach });
    },
    async close() {
      await world.browser.close();
      await world.client.close();
    },
  };
}

function createWorld(settings: FetchSettings): World {
  const clock = settings.clock ?? CLOCK;
  const timeouts = { ...TIMEOUTS, ...settings.timeouts };
  const gate = settings.gate ?? openGate({ allowed: [], advice: null });
  return {
    agent: userAgent(settings.version),
    clock,
    timeouts,
    client: createHttpClient({ env: settings.env, timeouts, gate }),
    pacing: createPacing(
      clock,
      settings.minDelayMs ?? MIN_DELAY_MS,
      settings.hosts ?? hostsOfOneProcess(),
    ),
    robots: createRobots(clock.now),
    browser: createBrowser(settings),
    dial: createDial({ gate, proxies: proxiesOf(settings.env), timeoutMs: timeouts.connect }),
  };
}
