/** Stands where a secret stood. */
export const REDACTED = 'REDACTED';

/** A shorter value would be found in innocent text. */
const SECRET_MIN = 6;
const SECRET_PARAMETER =
  /^(?:key|token|api[_-]?key|access[_-]?key|access_token|secret|password|signature|x-amz-(?:signature|credential|security-token))$/i;
const SECRET_HEADER =
  /^(?:(?:proxy-|eop-)?authorization|cookie|set-cookie|x-api-key|x-auth-token)$/;

/** A token that a host hands out for a key, in its answer: as good as the key while it lasts. */
const TOKEN_HANDED_OUT = /(?<="(?:access|refresh)_token"\s*:\s*")[^"]+/g;

/** Takes one crawl's secrets out of what is shown, matched or written. */
export interface Redaction {
  text(text: string): string;
  url(url: string): string;
  header(name: string, value: string): string;
}

/** Redacts these values wherever they stand, and whatever stands under a name for secrets. */
export function createRedaction(values: readonly string[]): Redaction {
  const secrets = values
    .filter((value) => value.length >= SECRET_MIN)
    .flatMap((value) => [value, encodeURIComponent(value)]);
  const text = (given: string) => {
    let rest = given.replace(TOKEN_HANDED_OUT, REDACTED);
    for (const secret of secrets) rest = rest.replaceAll(secret, REDACTED);
    return rest;
  };
  return {
    text,
    url: (url) => text(withoutSecretParameters(url)),
    header: (name, value) => (SECRET_HEADER.test(name) ? REDACTED : text(value)),
  };
}

function withoutSecretParameters(text: string): string {
  const url = new URL(text);
  const secret = [...url.searchParams.keys()].filter((name) => SECRET_PARAMETER.test(name));
  for (const name of secret) url.searchParams.set(name, REDACTED);
  return url.href;
}
