import { z } from 'zod';
import { faultsOf } from '../../../db/check.ts';
import { type Database, openDatabase } from '../../../db/open.ts';
import type { MessageEvent } from '../../../src/domain/rule-message.ts';
import type { Row } from '../../hostile/base.ts';
import { replayed, standing } from '../replay.ts';
import type { Word } from './process.ts';
import type { Host } from './world.ts';

/** The hosts of a storm by their source. */
export type Hosts = ReadonlyMap<string, Host>;

/** Remembers what was there, and says what is wrong with the database that the storm left. */
export interface Ledger {
  /** A line for each thing that is wrong, given what its processes said. */
  faults(said: readonly Word[]): Promise<readonly string[]>;
  /** Crawls by source and outcome, and how many messages there are. */
  counts(): Readonly<Record<string, number>>;
}

export function openLedger(path: string, hosts: Hosts): Ledger {
  const bodies = new Map<string, string>();

  async function faults(said: readonly Word[]): Promise<readonly string[]> {
    return inside(path, async (db) => [
      ...(await faultsOf(db)),
      ...strayed(db),
      ...lostCrawls(db, said),
      ...untrueCrawls(db, hosts),
      ...lostMessages(db, bodies),
      ...untrueMessages(db, hosts),
      ...untold(db),
    ]);
  }

  return {
    faults,
    counts() {
      const db = openDatabase(path);
      const counted = Counts.parse(
        db.sqlite
          .prepare(
            `select outcome || coalesce(': ' || failure, '') as what, count(*) as n
             from crawls group by 1 union all select 'messages', count(*) from deliveries`,
          )
          .all(),
      );
      db.close();
      return Object.fromEntries(counted.map(({ what, n }) => [what, n]));
    },
  };
}

const Counts = z.array(z.object({ what: z.string(), n: z.number() }));

async function inside<T>(path: string, ask: (db: Database) => Promise<T>): Promise<T> {
  const db = openDatabase(path);
  try {
    return await ask(db);
  } finally {
    db.close();
  }
}

/** Offers that are not what replaying their changes leads to. */
function strayed(db: Database): readonly string[] {
  const led = replayed(db);
  return [...standing(db)]
    .filter(([id, stands]) => JSON.stringify(stands) !== JSON.stringify(led.get(id)))
    .map(([id]) => `offer ${id} is not what its changes lead to`);
}

/** Crawls that were said to be committed and are not there. */
function lostCrawls({ sqlite }: Database, said: readonly Word[]): readonly string[] {
  const there = new Set(
    z.array(z.number()).parse(sqlite.prepare('select id from crawls').pluck().all()),
  );
  return said.flatMap((word) =>
    word.kind === 'crawl' && word.crawl !== null && !there.has(word.crawl)
      ? [`crawl ${word.crawl} was acknowledged and is lost`]
      : [],
  );
}

const Read = z.array(z.object({ crawl: z.number(), source: z.string(), sha256: z.string() }));

/** The rows that the believed crawls read, by crawl, and a line for each that nobody truly served. */
function readings({ sqlite }: Database, hosts: Hosts) {
  const read = sqlite.prepare(
    `select crawls.id as crawl, crawls.source, sha256 from crawls
     join documents on documents.crawl = crawls.id
     where outcome in ('ok', 'unchanged', 'partial')`,
  );
  const rows = new Map<number, readonly Row[]>();
  const untrue: string[] = [];
  for (const { crawl, source, sha256 } of Read.parse(read.all())) {
    const said = hosts.get(source)?.said.get(sha256);
    if (said?.rows) rows.set(crawl, [...(rows.get(crawl) ?? []), ...said.rows]);
    else untrue.push(`crawl ${crawl} of ${source} believed ${said?.fault ?? 'what nobody served'}`);
  }
  return { rows, untrue };
}

function untrueCrawls(db: Database, hosts: Hosts): readonly string[] {
  return readings(db, hosts).untrue;
}

const Messages = z.array(
  z.object({ id: z.string(), crawl: z.number(), flag: z.string(), body: z.string() }),
);

function messagesIn({ sqlite }: Database) {
  return Messages.parse(sqlite.prepare('select id, crawl, flag, body from deliveries').all());
}

/** Messages that were there before and are not, or are not what they were. */
function lostMessages(db: Database, known: Map<string, string>): readonly string[] {
  const there = new Map(messagesIn(db).map(({ id, body }) => [id, body]));
  const lost = [...known].filter(([id, body]) => there.get(id) !== body);
  for (const [id, body] of there) known.set(id, body);
  return lost.map(([id]) => `message ${id} is lost, or is not what it was`);
}

interface Told {
  readonly crawl: { readonly source: string };
  readonly events: readonly MessageEvent[];
  readonly truncated: number;
}

const toldIn = (body: string): Told => JSON.parse(body).data;

/** Events that tell what the documents of their crawl did not truly say. */
function untrueMessages(db: Database, hosts: Hosts): readonly string[] {
  const { rows } = readings(db, hosts);
  return messagesIn(db).flatMap(({ id, crawl, flag, body }) =>
    toldIn(body)
      .events.filter((event) => !isTrue(event, rows.get(crawl) ?? []))
      .map((event) => `${id} (${flag}) of crawl ${crawl} tells ${JSON.stringify(event)}`),
  );
}

/** Whether what the event says it is now is what the rows say. */
function isTrue({ kind, offer, after, detail }: MessageEvent, rows: readonly Row[]): boolean {
  const row = rows.find(
    (each) =>
      each.region === offer?.region &&
      [each.sku, `${each.gpu_count}x ${each.gpu}`].includes(offer.sku),
  );
  // Where it stands after it flapped, told late.
  if (detail?.startsWith('it rests again')) return true;
  const isPrice = Number(after?.amount) === row?.price;
  const isThere = after?.availability === (row?.available ? 'available' : 'sold-out');
  switch (kind) {
    case 'price':
      return isPrice;
    case 'availability':
      return isThere;
    case 'listed':
      return isPrice && isThere;
    case 'withdrawn':
      return row === undefined;
    default:
      return false;
  }
}

const Flagged = z.array(
  z.object({ crawl: z.number(), flag: z.string(), n: z.number(), told: z.number() }),
);

/** News that no message tells, or that two do. */
function untold({ sqlite }: Database): readonly string[] {
  const news = sqlite.prepare(
    `select changes.crawl, flag, count(*) as n, (
       select total(json_array_length(body, '$.data.events') + json_extract(body, '$.data.truncated'))
       from deliveries where deliveries.crawl = changes.crawl and deliveries.flag = flagged.flag
     ) as told
     from changes join flagged on flagged.change = changes.id
     where baseline = 0 and flag not like 'source.%' group by 1, 2`,
  );
  return Flagged.parse(news.all())
    .filter(({ n, told }) => n !== told)
    .map(({ crawl, flag, n, told }) => `crawl ${crawl} found ${n} × ${flag} and told ${told}`);
}
