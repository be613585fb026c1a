import type { Reading } from '../../src/domain/listing.ts';
import type { Evidence, Verified } from '../../src/domain/words.ts';

/** One source: where it is, how often to read it, how to bring its documents and how to read them. */
export interface Scraper {
  /** Kebab-case. Also the file's name, its fixture folder's, the `source` column's and the commit scope. */
  readonly id: string;
  /** Slug of who sells; its display name and homepage stand in the provider catalogue. */
  readonly provider: string;
  /** The page a person opens to check us. */
  readonly homepage: string;
  /** What of the provider it reads, in a few words that go on after its name. */
  readonly reads: string;
  /** The shortest interval that is useful to us and polite to them. */
  readonly every: '15m' | '1h' | '6h' | '1d';
  /** What it means when an offer seen before is not listed now. */
  readonly absentMeans: 'sold-out' | 'withdrawn';
  /**
   * Accelerators, by catalogue id, that it is never without: a crawl that brings offers and none of
   * these is quarantined. The few everyone there sells, none that comes and goes.
   */
  readonly anchors?: readonly string[];
  /** How its listings are known, unless a listing says otherwise. */
  readonly evidence: Evidence;
  /** `page`: robots.txt is asked. `documented-api`: documented for programs; link in the header. */
  readonly robots: 'page' | 'documented-api';
  /** How far the reading below was proven; an install's own good crawls prove it live. */
  readonly verified: Verified;
  /** Raised when keys would change (a renamed SKU scheme): the next good crawl is a silent baseline. */
  readonly keyVersion?: number;
  /** Environment variables it needs; without them it is skipped, not failed. */
  readonly secrets?: readonly string[];
  /** Too large to be read again soon: what needs a second crawl waits for the next one. */
  readonly isBulk?: true;
  /** Raises a named cap, with the reason in a comment. */
  readonly limits?: Partial<Limits>;

  /** Brings the source's documents, untouched. All the I/O there is. */
  fetch(tools: Tools): Promise<Documents>;
  /** Reads them. Pure: throws when a document is not what it was, never defaults. */
  parse(documents: Documents): Iterable<Reading> | AsyncIterable<Reading>;
}

/** All that a scraper says of its source, without how it is read. */
export type Sheet = Omit<Scraper, 'fetch' | 'parse'>;

/** Caps on one crawl. */
export interface Limits {
  /** Decoded bytes of one document. */
  readonly bytes: number;
  /** Decoded bytes of all documents of one crawl that are held in memory, not in a file. */
  readonly allBytes: number;
  /** Readings of one crawl. */
  readonly rows: number;
  /** Documents of one crawl. */
  readonly pages: number;
  /** Bringing its documents. */
  readonly seconds: number;
  /** Reading them. */
  readonly parseSeconds: number;
}

export const LIMITS: Limits = {
  bytes: 20 * 2 ** 20,
  allBytes: 256 * 2 ** 20,
  rows: 50_000,
  pages: 200,
  seconds: 600,
  parseSeconds: 10,
};

/** What a source served, untouched, with its URL and time. */
export interface Document {
  /** Names what was asked for, given to `http` by the scraper: `servers/1`, `prices`. */
  readonly name: string;
  readonly url: string;
  /** Milliseconds UTC. */
  readonly fetchedAt: number;
  /** The scope it belongs to, or null. Set by `tools.part`. */
  readonly partOf: string | null;
  /** Response headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  text(): string;
  /** Throws `changed` when it is not JSON. */
  json(): unknown;
  /** For documents too large to be one string. */
  lines(): AsyncIterable<string>;
}

export type Documents = readonly Document[];

/** What a scraper may reach the world with. Timeouts, retries, pacing, robots and archive are its business. */
export interface Tools {
  readonly http: Http;
  readonly browser: Browser;
  /**
   * Brings the documents of one scope. If they cannot be had (`unreachable`, `refused`) the scope is
   * unknown in this crawl, the crawl is `partial`, and the answer is an empty list. When every part
   * of a crawl is missing and there is no other document, the crawl fails.
   */
  part(scope: string, fetch: (tools: Tools) => Promise<Documents>): Promise<Documents>;
  /** The value of a variable declared in `secrets`. */
  secret(name: string): string;
  /** The time as the crawl believes it, milliseconds UTC: signatures carry it. */
  now(): number;
}

/**
 * What of a document too large to keep is kept as it arrives. What was kept is kept when it is asked for
 * again, so a recording of it is as good.
 */
export type Keep = KeptLines | KeptMembers;

/** Its first lines, and those that have a match. */
export interface KeptLines {
  readonly head: number;
  /** Matches within one line, in ASCII; its flags are not used. */
  readonly matching: RegExp;
}

/** Of JSON the members of one object or list that have a match, at their place and nothing beside them. */
export interface KeptMembers {
  /** The names that lead to it. */
  readonly at: readonly string[];
  /** Matches within the text of one member, its name before it; its flags are not used. */
  readonly matching: RegExp;
}

export interface Http {
  /** `headers` beside the usual ones; `accept` defaults to anything. */
  get(
    name: string,
    url: string,
    options?: { readonly headers?: Record<string, string>; readonly keep?: Keep },
  ): Promise<Document>;
  /** Posts JSON. */
  post(
    name: string,
    url: string,
    body: unknown,
    options?: { readonly headers?: Record<string, string> },
  ): Promise<Document>;
}

export interface Browser {
  /** Opens the page in a fresh context and gives its HTML once `waitFor` (a CSS selector) is attached. */
  html(name: string, url: string, options: { readonly waitFor: string }): Promise<Document>;
}
