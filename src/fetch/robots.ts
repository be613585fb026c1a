import robotsParser from 'robots-parser';
import { quote, SourceError } from '../domain/errors.ts';
import type { Failure } from '../domain/words.ts';
import type { Followed } from './redirects.ts';

/** The package is CommonJS and its types are not. */
const parseRobots = robotsParser as unknown as typeof robotsParser.default;

const TOKEN = 'chipwatch';
const DAY_MS = 86_400_000;
/** How long a host whose robots.txt cannot be had is left alone. */
const AGAIN_AFTER_MS = 600_000;
/** RFC 9309 2.5 wants at least 500 KiB parsed. */
const PARSED_BYTES = 512 * 2 ** 10;
/** The largest robots.txt taken in. */
export const ROBOTS_MAX_BYTES = 8 * 2 ** 20;

/** What one site's robots.txt says to us. */
interface Rules {
  /** Why the address may not be asked for, or null where it may. */
  objection(url: string): string | null;
  /** What an objection is to the source: forbidden, or nobody there to ask. */
  readonly failure: Failure;
  readonly crawlDelayMs: number | null;
}

/** The robots.txt of every site, read once a day (RFC 9309). */
export interface Robots {
  /** Throws `refused` when the address may not be asked for, `unreachable` when nobody says so; else gives the crawl-delay, if any. */
  permit(url: string, ask: AskRobots): Promise<number | null>;
}

/** Brings a robots.txt, redirects followed, whatever the status. */
export type AskRobots = (url: string) => Promise<Followed>;

interface Kept {
  readonly rules: Promise<Rules>;
  until: number;
}

/** Keeps each site's rules for a day, and longer while its robots.txt cannot be had. */
export function createRobots(now: () => number): Robots {
  const sites = new Map<string, Kept>();

  function rulesOf(origin: string, ask: AskRobots): Promise<Rules> {
    const known = sites.get(origin);
    if (known && now() < known.until) return known.rules;
    const kept: Kept = { rules: read(), until: Number.POSITIVE_INFINITY };
    sites.set(origin, kept);
    return kept.rules;

    async function read(): Promise<Rules> {
      const found = await readRules(origin, ask);
      kept.until = now() + (found.isKnown ? DAY_MS : AGAIN_AFTER_MS);
      return found.isKnown || !known ? found : known.rules;
    }
  }

  return {
    async permit(url, ask) {
      const { origin, host } = new URL(url);
      const rules = await rulesOf(origin, ask);
      const objection = rules.objection(url);
      if (objection === null) return rules.crawlDelayMs;
      throw new SourceError(rules.failure, `${host}${objection}`);
    },
  };
}

async function readRules(
  origin: string,
  ask: AskRobots,
): Promise<Rules & { readonly isKnown: boolean }> {
  const url = `${origin}/robots.txt`;
  try {
    const { answer } = await ask(url);
    if (answer.status >= 500) return outOfReach('refused', `it answered HTTP ${answer.status}`);
    if (answer.status >= 300 || answer.body.kind === 'file') return { ...ANYTHING, isKnown: true };
    const text = new TextDecoder().decode(answer.body.bytes.subarray(0, PARSED_BYTES));
    return { ...parsed(url, text), isKnown: true };
  } catch (cause) {
    // RFC 9309 2.3.1.4: what cannot be asked is forbidden.
    if (!(cause instanceof SourceError)) throw cause;
    return outOfReach(cause.failure, cause.message);
  }
}

/** RFC 9309 2.3.1.3: without a robots.txt nothing is forbidden. */
const ANYTHING: Rules = { objection: () => null, failure: 'refused', crawlDelayMs: null };

function outOfReach(failure: Failure, reason: string): Rules & { readonly isKnown: false } {
  const objection = () => ` may not be read while its robots.txt cannot be had: ${reason}`;
  return { objection, failure, crawlDelayMs: null, isKnown: false };
}

function parsed(url: string, text: string): Rules {
  const robots = parseRobots(url, text);
  const delay = robots.getCrawlDelay(TOKEN);
  return {
    failure: 'refused',
    objection(page) {
      if (robots.isAllowed(page, TOKEN) === true) return null;
      const number = robots.getMatchingLineNumber(page, TOKEN);
      const line = text.split(/\r\n|\r|\n/)[number - 1];
      return ` forbids ${new URL(page).pathname} in line ${number} of its robots.txt: ${quote(line ?? '')}`;
    },
    crawlDelayMs: delay === undefined ? null : delay * 1000,
  };
}
