import { and, count, eq, inArray, ne } from 'drizzle-orm';
import type { Having } from '../src/domain/targets.ts';
import { Stack } from '../src/domain/words.ts';
import type { Database } from './open.ts';
import { offers } from './schema.ts';

/** How many offers of these stacks can be had where: listed, and not sold out. */
export async function havings(
  { orm }: Database,
  stacks: readonly Stack[],
): Promise<readonly Having[]> {
  const { provider, region, country, jurisdiction, stack } = offers;
  const rows = orm
    .select({ provider, region, country, jurisdiction, stack, offers: count() })
    .from(offers)
    .where(
      and(
        eq(offers.listed, true),
        ne(offers.availability, 'sold-out'),
        inArray(stack, [...stacks]),
      ),
    )
    .groupBy(provider, region, country, jurisdiction, stack)
    .all();
  return rows.map((row) => ({ ...row, stack: Stack.parse(row.stack) }));
}
