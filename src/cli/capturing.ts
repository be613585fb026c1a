import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { decimal } from '../domain/money.ts';
import type { Offer } from '../domain/offer.ts';
import { type Proof, proofOf } from '../pipeline/capture.ts';
import type { CrawlResult, Desk } from '../pipeline/run.ts';
import { complaintsOf } from './complaints.ts';
import type { Context } from './context.ts';
import { runWatched } from './crawling.ts';
import { EXIT, UsageError } from './exit.ts';
import { fixtureText } from './fixture-text.ts';
import { chosenSources } from './known-sources.ts';
import { refuseUsed } from './new-folder.ts';
import { type CommonOptions, configOf, writeJson } from './reading.ts';
import { clockOf, refuseLoneTime } from './replay-clock.ts';
import { isGood, resultJson } from './results.ts';
import { awaitSignals } from './signals.ts';
import { table } from './table.ts';
import { clean, plural, widthOf } from './terminal.ts';
import { openVisiting } from './visiting.ts';

/** What `chipwatch capture` was asked for. */
export interface CaptureOptions extends CommonOptions {
  readonly out?: string;
  readonly replay?: string;
  readonly at?: string;
}

/** Makes a fixture of one source in a new folder. Gives the exit code. */
export async function captureOnce(
  context: Context,
  id: string,
  options: CaptureOptions,
): Promise<number> {
  refuseLoneTime(options);
  const config = configOf(context, options);
  const [scraper] = chosenSources([id], config);
  if (scraper === undefined) throw new UsageError(`expected a source, found "${id}"`);
  const from = options.replay === undefined ? null : resolve(context.cwd, options.replay);
  const source =
    from === null ? ({ kind: 'live' } as const) : ({ kind: 'replay', dir: from } as const);
  const { now } = clockOf(source, options, context);
  const day = dayOf(now());
  const out = resolve(context.cwd, options.out ?? join('test', 'fixtures', id, day));
  refuseUsed(out, '--out');
  const mode = from === null ? ({ kind: 'record', dir: out } as const) : { ...source, into: out };
  const stopping = awaitSignals(context);
  const visiting = openVisiting(context, config, { ...options, mode, now, stop: stopping.signal });
  try {
    const code = await capture(context, visiting.desk, scraper, { out, json: options.json });
    return stopping.signal.aborted ? await stopping.code : code;
  } finally {
    stopping.forget();
    await visiting.close();
  }
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

interface CaptureTo {
  readonly out: string;
  readonly json?: boolean | undefined;
}

/** Visits the source, writes what it served as a fixture and tells what it came to. */
export async function capture(
  context: Context,
  desk: Desk,
  scraper: Scraper,
  { out, json }: CaptureTo,
): Promise<number> {
  const day = dayOf(desk.now());
  const [result] = await runWatched(context, desk, [scraper], null);
  if (result === undefined) throw new Error('expected a result, found none');
  // What is not believed was read all the same.
  if (!isGood(result) && result.outcome !== 'quarantined') {
    tellFailed(context, result, { out, json });
    return result.outcome === 'broken' ? EXIT.bug : EXIT.allFailed;
  }
  const proof = await proofOf(desk, scraper, { dir: out, day, of: result });
  const fault = proof.fault ?? (isGood(result) ? null : `it is not believed: ${result.message}`);
  if (proof.golden !== null) {
    await writeFile(join(out, 'offers.json'), proof.golden);
    await writeFile(join(out, 'fixture.yaml'), fixtureText(factsOf(result, day)));
  }
  if (json) writeJson(context, { schema: 'capture/1', ...resultJson(result), out, fault });
  else tell(context, result, { ...proof, fault }, out);
  return fault === null ? EXIT.ok : EXIT.someFailed;
}

function factsOf({ source, offers, rejects, visited }: CrawlResult, day: string) {
  const urls = [...new Set(visited?.documents)];
  return { source, day, offers, urls, complaints: complaintsOf(rejects) };
}

function tellFailed(context: Context, result: CrawlResult, { out, json }: CaptureTo): void {
  if (json) {
    writeJson(context, { schema: 'capture/1', ...resultJson(result), out, fault: result.message });
    return;
  }
  const kept = existsSync(out) ? `; what it served is in ${out}, for a bug report` : '';
  context.stderr.write(`No fixture was made${kept}.\n`);
}

/** Lines of offers that a person reads beside the page; all of them are in the golden file. */
const SHOWN = 50;

function tell(
  { stdout, stderr, cwd }: Context,
  result: CrawlResult,
  { seen, fault }: Proof,
  out: string,
): void {
  const offers = seen?.offers ?? [];
  stdout.write(table(COLUMNS, offers.slice(0, SHOWN), { width: widthOf(stdout) }));
  if (offers.length > SHOWN) stdout.write(`and ${plural(offers.length - SHOWN, 'offer')} more\n`);
  const { newChips = [], newRegions = [] } = result.visited ?? {};
  if (newChips.length > 0) stdout.write(`\nNot in the catalogue: ${newChips.join(', ')}\n`);
  if (newRegions.length > 0)
    stdout.write(`\nRegions of unknown country: ${newRegions.join(', ')}\n`);
  const complaints = complaintsOf(result.rejects);
  if (complaints.length > 0) stdout.write('\nRejected:\n');
  for (const { rows, reason, example } of complaints) {
    stdout.write(`  ${rows} x ${reason}: ${clean(example)}\n`);
  }
  if (fault !== null) stderr.write(`It will not do as a fixture: ${fault}.\n`);
  const folder = relative(cwd, out);
  stdout.write(
    `\nWritten to ${folder}. Next: say in its fixture.yaml where the figures can be looked up, set verified in the scraper to 'recorded DAY', read offers.json beside the page, and run npx vitest run test/scrapers.test.ts\n`,
  );
}

const COLUMNS = [
  { header: 'sku', value: ({ sku }: Offer) => sku },
  { header: 'accelerator', value: ({ accelerator }: Offer) => accelerator },
  { header: 'count', value: ({ count, fraction }: Offer) => count * fraction },
  { header: 'place', value: ({ zone, region }: Offer) => zone ?? region },
  { header: 'billing', value: ({ billing }: Offer) => billing },
  {
    header: 'an hour',
    value: ({ state: { price } }: Offer) => price && `${decimal(price)} ${price.currency}`,
    align: 'right' as const,
  },
  { header: 'availability', value: ({ state }: Offer) => state.availability },
];
