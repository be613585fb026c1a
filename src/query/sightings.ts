import { and, eq, inArray, notInArray } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import type { OfferRow } from '../../db/rows.ts';
import { offers } from '../../db/schema.ts';
import { type Day, expiryOf, SIGHTINGS, type Sighting } from '../domain/catalogue/sightings.ts';
import { matchesName } from '../domain/spec.ts';
import { EVIDENCE, type Evidence } from '../domain/words.ts';
import type { OfferQuestion } from './question.ts';

/** A sighting, and what became of it since. */
export interface FoundSighting {
  readonly sighting: Sighting;
  readonly expiresOn: Day;
  /**
   * `confirmed`: a measured offer shows the same, so this may be forgotten; `refuted`: one shows what
   * was not there; `expired`: too old to go by.
   */
  readonly state: 'current' | 'expired' | 'confirmed' | 'refuted';
  /** The measured offer that says so, and since when it does. */
  readonly offer: Pick<OfferRow, 'key' | 'firstSeenAt'> | null;
}

/** Evidence that is no measurement of ours, nor of the provider's. */
const HEARSAY: readonly Evidence[] = EVIDENCE.slice(EVIDENCE.indexOf('aggregator'));

/** What tells whether an offer is of a sighting, and may be told of it. */
const MEASURED = {
  key: offers.key,
  firstSeenAt: offers.firstSeenAt,
  provider: offers.provider,
  region: offers.region,
  country: offers.country,
  accelerator: offers.accelerator,
};

type Measured = Pick<OfferRow, keyof typeof MEASURED>;

/**
 * The sightings a question about offers touches. They have no billing, stock or count, so those
 * filters say nothing about them; a price ceiling leaves out what has no price.
 */
export async function findSightings(
  db: Database,
  question: OfferQuestion,
  now: number,
): Promise<readonly FoundSighting[]> {
  const touched = SIGHTINGS.filter((sighting) => isTouched(sighting, question));
  // Most questions touch none, and then no offer is read.
  const measured = touched.length === 0 ? [] : measuredOf(db, touched);
  return touched.map((sighting) => standing(sighting, measured, now));
}

/** The offers of Ascend that these providers were measured to list, the oldest first. */
function measuredOf({ orm }: Database, sightings: readonly Sighting[]): readonly Measured[] {
  const providers = new Set(sightings.map(({ provider }) => provider));
  return orm
    .select(MEASURED)
    .from(offers)
    .where(
      and(
        inArray(offers.provider, [...providers]),
        eq(offers.stack, 'cann'),
        eq(offers.listed, true),
        notInArray(offers.evidence, [...HEARSAY]),
      ),
    )
    .orderBy(offers.firstSeenAt, offers.key)
    .all();
}

function standing(sighting: Sighting, measured: readonly Measured[], now: number): FoundSighting {
  const expiresOn = expiryOf(sighting);
  const offer = measured.find((row) => isOf(sighting, row)) ?? null;
  const found = { sighting, expiresOn, offer };
  if (offer !== null) {
    return { ...found, state: sighting.kind === 'none-listed' ? 'refuted' : 'confirmed' };
  }
  return { ...found, state: Date.parse(expiresOn) <= now ? 'expired' : 'current' };
}

/** Whether the offer is of the same provider, place and family of chips. */
function isOf(sighting: Sighting, row: Measured): boolean {
  if (row.provider !== sighting.provider) return false;
  const { region, country, accelerator, kind } = sighting;
  if (region === null ? country === null || row.country !== country : row.region !== region) {
    return false;
  }
  // A service on a chip that is not named is confirmed by no chip; that there is none, is refuted by any.
  if (accelerator === null) return kind === 'none-listed';
  return familyOf(row.accelerator) === familyOf(accelerator);
}

/** `ascend-910b3` is of the family `ascend-910b`, `ascend-950pr` of `ascend-950`. */
function familyOf(accelerator: string): string {
  return /^ascend-\d+[abc]?/.exec(accelerator)?.[0] ?? accelerator;
}

function isTouched(sighting: Sighting, question: OfferQuestion): boolean {
  const { spec, provider, country, jurisdiction, outsideChina, region, price } = question;
  return (
    region === undefined &&
    price === undefined &&
    (spec === undefined || matchesName(spec, wordsOf(sighting))) &&
    (provider?.includes(sighting.provider) ?? true) &&
    (country === undefined || country.some((code) => code === sighting.country)) &&
    (jurisdiction?.includes(sighting.jurisdiction) ?? true) &&
    (!outsideChina || sighting.jurisdiction === 'outside-china')
  );
}

/** All of them are of Huawei's chips, or of services on chips that are not named. */
function wordsOf({ accelerator, what }: Sighting): string {
  return ['huawei ascend cann', accelerator, what].filter((words) => words !== null).join(' ');
}
