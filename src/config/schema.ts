import { z } from 'zod';
import { SomeLimits } from '../domain/guard-limits.ts';
import { Flags, listOf, Name, RULE_FILTERS } from '../domain/rules.ts';
import { Jurisdiction } from '../domain/words.ts';
import { parseCidr } from '../gate/addresses.ts';
import { digestOf } from '../server/token.ts';
import { channelSchema } from './channels.ts';
import { passing } from './passing.ts';
import { type Secrets, secretText } from './secrets.ts';

const Time = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time in UTC such as 02:00');

const Schedule = z
  .preprocess(
    (value) => (typeof value === 'string' ? { kind: value } : value),
    z.strictObject({ kind: z.enum(['nightly', 'cadence']), at: Time.optional() }),
  )
  .transform(({ kind, at = '02:00' }) => (kind === 'nightly' ? { kind, at } : { kind }));

const Target = z
  .strictObject({
    provider: listOf(Name).nullable().default(null),
    /** Globs over the provider's own region codes. */
    regions: listOf(z.string().min(1)).nullable().default(null),
    countries: listOf(z.string().regex(/^[A-Z]{2}$/, 'expected a country code such as DE'))
      .nullable()
      .default(null),
    jurisdictions: listOf(Jurisdiction).nullable().default(null),
  })
  .refine((target) => Object.values(target).some((wish) => wish !== null), {
    error: 'expected a provider, regions, countries or jurisdictions',
  });

const Megabytes = z.number().int().min(0);

const Store = z.strictObject({
  /** NFS, SMB and FUSE lose commits where two processes use the file. */
  allowNetworkDisk: z.boolean().default(false),
  /** Free on the disk; below these, doctor and the service complain. */
  warnBelowMb: Megabytes.default(500),
  /** Below these no crawl is begun; what is stored can still be asked. */
  stopBelowMb: Megabytes.default(100),
  /** For so long each move of a marketplace's stock is kept; of what is older, one a day. */
  stockDays: z.number().int().min(1).default(90),
  /** How large the archive may be before its oldest documents go; those behind a change stay. */
  archiveMb: Megabytes.default(5_000),
});

function serverSchema(secrets: Secrets) {
  return z.strictObject({
    host: z.string().min(1).default('127.0.0.1'),
    port: z.number().int().min(0).max(65_535).default(8470),
    /** What everybody must bring who asks; CHIPWATCH_TOKEN where it is not set here. */
    token: secretText(secrets).superRefine(passing(digestOf)).nullable().default(null),
    /** Hosts that a proxy in front of it answers for: `chips.example`, `chips.example:8443`. */
    hosts: listOf(z.string().min(1)).default([]),
    /** Where the proxy has mounted it: https://chips.example/watch/ is /watch. */
    basePath: z
      .string()
      .regex(/^\/$|^(?:\/[\w~-][\w.~-]*)+$/, 'expected a path such as /chips, or /')
      .default('/'),
  });
}

/** The schema of `chipwatch.yaml`. Unknown keys are faults. */
export function configSchema(secrets: Secrets) {
  const Rule = z.strictObject({
    when: Flags,
    ...RULE_FILTERS,
    /** Null: every channel. */
    channels: listOf(Name).nullable().default(null),
  });
  return z.strictObject({
    /** Where the database and the archive live, relative to this file. */
    data: z.string().min(1).nullable().default(null),
    sources: z
      .strictObject({
        only: listOf(Name).nullable().default(null),
        except: listOf(Name).default([]),
        /** Percent by which two sources of one provider may differ in a price, before the operator is told. */
        tolerance: z.number().min(0).default(2),
      })
      .prefault({}),
    schedule: Schedule.prefault('nightly'),
    /** Minutes until the crawl that confirms what needs two. */
    confirmAfter: z.number().int().min(1).max(1440).default(10),
    /** Regions that a source renamed: what it calls them now, and what they were called before. */
    aliases: z.record(Name, z.record(z.string(), z.string().min(1))).default({}),
    /** How far a crawl is believed: limits for every source, and for single ones. */
    guards: SomeLimits.extend({ sources: z.record(Name, SomeLimits).default({}) }).prefault({}),
    channels: z.record(Name, channelSchema(secrets)).default({}),
    rules: z.record(Name, Rule).default({}),
    targets: z.record(Name, Target).default({}),
    webhooks: z
      .strictObject({
        allowPrivate: z.array(z.string().superRefine(passing(parseCidr))).default([]),
      })
      .prefault({}),
    server: serverSchema(secrets).prefault({}),
    store: Store.prefault({}),
  });
}
export type ConfigFile = z.output<ReturnType<typeof configSchema>>;
