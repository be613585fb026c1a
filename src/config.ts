import { dirname, join, resolve } from 'node:path';
import { complaint, faults } from './config/complaints.ts';
import { configError } from './config/failure.ts';
import { literalSecrets } from './config/literals.ts';
import { suggestion } from './config/nearest.ts';
import { findConfig, type Surroundings, xdg } from './config/places.ts';
import { type ConfigFile, configSchema } from './config/schema.ts';
import { readYaml, type YamlFile } from './config/yaml-file.ts';
import type { Aliases } from './domain/aliases.ts';
import type { Guards } from './domain/guard-limits.ts';
import type { Hours } from './domain/hours.ts';
import { DEFAULT_RULE, type Rule } from './domain/rules.ts';
import type { Target } from './domain/targets.ts';
import type { ChannelConfig } from './notify/channels.ts';
// Not through the barrel, which would load the HTTP client for every command.
import { decodeSecret } from './notify/signing.ts';
import { webhookUrl } from './notify/webhook-url.ts';
import { digestOf } from './server/token.ts';

type Environment = Surroundings['env'];

/** Everything a user may settle, read once where the program starts and handed down. */
export interface Config {
  /** The file it was read from, or null where there is none. */
  readonly file: string | null;
  /** Sentences for the user: what works and should be otherwise. */
  readonly warnings: readonly string[];
  readonly sources: ConfigFile['sources'];
  readonly schedule: ConfigFile['schedule'];
  readonly confirmAfterMinutes: number;
  readonly guards: Guards;
  /** Renamed regions by source. */
  readonly aliases: ReadonlyMap<string, Aliases>;
  readonly channels: ReadonlyMap<string, ChannelConfig>;
  /** When channels are told; one that is not among them is told at once. */
  readonly hours: ReadonlyMap<string, Hours>;
  readonly rules: readonly Rule[];
  readonly targets: readonly Target[];
  readonly webhooks: ConfigFile['webhooks'];
  readonly server: ConfigFile['server'];
  readonly store: ConfigFile['store'];
  readonly dataDir: string;
  /** The database file in it. */
  readonly database: string;
}

/** Reads the configuration. No file is fine. Throws a `ConfigError`: a line a fault, each with its place. */
export function loadConfig(surroundings: Surroundings): Config {
  const { env, cwd } = surroundings;
  const path = findConfig(surroundings);
  const file = path === null ? null : readYaml(path);
  const folder = path === null ? cwd : dirname(path);
  const schema = configSchema({ env, folder });
  const result = schema.safeParse(file?.value ?? {}, { error: complaint });
  if (!result.success) throw configError(file ? faults(result.error, file) : [], result.error);
  const { sources, schedule, confirmAfter, targets, webhooks, server, store, data } = result.data;
  const { sources: limited, ...everywhere } = result.data.guards;
  const channels = channelsOf(result.data, env, file);
  const rules = rulesOf(result.data, channels, file);
  const dataDir = dataDirOf(env, data && resolve(folder, data), cwd);
  return {
    file: path,
    warnings:
      file === null ? [] : [...literalSecrets(file, result.data), ...deafRules(file, rules)],
    sources,
    schedule,
    confirmAfterMinutes: confirmAfter,
    guards: { everywhere, sources: new Map(Object.entries(limited)) },
    aliases: new Map(
      Object.entries(result.data.aliases).map(([id, names]) => [
        id,
        new Map(Object.entries(names)),
      ]),
    ),
    channels,
    hours: new Map(
      Object.entries(result.data.channels).map(([name, { digest, quiet }]) => [
        name,
        { digest, quiet },
      ]),
    ),
    rules,
    targets: Object.entries(targets).map(([id, target]) => ({ id, ...target })),
    webhooks,
    server: { ...server, token: server.token ?? envToken(env) },
    store,
    dataDir,
    database: join(dataDir, 'chipwatch.db'),
  };
}

function dataDirOf(env: Environment, configured: string | null, cwd: string): string {
  if (env.CHIPWATCH_DATA) return resolve(cwd, env.CHIPWATCH_DATA);
  return configured ?? join(xdg(env, 'XDG_DATA_HOME', '.local/share'), 'chipwatch');
}

/** The name of the channel that `CHIPWATCH_WEBHOOK_URL` alone makes. */
const ENV_CHANNEL = 'webhook';

function channelsOf(
  { channels }: ConfigFile,
  env: Environment,
  file: YamlFile | null,
): ReadonlyMap<string, ChannelConfig> {
  const all = new Map<string, ChannelConfig>(
    Object.entries(channels).map(([name, { digest: _, quiet: __, ...config }]) => [name, config]),
  );
  const url = env.CHIPWATCH_WEBHOOK_URL;
  if (!url) return all;
  if (file !== null && all.has(ENV_CHANNEL)) {
    const at = file.atKey(['channels'], ENV_CHANNEL);
    throw configError([`${at}: the channel ${ENV_CHANNEL} is also made by CHIPWATCH_WEBHOOK_URL`]);
  }
  const secret = env.CHIPWATCH_WEBHOOK_SECRET || null;
  checkVariable('CHIPWATCH_WEBHOOK_URL', () => webhookUrl(url));
  if (secret !== null) checkVariable('CHIPWATCH_WEBHOOK_SECRET', () => decodeSecret(secret));
  return all.set(ENV_CHANNEL, { type: 'webhook', url, secret: secret === null ? [] : [secret] });
}

/** The token of the server, where the file names none. */
function envToken({ CHIPWATCH_TOKEN: token }: Environment): string | null {
  if (!token) return null;
  checkVariable('CHIPWATCH_TOKEN', () => digestOf(token));
  return token;
}

function checkVariable(name: string, check: () => unknown): void {
  try {
    check();
  } catch (cause) {
    // The sentence repeats no secret; the name of the variable is its place.
    throw configError([`${name}: ${(cause as RangeError).message}`], cause);
  }
}

/** The rules of the file; where nothing is sent to a channel anyone made, the default rule does. */
function rulesOf(
  { rules }: ConfigFile,
  channels: ReadonlyMap<string, ChannelConfig>,
  file: YamlFile | null,
): readonly Rule[] {
  const names = [...channels.keys()];
  const unknown: string[] = [];
  const own = Object.entries(rules).map(([id, { when, channels: wanted, ...filters }]): Rule => {
    for (const [i, name] of (wanted ?? []).entries()) {
      if (channels.has(name)) continue;
      const at = file?.at(['rules', id, 'channels', i]);
      unknown.push(`${at}: no channel is named "${name}"${suggestion(name, names)}`);
    }
    return { id, flags: when, ...filters, channels: [...new Set(wanted ?? names)] };
  });
  if (unknown.length > 0) throw configError(unknown);
  if (own.length === 0 && names.length > 0) return [{ ...DEFAULT_RULE, channels: names }];
  const isSent = own.some(
    (rule) => rule.id === DEFAULT_RULE.id || rule.channels.includes(ENV_CHANNEL),
  );
  return isSent || !channels.has(ENV_CHANNEL)
    ? own
    : [...own, { ...DEFAULT_RULE, channels: [ENV_CHANNEL] }];
}

function deafRules(file: YamlFile, rules: readonly Rule[]): readonly string[] {
  return rules
    .filter(({ channels }) => channels.length === 0)
    .map(({ id }) => `${file.atKey(['rules'], id)}: the rule ${id} has no channel to send to`);
}
