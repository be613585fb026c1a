/**
 * The reference rates of the European Central Bank: some thirty currencies for one euro, of each day the
 * banks work, written about four in the afternoon in Frankfurt. It sells nothing; what others sell in is converted at
 * these, and a rate that moved is no change of a price. "For developers":
 * https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html
 */
import { z } from 'zod';
import { document, envelope, type Reading, row, type Scraper, xml } from './kit/index.ts';

const DAILY = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml';

const Day = z.iso.date();
const Quoted = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/),
  rate: z
    .string()
    .regex(/^\d+(?:\.\d+)?$/, 'expected a plain decimal')
    .transform(Number)
    .pipe(z.number().positive('zero is no rate')),
});

export const ecb: Scraper = {
  id: 'ecb',
  provider: 'ecb',
  homepage:
    'https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html',
  reads: 'exchange rates for one euro, of each working day',
  every: '6h',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'recorded 2024-06-28',

  async fetch({ http }) {
    return [await http.get('daily', DAILY)];
  },

  *parse(documents): Generator<Reading> {
    const served = document(documents, 'daily');
    const day = xml(served, 'gesmes:Envelope').one('Cube[time]');
    const date = envelope(served, Day, () => day.attribute('time'));
    for (const cube of day.all('Cube')) {
      const [currency, rate] = [cube.attribute('currency'), cube.attribute('rate')];
      const quoted = row({ currency, rate }, Quoted, null);
      if ('unread' in quoted) yield quoted.unread;
      else yield { kind: 'rate', date, currency: quoted.read.currency, perEuro: quoted.read.rate };
    }
  },
};
