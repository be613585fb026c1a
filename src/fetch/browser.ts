import { stripVTControlCharacters } from 'node:util';
import PQueue from 'p-queue';
import type { BrowserContext, Browser as Running } from 'playwright';
import { quote, SourceError } from '../domain/errors.ts';
import { findChromium, loadPlaywright, noBrowser } from './chromium.ts';
import type { Gateway } from './gateway.ts';
import { type FetchSettings, userAgent } from './settings.ts';

/** Pages open at the same time; each costs some 100 MB. */
const PAGES_AT_ONCE = 2;
const IDLE_MS = 30_000;

/** Said in `doctor` and whenever such a browser starts. */
export const NO_SANDBOX =
  'Chromium runs without its sandbox because chipwatch runs as root: run it as another user';

const CONFINED = [
  // Names are looked up behind the gateway of each page; what Chromium asks on its own finds nobody.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
  // Calls between browsers would go past the gateway.
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
];

/** The one browser of the process, started when a page is first wanted and closed when none is. */
export interface SharedBrowser {
  /** Throws `noBrowser` when there is none to start. */
  check(): void;
  /**
   * Does the work in a context of its own: no cookie or cache outlives it. The gateway is its one way
   * out; without one it reaches nobody.
   */
  inContext<T>(
    gateway: Pick<Gateway, 'server'> | null,
    work: (context: BrowserContext) => Promise<T>,
  ): Promise<T>;
  close(): Promise<void>;
}

/** Shares one Chromium, which is not started yet. */
export function createBrowser(settings: FetchSettings): SharedBrowser {
  const queue = new PQueue({ concurrency: PAGES_AT_ONCE });
  const chromium = createChromium(settings);
  let idle: NodeJS.Timeout | undefined;

  /** The timer of one page may run out while another is open. */
  async function closeIdle(): Promise<void> {
    if (queue.pending === 0) await chromium.close();
  }

  return {
    check() {
      if (findChromium(settings.env, settings.browserPath) === null) throw noBrowser();
    },
    inContext: (gateway, work) =>
      queue.add(async () => {
        clearTimeout(idle);
        try {
          const context = await contextIn(await chromium.running(), settings.version, gateway);
          return await work(context).finally(() => context.close());
        } finally {
          clearTimeout(idle);
          idle = setTimeout(closeIdle, IDLE_MS).unref();
        }
      }),
    async close() {
      clearTimeout(idle);
      await chromium.close();
    },
  };
}

/** One process, started when it is asked for, and anew after it ended. */
function createChromium(settings: FetchSettings) {
  let current: Promise<Running> | null = null;
  return {
    running(): Promise<Running> {
      if (current) return current;
      const started = launch(settings);
      const forget = () => {
        if (current === started) current = null;
      };
      started.then((browser) => browser.once('disconnected', forget), forget);
      current = started;
      return started;
    },
    async close(): Promise<void> {
      const browser = current;
      current = null;
      await (await browser)?.close();
    },
  };
}

function contextIn(
  browser: Running,
  version: string,
  gateway: Pick<Gateway, 'server'> | null,
): Promise<BrowserContext> {
  return browser.newContext({
    userAgent: pageAgent(version, browser.version()),
    locale: 'en-US',
    timezoneId: 'UTC',
    serviceWorkers: 'block',
    acceptDownloads: false,
    permissions: [],
    ...(gateway === null ? { offline: true } : { proxy: { server: gateway.server } }),
  });
}

async function launch(settings: FetchSettings): Promise<Running> {
  const executablePath = findChromium(settings.env, settings.browserPath);
  if (executablePath === null) throw noBrowser();
  const hasSandbox = sandboxed(settings);
  if (!hasSandbox) settings.warn?.(NO_SANDBOX);
  try {
    return await loadPlaywright().chromium.launch({
      executablePath,
      args: CONFINED,
      chromiumSandbox: hasSandbox,
      // Ours to end: by itself it would end the whole process, and the commit under way.
      ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
    });
  } catch (cause) {
    throw new SourceError('unreachable', `${executablePath} did not start: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** Whether Chromium runs in its sandbox: always but as root, who cannot have one. */
export function sandboxed({ browserSandbox }: Pick<FetchSettings, 'browserSandbox'>): boolean {
  return browserSandbox ?? process.getuid?.() !== 0;
}

/** Chromium says why in its log; Playwright only that it is gone. */
function reasonOf(cause: unknown): string {
  const text = stripVTControlCharacters(String(cause));
  const fatal = text.split('\n').find((line) => /:(?:ERROR|FATAL):.*sandbox/i.test(line));
  return quote(fatal?.replace(/^.*(?:ERROR|FATAL):/, '') ?? text);
}

/** Our own name where crawlers write theirs, and the version a page may want to know. */
function pageAgent(version: string, chromium: string): string {
  const [major] = chromium.split('.');
  return `Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ${userAgent(version)}) Chrome/${major}.0.0.0 Safari/537.36`;
}
