import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserContext, Response } from 'playwright';
import { bodyOf } from './body.ts';
import type { Hop } from './exchange.ts';

/** A stream may never end; what has not by then is left out. */
const SETTLE_MS = 3000;

/** Collects what a page was answered, for a recording. */
export interface PageWatch {
  hops(): Promise<readonly Hop[]>;
}

/** Watches every response of the context from now on. */
export function watchPage(context: BrowserContext): PageWatch {
  const hops: (Hop | null)[] = [];
  const reading: Promise<void>[] = [];
  context.on('response', (response) => {
    const place = hops.push(null) - 1;
    const settle = async () => {
      hops[place] = await read(response);
    };
    reading.push(settle());
  });
  return {
    async hops() {
      await Promise.race([Promise.all(reading), wait(SETTLE_MS, null, { ref: false })]);
      return hops.filter((hop) => hop !== null);
    },
  };
}

async function read(response: Response): Promise<Hop | null> {
  const request = response.request();
  const url = request.url();
  const bytes = await bytesOf(response);
  if (bytes === null || !/^https?:/.test(url)) return null;
  return {
    asked: { method: request.method(), url, headers: request.headers(), body: request.postData() },
    answer: { url, status: response.status(), headers: response.headers(), body: bodyOf(bytes) },
  };
}

/** Null when the page went on before its body came: a replay aborts that request. */
async function bytesOf(response: Response): Promise<Buffer | null> {
  const isRedirect = response.status() >= 300 && response.status() < 400;
  if (isRedirect) return Buffer.alloc(0);
  return response.body().catch(() => null);
}
