import type { z } from 'zod';
import type { Reading, Unread } from '../../src/domain/listing.ts';
import { row } from './rows.ts';

/** A type of machine by the name that other lists call it by; null where it has no accelerator. */
export interface Named<Type> {
  readonly name: string;
  readonly type: Type | null;
}

/** Types of machines by name, and the rows that could not be read. */
export interface Types<Type> {
  readonly byName: ReadonlyMap<string, Type | null>;
  readonly unread: readonly Unread[];
}

/** The types that a list tells, for the lists that name them. */
export function typesOf<Type>(
  served: readonly unknown[],
  schema: z.ZodType<Named<Type>>,
): Types<Type> {
  const byName = new Map<string, Type | null>();
  const unread: Unread[] = [];
  for (const each of served) {
    const found = row(each, schema, null);
    if ('unread' in found) unread.push(found.unread);
    else byName.set(found.read.name, found.read.type);
  }
  return { byName, unread };
}

/** The readings of what is of that type: none without an accelerator, unread where no list has the type. */
export function* ofType<Type>(
  { byName }: Types<Type>,
  name: string,
  readings: (type: Type) => Iterable<Reading>,
): Iterable<Reading> {
  const type = byName.get(name);
  if (type === undefined) {
    const reason = `expected a type that the list of types has, found "${name}"`;
    yield { kind: 'unread', reason, row: name, scope: null };
  } else if (type !== null) yield* readings(type);
}
