import type { Database } from '../../db/open.ts';
import { freshness } from './freshness.ts';
import { offerJson } from './json.ts';
import { offerNamed } from './offer-name.ts';
import { nameOf } from './offers.ts';
import { ratesAt } from './rates.ts';

/**
 * One offer as the command line and the API give it, and whether it is listed still; null where
 * there is none of that name. Throws a `QuestionError` for a beginning that several share.
 */
export async function oneOffer(
  db: Database,
  name: string,
  now: number,
  homepageOf: (source: string) => string | null,
) {
  const row = offerNamed(db, name);
  if (row === null) return null;
  const seenAt = freshness(db).seenAt(row.source, row.scope);
  const found = { row, acceleratorName: nameOf(row.accelerator), seenAt };
  const rates = ratesAt(db, now);
  const offer = offerJson(found, { rates, url: homepageOf(row.source) });
  return { listed: row.listed, ratesOf: rates?.date ?? null, offer };
}
