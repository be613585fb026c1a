/**
 * The sources of the storm, as the program's own registry gives its: a list, a page, a stock feed, and
 * a list in parts. The processes that read know them by this module; where they are fetched, the
 * process that crawls says.
 */
import type { Documents, Reading, Scraper, Tools } from '../../../scrapers/kit/index.ts';
import { scraperById as hostile } from '../../hostile/sources.ts';

/** What a document says that keeps whoever reads it busy for ever. */
export const NEVER_ENDS = '<!-- there is more -->';
export const PARTS = ['us', 'eu', 'ap', 'cn'] as const;

function known(id: 'as-json' | 'as-page'): Scraper {
  const source = hostile(id);
  if (source === undefined) throw new Error(`expected the source ${id}, found none`);
  return source;
}

const LIMITS = { seconds: 20, parseSeconds: 1 } as const;
const [asJson, asPage] = [known('as-json'), known('as-page')];

const KINDS: readonly Scraper[] = [
  { ...asJson, id: 'list' },
  { ...asPage, id: 'page' },
  { ...asJson, id: 'feed', absentMeans: 'sold-out', evidence: 'stock-api' },
  { ...asJson, id: 'parts', parse: inParts },
];

const SOURCES = KINDS.map(
  (source): Scraper => ({
    ...source,
    provider: `storm-${source.id}`,
    limits: LIMITS,
    parse: (documents) => endlessly(documents) ?? source.parse(documents),
  }),
);

export const IDS = SOURCES.map(({ id }) => id);

/** A reading for each row, in the scope of the part it came with. */
async function* inParts(documents: Documents): AsyncIterable<Reading> {
  for (const served of documents) {
    for await (const reading of asJson.parse([served])) {
      yield 'scope' in reading ? { ...reading, scope: served.partOf } : reading;
    }
  }
}

/** Never comes back from a document that never ends, and has nothing to say of any other. */
function endlessly(documents: Documents): undefined {
  while (documents.some((each) => each.text().endsWith(NEVER_ENDS)));
}

export function scraperById(id: string): Scraper | undefined {
  return SOURCES.find((each) => each.id === id);
}

/** The source as its host serves it. */
export function sourceAt(id: string, origin: string): Scraper {
  const source = scraperById(id);
  if (source === undefined) throw new Error(`expected a source of the storm, found ${id}`);
  return { ...source, fetch: id === 'parts' ? (tools) => allParts(tools, origin) : whole };

  async function whole({ http }: Tools): Promise<Documents> {
    return [await http.get('offers', `${origin}/offers`)];
  }
}

async function allParts(tools: Tools, origin: string): Promise<Documents> {
  const parts = PARTS.map((scope) =>
    tools.part(scope, async ({ http }) => [await http.get(scope, `${origin}/${scope}`)]),
  );
  return (await Promise.all(parts)).flat();
}
