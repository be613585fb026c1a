import type { Database } from '../../db/open.ts';
import { toOffer } from '../../db/rows.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import type { Flag } from '../domain/change.ts';
import { compose } from '../domain/rule-message.ts';
import { DEFAULT_RULE, Watchable } from '../domain/rules.ts';
import type { FoundChange } from '../query/change-rows.ts';
import { findChanges } from '../query/changes.ts';
import { changesAfter } from '../query/new-changes.ts';
import { UsageError } from './exit.ts';

/**
 * A message of the type `test` that tells one change of the past, composed like every other: the one
 * of that number, else the last flagged one, else none. Throws a `UsageError` for an unknown number.
 */
export async function testMessage(
  db: Database,
  wanted: number | null,
  now: number,
): Promise<string> {
  const found = wanted === null ? await lastNews(db) : await changeOf(db, wanted);
  const message = found === null ? nothingYet(now) : retold(found, now);
  return JSON.stringify({ ...message, type: 'test' });
}

async function lastNews(db: Database): Promise<FoundChange | null> {
  const { changes } = await findChanges(db, { flag: Watchable.options, limit: 1 });
  return changes[0] ?? null;
}

async function changeOf(db: Database, wanted: number): Promise<FoundChange> {
  const [found] = await changesAfter(db, wanted - 1, { all: true }, 1);
  if (found?.id === wanted) return found;
  throw new UsageError(
    `expected the number of a change, found ${wanted}; "chipwatch changes --json" gives them as id`,
  );
}

function retold(found: FoundChange, now: number) {
  const { offer, crawl, source, at } = found;
  const change = { ...found, offer: offer && toOffer(offer), baseline: false };
  const message = compose(
    {
      rule: { ...DEFAULT_RULE, id: 'test' },
      flag: flagOf(found),
      matched: [{ change, why: 'a test, sent by "chipwatch notify test"' }],
      crawl: { id: crawl, source, at },
      names: {
        provider: providerName,
        accelerator: (id) => acceleratorById(id)?.name ?? id,
      },
    },
    now,
  );
  return { ...message, data: { ...message.data, headline: `Test: ${message.data.headline}` } };
}

/** What the change is told as; one without a flag is history and never told. */
function flagOf({ flags, kind }: FoundChange): Flag {
  const [flag] = flags;
  if (flag !== undefined) return flag;
  throw new UsageError(
    `expected a change that carries a flag, found one of kind ${kind}; "chipwatch changes" shows flags`,
  );
}

function nothingYet(now: number) {
  return {
    timestamp: new Date(now).toISOString(),
    data: {
      headline: 'A test of chipwatch: alerts will look like this.',
      events: [],
      truncated: 0,
    },
  };
}
