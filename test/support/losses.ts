import type { Documents, Scraper } from '../../scrapers/kit/index.ts';
import type { Normalised } from '../../src/domain/normalise.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { read } from '../../src/pipeline/read.ts';
import { type Choose, type Cut, cut, KINDS } from './cuts.ts';
import { served } from './replaying.ts';

/**
 * What a source made of documents of which something was taken out: the faults of it, if any. That
 * nothing of it was missed is one: what was taken out was not what is read.
 */
export async function faultsOf(
  scraper: Scraper,
  documents: Documents,
  { cuts, choose }: { readonly cuts: number; readonly choose: Choose },
): Promise<readonly string[]> {
  const before = await read(scraper, documents);
  const faults: string[] = [];
  let missed = 0;
  for (let i = 0; i < cuts; i += 1) {
    const index = choose(documents.length);
    const document = documents[index];
    const kind = KINDS[choose(KINDS.length)];
    if (document === undefined || kind === undefined) throw new Error('expected documents');
    const made = cut(document.text(), kind, choose);
    const less = documents.with(index, served(document, made.text));
    const after = await read(scraper, less).catch(() => null);
    if (after === null || JSON.stringify(after) !== JSON.stringify(before)) missed += 1;
    if (after === null) continue;
    faults.push(
      ...[...wrong(before, after), ...lost(before, after, made)].map(
        (fault) => `${document.name}, without the ${made.kind} ${made.at}: ${fault}`,
      ),
    );
  }
  return missed > 0 ? faults : [...faults, `nothing was missed of ${cuts} rows and facts`];
}

/** Facts that are what they were, or are said no more. */
const FACTS = ['count', 'fraction', 'memoryGb', 'vcpus', 'ramGb', 'diskGb', 'tax', 'unit'] as const;

/** Offers nobody made, and numbers nobody wrote. */
function wrong(before: Normalised, after: Normalised): readonly string[] {
  const known = new Map(before.offers.map((offer) => [offer.key, offer]));
  const rates = new Set(before.rates.map((rate) => JSON.stringify(rate)));
  return [
    ...after.offers.flatMap((offer) => {
      const was = known.get(offer.key);
      return was === undefined ? [`a new offer ${offer.key}`] : differences(was, offer);
    }),
    ...after.rates
      .map((rate) => JSON.stringify(rate))
      .filter((rate) => !rates.has(rate))
      .map((rate) => `a new rate ${rate}`),
  ];
}

function differences(was: Offer, is: Offer): readonly string[] {
  const facts = FACTS.filter((name) => is[name] !== null && is[name] !== was[name]);
  const [{ price: old }, { price, quantity }] = [was.state, is.state];
  const isAlike =
    price === null || (price.micros === old?.micros && price.currency === old.currency);
  // Of a machine that is gone from a marketplace, the next cheapest one is the offer.
  const isNext =
    is.evidence === 'marketplace' &&
    price !== null &&
    old !== null &&
    price.currency === old.currency &&
    price.micros > old.micros &&
    Number(quantity) < Number(was.state.quantity);
  return [
    ...facts.map((name) => `${is.key} has ${name} ${is[name]}, not ${was[name]}`),
    ...(isAlike || isNext ? [] : [`${is.key} costs ${price?.micros}, not ${old?.micros}`]),
  ];
}

const NAMES = ['sku', 'region', 'zone', 'acceleratorWords'] as const;

/**
 * Offers that are lost though the row was not theirs: it names others. Where it names none, what is
 * lost must at least be one kind of thing, or everything, which fails as empty.
 */
function lost(before: Normalised, after: Normalised, { rows }: Cut): readonly string[] {
  const left = new Set(after.offers.map(({ key }) => key));
  const gone = before.offers.filter(({ key }) => !left.has(key));
  if (left.size === 0) return [];
  const row = rows.find((text) => NAMES.some((name) => namedIn(text, before, name).size > 0));
  if (row === undefined) return isOneKind(gone) ? [] : [`lost ${gone.map(({ key }) => key)}`];
  return NAMES.flatMap((name) => {
    const named = namedIn(row, before, name);
    const strangers = gone.filter((offer) => offer[name] !== null && !named.has(offer[name]));
    return named.size === 0 ? [] : strangers.map(({ key }) => `lost ${key} of another ${name}`);
  });
}

function namedIn(text: string, { offers }: Normalised, name: (typeof NAMES)[number]) {
  const all = new Set(offers.map((offer) => offer[name]));
  return new Set([...all].filter((each) => each !== null && text.includes(each)));
}

function isOneKind(offers: readonly Offer[]): boolean {
  return NAMES.some((name) => new Set(offers.map((offer) => offer[name])).size <= 1);
}
