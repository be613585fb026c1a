/// <reference lib="dom" />
import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import type { Reading } from '../../scrapers/kit/index.ts';
import { findChromium } from '../../src/fetch/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { run } from '../../src/pipeline/run.ts';
import { aFetcher } from '../fetch/crawling.ts';
import { DAY, northlight, START } from './market.ts';
import { aServer } from './server.ts';

/** What a made-up seller served, a night each, on pages of a real server; it is the day after the last. */
export async function aDashboard(...nights: readonly (readonly Reading[])[]) {
  let night = 0;
  const source = northlight(() => nights[night] ?? []);
  const now = () => START + night * DAY;
  const { url, db } = await aServer({ now, sources: [{ ...source, intervalMs: DAY }] });
  while (night < nights.length) {
    const [crawl] = await run(
      {
        ...{ db, fetcher: aFetcher(), read, env: {}, rules: [], dryRun: false },
        ...{ mode: { kind: 'live' }, now, owner: 'here:1', isGone: () => false },
      },
      {
        sources: [source],
        confirming: null,
        watcher: { started: () => undefined, finished: () => undefined },
      },
    );
    expect(crawl).toMatchObject({ outcome: 'ok', message: null });
    night += 1;
  }
  return url;
}

/** A browser for the tests of a file, as a function that opens pages in it. */
export function aBrowser() {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium(process.env) ?? '' });
  });
  afterAll(() => browser.close());
  return openPage;

  /** A page in a context of its own, and what it did that it should not. */
  async function openPage(width = 1280, colorScheme: 'light' | 'dark' = 'light') {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const faults: string[] = [];
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      faults.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => void faults.push(error.message));
    page.on(
      'console',
      (message) => void (message.type() === 'error' && faults.push(message.text())),
    );
    page.on('request', (request) => void asked.push(request.url()));
    return { page, faults, asked };
  }
}

/** What makes a page hard to use; runs in the browser. */
export function faultsOfPage(): string[] {
  const root = document.documentElement;
  const fields = [...document.querySelectorAll<HTMLInputElement>('input, select')];
  return [
    ...(root.scrollWidth > root.clientWidth ? [`scrolls sideways to ${root.scrollWidth}`] : []),
    ...(document.querySelectorAll('h1').length === 1 ? [] : ['not one h1']),
    ...[...document.querySelectorAll('th:not([scope])')].map((th) => `no scope: ${th.innerHTML}`),
    ...[...document.querySelectorAll('[style], [onclick]')].map((each) => each.outerHTML),
    ...fields
      .filter((field) => field.type !== 'hidden' && !field.labels?.length)
      .map(({ name }) => `no label: ${name}`),
  ];
}
