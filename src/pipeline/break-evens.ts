import type { Database } from '../../db/open.ts';
import { lastRates } from '../../db/rates.ts';
import { rentedOffers } from '../../db/rented.ts';
import { tokensAt } from '../../db/tokens.ts';
import type { Difference } from '../domain/diff.ts';
import { type Apis, markCrossings, movedLines } from '../domain/models/crossing.ts';
import { THROUGHPUT } from '../domain/models/throughput.ts';
import { type CrawledTokens, priceList } from '../domain/models/token-prices.ts';
import { tokensKey } from '../domain/tokens.ts';

const MODELS = [...new Set(THROUGHPUT.map(({ model }) => model))];
const MEASURED = [...new Set(THROUGHPUT.flatMap(({ accelerators }) => accelerators))];

/** Which crawl a difference is of. */
export interface Crawled {
  readonly source: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

/**
 * The difference with the prices that crossed a break-even flagged, at the API prices of the time; and,
 * where an API asks another price now, what that put on the other side.
 */
export async function withBreakEvens(
  db: Database,
  difference: Difference,
  crawled: Crawled,
): Promise<Difference> {
  const { changes, tokens } = difference;
  const isMeasured = changes.some(
    ({ kind, offer }) => kind === 'price' && offer !== null && MEASURED.includes(offer.accelerator),
  );
  if (!isMeasured && tokens.length === 0) return difference;
  const [before, after] = await apisAround(db, difference, crawled);
  const isNews = changes.some(({ flags }) => flags.some((flag) => flag.startsWith('token.')));
  const moved = isNews ? movedLines(await rentedOffers(db, MEASURED), before, after) : [];
  return { ...difference, changes: [...markCrossings(changes, after), ...moved] };
}

/** What APIs asked before this crawl, and what they ask after it. */
async function apisAround(
  db: Database,
  { tokens }: Difference,
  { source, at }: Crawled,
): Promise<readonly [before: Apis, after: Apis]> {
  const versions = await tokensAt(db, null, at);
  const told = tokens.map((each): CrawledTokens => ({ ...each, source, at }));
  const keys = new Set(tokens.map((each) => tokensKey(each.tokens)));
  const kept = versions.filter(
    (each) => each.source !== source || !keys.has(tokensKey(each.tokens)),
  );
  const rates = lastRates(db);
  const apis = (all: readonly CrawledTokens[]): Apis => {
    const lists = new Map(
      MODELS.map((model) => [
        model,
        priceList(
          all.filter((each) => each.tokens.model === model),
          model,
          at,
        ),
      ]),
    );
    return { pricesOf: (model) => lists.get(model) ?? [], rates };
  };
  return [apis(versions), apis([...kept, ...told])];
}
