import type { Database } from '../../db/open.ts';
import { lastRates } from '../../db/rates.ts';
import { tokensAt } from '../../db/tokens.ts';
import type { Difference } from '../domain/diff.ts';
import { markCrossings } from '../domain/models/crossing.ts';
import { THROUGHPUT } from '../domain/models/throughput.ts';
import { priceList } from '../domain/models/token-prices.ts';

const MODELS = [...new Set(THROUGHPUT.map(({ model }) => model))];
const MEASURED = new Set(THROUGHPUT.flatMap(({ accelerators }) => accelerators));

/** The difference with the prices that crossed a break-even flagged, at the API prices of the time. */
export async function withBreakEvens(
  db: Database,
  difference: Difference,
  at: number,
): Promise<Difference> {
  const isMeasured = difference.changes.some(
    ({ kind, offer }) => kind === 'price' && offer !== null && MEASURED.has(offer.accelerator),
  );
  if (!isMeasured) return difference;
  const lists = await Promise.all(
    MODELS.map(
      async (model) => [model, priceList(await tokensAt(db, model, at), model, at)] as const,
    ),
  );
  const byModel = new Map(lists);
  const apis = { pricesOf: (model: string) => byModel.get(model) ?? [], rates: lastRates(db) };
  return { ...difference, changes: markCrossings(difference.changes, apis) };
}
