/**
 * The reference rates of the European Central Bank: some thirty currencies for one euro, of each day the
 * banks work, written about four in the afternoon in Frankfurt. It sells nothing; what others sell in is converted at
 * these, and a rate that moved is no change of a price. "For developers":
 * https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html
 */
import { z } from 'zod';
import { envelope, oneDocument, readingsOf, type Scraper, xml } from './kit/index.ts';

const DAILY = 'https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml';

const Day = z.iso.date();
const Quoted = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/),
  perEuro: z
    .string()
    .regex(/^\d+(?:\.\d+)?$/, 'expected a plain decimal')
    .transform(Number)
    .pipe(z.number().positive('zero is no rate')),
});

export const ecb: Scraper = oneDocument({
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
  ask: ({ http }) => http.get('daily', DAILY),

  *read(served) {
    const day = xml(served, 'gesmes:Envelope').one('Cube[time]');
    const date = envelope(served, Day, () => day.attribute('time'));
    for (const cube of day.all('Cube')) {
      const quoted = { currency: cube.attribute('currency'), perEuro: cube.attribute('rate') };
      yield* readingsOf(quoted, {
        row: Quoted,
        readings: (rate) => [{ kind: 'rate', date, ...rate }],
      });
    }
  },
});
