import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forgetDocuments, keptDocuments } from '../../db/kept-documents.ts';
import type { Database } from '../../db/open.ts';
import {
  added,
  dayOf,
  NOTHING_PRUNED,
  notePruned,
  type Pruned,
  pruneBefore,
  prunedOn,
  pruneSteps,
  vacuum,
} from '../../db/prune.ts';
// Not through the face, which would load the HTTP client.
import { type Shrunk, shrinkArchive } from '../fetch/archive-size.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { megabytes, prunedText } from './measuring.ts';
import { type CommonOptions, databaseOf, withDatabase, writeJson } from './reading.ts';

/** Options of `chipwatch db prune`. */
export interface PruneChoices extends CommonOptions {
  readonly days?: number;
  readonly daily?: boolean;
  readonly vacuum?: boolean;
}

/** Between two steps, in which others write. */
const PAUSE_MS = 50;

/** Folds what is old, makes the archive small enough, and says what went. */
export async function prune(context: Context, options: PruneChoices): Promise<number> {
  const { path, store } = databaseOf(context, options);
  const { days = store.stockDays, daily = false } = options;
  const before = pruneBefore(context.now(), days);
  const went = await withDatabase(context, options, async (db) => {
    if (daily && (await prunedOn(db)) === dayOf(context.now())) return null;
    const pruned = await pruneAll(db, before);
    const archive = await shrinkBeside(db, path, {
      maxBytes: store.archiveMb * 1e6,
      now: context.now(),
    });
    if (options.vacuum) await vacuum(db);
    await notePruned(db, context.now());
    return { pruned, archive };
  });
  if (went !== null) tell(context, options, { ...went, before });
  return EXIT.ok;
}

async function pruneAll(db: Database, before: number): Promise<Pruned> {
  let total = NOTHING_PRUNED;
  for await (const step of pruneSteps(db, before)) {
    total = added(total, step);
    await sleep(PAUSE_MS);
  }
  return total;
}

function shrinkBeside(
  db: Database,
  path: string,
  limit: { readonly maxBytes: number; readonly now: number },
): Promise<Shrunk> {
  return shrinkArchive(join(dirname(path), 'archive'), {
    ...limit,
    kept: () => keptDocuments(db),
    forget: (marks) => forgetDocuments(db, marks),
  });
}

function tell(
  context: Context,
  { json }: PruneChoices,
  went: { readonly pruned: Pruned; readonly archive: Shrunk; readonly before: number },
): void {
  const { pruned, archive } = went;
  const before = new Date(went.before).toISOString();
  if (json) {
    writeJson(context, { schema: 'prune/1', before, ...pruned, archive });
    return;
  }
  context.stdout.write(`Gone from before ${before.slice(0, 10)}: ${prunedText(pruned)}.\n`);
  const { bytes, removed } = archive;
  context.stdout.write(
    `The archive has ${megabytes(bytes - removed)}; ${megabytes(removed)} were removed.\n`,
  );
}
