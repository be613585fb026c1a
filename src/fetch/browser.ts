import { stripVTControlCharacters } from 'node:util';
import PQueue from 'p-queue';
import type { BrowserContext, LaunchOptions, Browser as Running } from 'playwright';
import { quote, SourceError } from '../domain/errors.ts';
import { findChromium, loadPlaywright, noBrowser } from './chromium.ts';
import { type Proxies, proxiesOf } from './proxies.ts';
import { type FetchSettings, userAgent } from './settings.ts';

/** Pages open at the same time; each costs some 100 MB. */
const PAGES_AT_ONCE = 2;
const IDLE_MS = 30_000;

/** Chromium calls home on its own; a crawler speaks only to the sources it names. */
const CALLS_HOME = [
  'accounts.google.com',
  'android.clients.google.com',
  'clients1.google.com',
  'clients2.google.com',
  'clientservices.googleapis.com',
  'content-autofill.googleapis.com',
  'edgedl.me.gvt1.com',
  'optimizationguide-pa.googleapis.com',
  'redirector.gvt1.com',
  'safebrowsing.googleapis.com',
  'update.googleapis.com',
];

/** The one browser of the process, started when a page is first wanted and closed when none is. */
export interface SharedBrowser {
  /** Throws `noBrowser` when there is none to start. */
  check(): void;
  /** Does the work in a context of its own: no cookie or cache outlives it. */
  inContext<T>(work: (context: BrowserContext) => Promise<T>): Promise<T>;
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
    inContext: (work) =>
      queue.add(async () => {
        clearTimeout(idle);
        try {
          return await withContext(await chromium.running(), settings.version, work);
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

async function withContext<T>(
  browser: Running,
  version: string,
  work: (context: BrowserContext) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    userAgent: pageAgent(version, browser.version()),
    locale: 'en-US',
    timezoneId: 'UTC',
    serviceWorkers: 'block',
    acceptDownloads: false,
  });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

async function launch(settings: FetchSettings): Promise<Running> {
  const executablePath = findChromium(settings.env, settings.browserPath);
  if (executablePath === null) throw noBrowser();
  const rules = CALLS_HOME.map((host) => `MAP ${host} ~NOTFOUND`).join(' , ');
  const proxies = proxiesOf(settings.env);
  try {
    return await loadPlaywright().chromium.launch({
      executablePath,
      args: [`--host-resolver-rules=${rules}`],
      chromiumSandbox: settings.browserSandbox ?? process.getuid?.() !== 0,
      ...(proxies ? { proxy: browserProxy(proxies) } : {}),
    });
  } catch (cause) {
    throw new SourceError('unreachable', `${executablePath} did not start: ${reasonOf(cause)}`, {
      cause,
    });
  }
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

function browserProxy({ http, https, except }: Proxies): NonNullable<LaunchOptions['proxy']> {
  const { protocol, host, username, password } = new URL(https || http);
  const hosts = except.split(/[\s,]+/).filter((entry) => entry !== '');
  return {
    server: `${protocol}//${host}`,
    username: decodeURIComponent(username),
    password: decodeURIComponent(password),
    // In NO_PROXY a name stands for its subdomains too; in Chromium a leading dot says so.
    bypass: hosts.flatMap((entry) => [entry, `.${entry.replace(/^\*?\./, '')}`]).join(','),
  };
}
