import { type Answer, type Asked, hostOf } from './exchange.ts';
import type { Grant } from './grant.ts';
import type { HttpClient, Terms } from './http.ts';
import type { Pacing } from './pacing.ts';
import { follow } from './redirects.ts';
import { retryAfterMs, retrying } from './retry.ts';
import { ROBOTS_MAX_BYTES, type Robots } from './robots.ts';
import type { Clock } from './settings.ts';

const ASKS_TO_WAIT = new Set([429, 503]);

/** What one process shares to be a guest its hosts do not mind. */
export interface Etiquette {
  readonly agent: string;
  readonly clock: Clock;
  readonly client: HttpClient;
  readonly pacing: Pacing;
  readonly robots: Robots;
}

/** One crawl's requests, each at its host's pace. */
export interface Manners {
  /** One request in its turn; a wait the host asks for is kept by all crawls. */
  ask(asked: Asked): Promise<Answer>;
  /** Throws `refused` when robots.txt forbids the address, and takes on its crawl-delay. */
  permit(url: string): Promise<void>;
}

/** The manners of the process as this crawl keeps them. */
export function mannersOf(shared: Etiquette, grant: Grant): Manners {
  const { agent, clock, client, pacing, robots } = shared;

  async function inTurn(asked: Asked, terms: Terms): Promise<Answer> {
    const host = hostOf(asked.url);
    return pacing.turn(host, grant.signal, async () => {
      const answer = await client.send(asked, terms);
      const wait = retryAfterMs(answer.headers['retry-after'], clock.now());
      // Before the turn ends, or another request would slip in between.
      if (wait !== null && ASKS_TO_WAIT.has(answer.status)) {
        await pacing.hold(host, clock.now() + wait);
      }
      return answer;
    });
  }

  function askRobots(url: string) {
    const headers = { 'user-agent': agent, accept: 'text/plain, */*' };
    const asked = { method: 'GET', url, headers, body: null };
    const terms = { ...grant, maxBytes: ROBOTS_MAX_BYTES };
    return retrying(() => follow(asked, (each) => inTurn(each, terms)), clock, grant.signal);
  }

  return {
    ask: (asked) => inTurn(asked, grant),
    async permit(url) {
      const delayMs = await robots.permit(url, askRobots);
      if (delayMs !== null) pacing.slowDown(hostOf(url), delayMs);
    },
  };
}
