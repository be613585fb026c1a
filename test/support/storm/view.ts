import { z } from 'zod';
import { openDatabase } from '../../../db/open.ts';
import { decimal, Money, money } from '../../../src/domain/money.ts';
import type { Row } from '../../hostile/base.ts';

const Stored = z.array(
  z.object({ sku: z.string(), region: z.string(), micros: z.number(), availability: z.string() }),
);

/** What the database says a source has now: a line each, and nothing that is sold out. */
export function stored(path: string, source: string): readonly string[] {
  const db = openDatabase(path);
  const offers = Stored.parse(
    db.sqlite
      .prepare(
        `select sku, region, price as micros, availability from offers
         where source = ? and listed = 1 and availability <> 'sold-out'`,
      )
      .all(source),
  );
  db.close();
  return offers
    .map(({ sku, region, micros, availability }) =>
      [sku, region, decimal(Money.parse({ micros, currency: 'USD' })), availability].join(' '),
    )
    .toSorted();
}

/** The same of what its host truly serves; a page does not say what is sold out. */
export function served(source: string, rows: readonly Row[]): readonly string[] {
  const isPage = source === 'page';
  return rows
    .filter(({ available }) => isPage || available)
    .map(({ sku, gpu, gpu_count: count, region, price }) =>
      [isPage ? `${count}x ${gpu}` : sku, region, decimal(money(price, 'USD')), 'available'].join(
        ' ',
      ),
    )
    .toSorted();
}
