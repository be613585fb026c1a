import type { BrowserContext, Route } from 'playwright';
import { SourceError } from '../domain/errors.ts';
import type { SharedBrowser } from './browser.ts';
import type { Dial } from './dial.ts';
import { type Answer, type Asked, type Hop, hostOf } from './exchange.ts';
import { openGateway } from './gateway.ts';
import type { Grant } from './grant.ts';
import { type Kept, keptFor } from './kept.ts';
import { type Etiquette, type Manners, mannersOf } from './manners.ts';
import { readPage } from './page.ts';
import { watchPage } from './page-recorder.ts';
import type { Recorder } from './recorder.ts';
import { follow } from './redirects.ts';
import { RETRIES, retrying } from './retry.ts';
import type { ArchivedDocument } from './session.ts';
import type { Timeouts } from './settings.ts';
import { siteOf } from './site.ts';
import { documentIn } from './verdict.ts';

/** How one crawl reaches documents: over the network, or from a recording. */
export interface Reach {
  fetch(asked: Asked): Promise<Answer>;
  page(url: string, waitFor: string): Promise<Answer>;
  finish(): Promise<void>;
}

/** What all crawls of the process share. */
export interface World extends Etiquette {
  readonly timeouts: Timeouts;
  readonly browser: SharedBrowser;
  readonly dial: Dial;
}

interface Live {
  readonly world: World;
  readonly grant: Grant;
  readonly manners: Manners;
  readonly recorder: Recorder | null;
  /** Tries in a row that a host left without an answer in this crawl. */
  readonly silence: Map<string, number>;
}

/** Reaches the network: robots.txt asked, paced, retried, and recorded if there is a recorder. */
export function reachLive(
  world: World,
  grant: Grant,
  { recorder, known }: { recorder: Recorder | null; known: readonly ArchivedDocument[] },
): Reach {
  const silence = new Map<string, number>();
  const live = { world, grant, manners: mannersOf(world, grant), recorder, silence };
  return {
    async fetch(asked) {
      const { url } = grant.redaction;
      const kept = recorder ? null : await keptFor(asked, url(asked.url), known);
      const whole = recorder ? unconditional(asked) : asked;
      return lastAttempt(live, asked.url, (hops) => fetchOnce(live, whole, { hops, kept }));
    },
    async page(url, waitFor) {
      world.browser.check();
      await live.manners.permit(url);
      return lastAttempt(live, url, (hops) => openOnce(live, { url, waitFor }, hops));
    },
    finish: async () => recorder?.write(),
  };
}

/** "Not modified" is nothing to replay from. */
function unconditional(asked: Asked): Asked {
  const { 'if-none-match': _, 'if-modified-since': __, ...headers } = asked.headers;
  return { ...asked, headers };
}

/** Retries, and records the last attempt only: a replay does not retry. */
async function lastAttempt(
  { world: { clock }, grant: { signal, redaction }, recorder, silence }: Live,
  url: string,
  attempt: (hops: Hop[]) => Promise<Answer>,
): Promise<Answer> {
  const hops: Hop[] = [];
  const host = hostOf(url);
  const unanswered = () => silence.get(host) ?? 0;
  const anew = async () => {
    hops.length = 0;
    try {
      const answer = await attempt(hops);
      silence.delete(host);
      return answer;
    } catch (cause) {
      const isSilent = cause instanceof SourceError && cause.failure === 'unreachable';
      if (isSilent) silence.set(host, unanswered() + 1);
      throw cause;
    }
  };
  try {
    // Ten requests to a host that is gone wait for it once, not ten times.
    return await retrying(anew, clock, signal, () => unanswered() <= RETRIES);
  } finally {
    for (const hop of hops) await recorder?.add(hop, clock.now(), redaction);
  }
}

async function fetchOnce(
  { world, grant, manners }: Live,
  asked: Asked,
  { hops, kept }: { readonly hops: Hop[]; readonly kept: Kept | null },
): Promise<Answer> {
  const headers = { ...asked.headers, ...kept?.conditions };
  const followed = await follow({ ...asked, headers }, async (each) => {
    if (grant.robots === 'page') await manners.permit(each.url);
    const answer = await manners.ask(each);
    hops.push({ asked: each, answer });
    return answer;
  });
  const { answer } = followed;
  // Not modified: the document is the one that is kept, under the headers of today.
  if (kept !== null && answer.status === 304 && answer.url === asked.url) {
    return { ...kept.answer, headers: { ...kept.answer.headers, ...answer.headers } };
  }
  return documentIn(asked, followed, { show: grant.redaction.url, now: world.clock.now });
}

async function openOnce(
  { world, grant, manners, recorder }: Live,
  wanted: { readonly url: string; readonly waitFor: string },
  hops: Hop[],
): Promise<Answer> {
  const { browser, clock, dial, pacing, timeouts } = world;
  const broken = new AbortController();
  const context = { show: grant.redaction.url, now: clock.now, broken };
  const visit = { ...wanted, ...context, ...grant, deadlineMs: timeouts.page };

  async function open(): Promise<Answer> {
    const onExcess = (cause: Error) => broken.abort(cause);
    const gateway = await openGateway({ dial, admits: siteOf(wanted.url), onExcess });
    const beyond = { kept: gateway.failure, answer: (route: Route) => route.continue() };
    const read = async (browsing: BrowserContext) => {
      const watch = recorder ? watchPage(browsing) : null;
      try {
        return await readPage(browsing, { ...visit, ...beyond });
      } finally {
        hops.push(...((await watch?.hops()) ?? []));
      }
    };
    try {
      return await browser.inContext(gateway, read);
    } finally {
      await gateway.close();
    }
  }

  const answer = await pacing.turn(hostOf(wanted.url), grant.signal, open);
  if (answer.url !== wanted.url) await manners.permit(answer.url);
  return answer;
}
