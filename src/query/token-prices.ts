import type { Database } from '../../db/open.ts';
import { tokensAt } from '../../db/tokens.ts';
import { priceList, type TokenPrice } from '../domain/models/token-prices.ts';

/** What APIs asked for a model, or for every model, at a time, published or crawled. */
export async function tokenPricesAt(
  db: Database,
  model: string | null,
  at: number,
): Promise<readonly TokenPrice[]> {
  return priceList(await tokensAt(db, model === null ? null : [model], at), model, at);
}
