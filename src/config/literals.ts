import { CREDENTIALS } from './channels.ts';
import type { ConfigFile } from './schema.ts';
import { isLiteral } from './secrets.ts';
import type { YamlFile } from './yaml-file.ts';

/** A warning for each secret that stands in the file as it is. */
export function literalSecrets(
  file: YamlFile,
  { channels }: Pick<ConfigFile, 'channels'>,
): readonly string[] {
  const written = file.value as {
    readonly channels?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly server?: { readonly token?: unknown };
  };
  const ofChannels = Object.entries(channels).flatMap(([name, { type }]) =>
    CREDENTIALS[type]
      .filter((key) => [written.channels?.[name]?.[key]].flat().some(isLiteral))
      .map((key) => ['channels', name, key]),
  );
  const { token } = written.server ?? {};
  // A digest is no secret: nobody can bring what it is of.
  const ofServer = isLiteral(token) && !String(token).startsWith('sha256:');
  return [...ofChannels, ...(ofServer ? [['server', 'token']] : [])].map(
    (path) => `${file.at(path)}: a secret stands in the file; better \${NAME} or { file: … }`,
  );
}
