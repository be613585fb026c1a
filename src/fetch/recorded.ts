import type { Request, Route } from 'playwright';
import { SourceError } from '../domain/errors.ts';
import type { Answer, Asked, Send } from './exchange.ts';
import type { Grant } from './grant.ts';
import type { Reach, World } from './live.ts';
import { readPage } from './page.ts';
import { follow } from './redirects.ts';
import { documentIn } from './verdict.ts';

/** Reaches a recording, and nothing else: no network, no robots.txt, no pacing, no retries. */
export function reachRecorded(
  { browser, timeouts }: World,
  grant: Grant,
  { send, now }: { readonly send: Send; readonly now: () => number },
): Reach {
  const context = { show: grant.redaction.url, now };
  const fetch = async (asked: Asked) => documentIn(asked, await follow(asked, send), context);

  return {
    fetch,

    async page(url, waitFor) {
      browser.check();
      // A browser that is sent elsewhere by a recorded answer would go there on its own.
      const opened = await fetch({ method: 'GET', url, headers: {}, body: null });
      const visit = {
        ...context,
        ...grant,
        url: opened.url,
        waitFor,
        deadlineMs: timeouts.page,
        broken: new AbortController(),
        kept: () => null,
        answer: answerer(opened, send),
      };
      return browser.inContext(null, async (browsing) => {
        await browsing.clock.setFixedTime(now());
        return readPage(browsing, visit);
      });
    },

    finish: async () => {},
  };
}

/** Gives the page itself to the first request, and recorded answers to those that come of it. */
function answerer(opened: Answer, send: Send): (route: Route) => Promise<void> {
  let isOpen = false;
  return async (route) => {
    if (!isOpen) {
      isOpen = true;
      await fulfil(route, opened);
      return;
    }
    try {
      const { answer } = await follow(askedBy(route.request()), send);
      await fulfil(route, answer);
    } catch (cause) {
      // What a page asks beside is not always recorded, and not always needed.
      if (!(cause instanceof SourceError)) throw cause;
      await route.abort();
    }
  };
}

function askedBy(request: Request): Asked {
  return {
    method: request.method(),
    url: request.url(),
    headers: {},
    body: request.postData(),
  };
}

async function fulfil(route: Route, { status, headers, body }: Answer): Promise<void> {
  const { 'set-cookie': _, ...kept } = headers;
  const content = body.kind === 'memory' ? { body: body.bytes } : { path: body.path };
  await route.fulfill({ status, headers: kept, ...content });
}
