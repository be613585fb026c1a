import { providerName } from '../domain/catalogue/providers.ts';
import type { Sighting } from '../domain/catalogue/sightings.ts';
import { decimal } from '../domain/money.ts';
import type { Paint } from './terminal.ts';

/** Sightings as a list that cannot be taken for offers; empty text where there is none. */
export function sightingList(sightings: readonly Sighting[], paint: Paint): string {
  if (sightings.length === 0) return '';
  const title = paint('bold', 'Sightings: dated reports, not measured and in no statistics');
  return [title, ...sightings.map((each) => sightingText(each, paint))]
    .map((text) => `${text}\n`)
    .join('');
}

function sightingText(sighting: Sighting, paint: Paint): string {
  const { seenOn, provider, place, country, what, price, priceUnit, says, source } = sighting;
  const where = `${providerName(provider)}, ${place}${country === null ? '' : ` (${country})`}`;
  const told = price === null ? '' : `; ${decimal(price)} ${price.currency} ${priceUnit}`;
  const small = [says, `${sighting.confidence}: ${source}`];
  return [
    `  ${seenOn}  ${where}: ${what}${told}`,
    ...small.map((text) => paint('gray', `      ${text}`)),
  ].join('\n');
}
