import { z } from 'zod';
import { Listing, UNSAID } from './listing.ts';
import type { Source } from './normalise.ts';

/** What a person brought of one provider, kept as a source of its own. */
export interface ImportSource extends Source {
  readonly absentMeans: 'withdrawn';
}

const PREFIX = 'import-';

/** The source for what is brought of a provider. It is only reported, unless a line says how it is known. */
export function importSource(provider: string): ImportSource {
  return { id: `${PREFIX}${provider}`, provider, evidence: 'report', absentMeans: 'withdrawn' };
}

/** The import of that id, or null where it is the id of another kind of source. */
export function importById(id: string): ImportSource | null {
  return id.startsWith(PREFIX) ? importSource(id.slice(PREFIX.length)) : null;
}

/** JSON Schema of one line of an import: a listing, in which what nobody says may be left out. */
export function importSchema(): object {
  const { required = [], properties = {}, ...rest } = z.toJSONSchema(Listing, { io: 'input' });
  const known: Readonly<Record<string, unknown>> = UNSAID;
  const withDefaults = Object.entries(properties).map(([name, schema]) => {
    const isOptional = name in known && typeof schema === 'object';
    return [name, isOptional ? { ...schema, default: known[name] } : schema];
  });
  return {
    ...rest,
    title: 'A line of "chipwatch import"',
    properties: Object.fromEntries(withDefaults),
    required: required.filter((name) => !(name in known)),
  };
}
