import { notesOn, offerJson, sightingJson, watchedJson } from '../query/json.ts';
import { OFFER_COLUMNS, offerFacts, offerRecord } from '../query/offer-fields.ts';
import type { Context } from './context.ts';
import { sheetById } from './known-sheets.ts';
import type { Told } from './offers.ts';
import { type OutputOptions, writeRows } from './output.ts';

/** Writes offers for a program; asked for columns, with those facts alone. */
export function writeOfferData(context: Context, options: OutputOptions, told: Told): void {
  const { columns } = told.question;
  const { offers, ...facts } = jsonOf(context, told);
  if (options.output === 'csv') {
    const csv = {
      columns: columns ?? OFFER_COLUMNS,
      records: (offer: (typeof offers)[number]) => [offerRecord(offer)],
    };
    writeRows(context, options, { answer: { ...facts, offers }, list: 'offers', csv });
  } else {
    const answer = { ...facts, offers: offers.map((offer) => offerFacts(offer, columns)) };
    writeRows(context, options, { answer, list: 'offers' });
  }
}

function jsonOf({ now }: Context, { answer, sightings, watched, stale }: Told) {
  const { offers, rates, ...facts } = answer;
  return {
    schema: 'offers/1',
    generatedAt: new Date(now()).toISOString(),
    ...{ shown: offers.length, ...facts, stale, ratesOf: rates?.date ?? null },
    offers: offers.map((offer) =>
      offerJson(offer, { rates, url: sheetById(offer.row.source)?.homepage ?? null }),
    ),
    sightings: sightings.map(sightingJson),
    watched: watched.map(watchedJson),
    notes: notesOn(offers, sightings),
  };
}
