import type { Database } from '../../db/open.ts';
import { lastRates } from '../../db/rates.ts';
import { rentedBeside, rentedOffers } from '../../db/rented.ts';
import { tokensAt } from '../../db/tokens.ts';
import type { Change, ChangeKind } from '../domain/change.ts';
import type { Difference } from '../domain/diff.ts';
import { type Apis, markCrossings, movedLines } from '../domain/models/crossing.ts';
import { THROUGHPUT } from '../domain/models/throughput.ts';
import { type CrawledTokens, priceList } from '../domain/models/token-prices.ts';
import type { Rates } from '../domain/rates.ts';
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
 * The difference with the offers that crossed a break-even flagged, at the API prices of the time; and,
 * where an API asks another price now, what that put on the other side.
 */
export async function withBreakEvens(
  db: Database,
  difference: Difference,
  crawled: Crawled,
): Promise<Difference> {
  const { changes, tokens } = difference;
  const markets = changes.flatMap(marketMoved);
  if (markets.length === 0 && tokens.length === 0) return difference;
  const versions = await tokensAt(db, MODELS, crawled.at);
  const rates = await lastRates(db);
  const after = apisOf(withTold(versions, tokens, crawled), crawled.at, rates);
  const isNews = changes.some(({ flags }) => flags.some((flag) => flag.startsWith('token.')));
  const moved = isNews
    ? movedLines(await rentedOffers(db, MEASURED), apisOf(versions, crawled.at, rates), after)
    : [];
  const elsewhere = await rentedBeside(db, crawled.source, markets);
  return { ...difference, changes: [...markCrossings(changes, after, elsewhere), ...moved] };
}

const MOVES: readonly ChangeKind[] = ['listed', 'price', 'availability'];

/** The market of an offer of measured hardware that may have crossed. */
function marketMoved({ kind, offer, baseline }: Change): readonly string[] {
  const isMove = !baseline && MOVES.includes(kind);
  return isMove && offer !== null && MEASURED.includes(offer.accelerator) ? [offer.marketKey] : [];
}

/** What was told before with what this crawl tells now. */
function withTold(
  versions: readonly CrawledTokens[],
  tokens: Difference['tokens'],
  { source, at }: Crawled,
): readonly CrawledTokens[] {
  const keys = new Set(tokens.map((each) => tokensKey(each.tokens)));
  const kept = versions.filter(
    (each) => each.source !== source || !keys.has(tokensKey(each.tokens)),
  );
  return [...kept, ...tokens.map((each) => ({ ...each, source, at }))];
}

function apisOf(versions: readonly CrawledTokens[], at: number, rates: Rates | null): Apis {
  const lists = new Map(
    MODELS.map((model) => {
      const own = versions.filter((each) => each.tokens.model === model);
      return [model, priceList(own, model, at)];
    }),
  );
  return { pricesOf: (model) => lists.get(model) ?? [], rates };
}
