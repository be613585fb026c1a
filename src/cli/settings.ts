import type { YamlFile } from '../config/yaml-file.ts';
import type { Config } from '../config.ts';
import { REDACTED } from '../fetch/redaction.ts';

/** One setting in force. */
export interface Setting {
  readonly name: string;
  readonly value: unknown;
  /** An environment variable, a place in the file, or `default`. */
  readonly from: string;
}

interface Origins {
  readonly file: YamlFile | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Every setting in force and where it comes from. Of channels only type and host are shown. */
export function settingsOf(config: Config, { file, env }: Origins): readonly Setting[] {
  const from = (...path: readonly string[]) => placeOf(file, path) ?? 'default';
  const leaves = (section: string, values: object): readonly Setting[] =>
    Object.entries(values).map(([key, value]) => ({
      name: `${section}.${key}`,
      value,
      from: from(section, key),
    }));
  const named = (section: string, entries: Iterable<readonly [string, unknown]>) =>
    leaves(section, Object.fromEntries(entries));
  const channels = [...config.channels].map(
    ([name, channel]): Setting => ({
      name: `channels.${name}`,
      value: { ...withoutSecrets(channel), ...config.hours.get(name) },
      from: placeOf(file, ['channels', name]) ?? 'CHIPWATCH_WEBHOOK_URL',
    }),
  );
  const { everywhere, sources } = config.guards;
  const dataFrom = env.CHIPWATCH_DATA ? 'CHIPWATCH_DATA' : from('data');
  return [
    { name: 'data', value: config.dataDir, from: dataFrom },
    ...leaves('sources', config.sources),
    { name: 'schedule', value: config.schedule, from: from('schedule') },
    { name: 'confirmAfter', value: config.confirmAfterMinutes, from: from('confirmAfter') },
    ...leaves('guards', { ...everywhere, sources: Object.fromEntries(sources) }),
    ...channels,
    ...named(
      'rules',
      config.rules.map((rule) => [rule.id, rule]),
    ),
    ...named(
      'targets',
      config.targets.map(({ id, ...target }) => [id, target]),
    ),
    ...leaves('webhooks', config.webhooks),
    ...leaves('server', { ...config.server, token: config.server.token && REDACTED }),
    ...leaves('store', config.store),
  ];
}

/** Where a key stands in the file, or null where it does not. */
function placeOf(file: YamlFile | null, path: readonly string[]): string | null {
  if (file === null) return null;
  const [key = ''] = path.slice(-1);
  const above = path.slice(0, -1);
  let map: unknown = file.value;
  for (const step of above) map = isMap(map) ? map[step] : undefined;
  return isMap(map) && Object.hasOwn(map, key) ? file.atKey(above, key) : null;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A channel as it may be shown: any text of it may be what lets others write there. */
function withoutSecrets({ type, ...rest }: { readonly type: string }): object {
  const shown = Object.entries(rest).map(([key, value]) => [key, hidden(value)]);
  return { type, ...Object.fromEntries(shown) };
}

function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value !== 'string') return value;
  return /^https?:/.test(value) ? `${new URL(value).origin}/${REDACTED}` : REDACTED;
}
