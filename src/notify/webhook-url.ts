import { urlFault } from '../gate/urls.ts';

/** A webhook's address, or a RangeError that repeats nothing of it but the host. */
export function webhookUrl(text: string): URL {
  if (!URL.canParse(text) || !/^https?:\/\/[^/]/i.test(text)) {
    throw new RangeError('expected a webhook address such as https://example.com/hook');
  }
  const url = new URL(text);
  const wrong = urlFault(text, url);
  if (wrong === null) return url;
  throw new RangeError(`expected a webhook address ${wrong}, found another at ${url.host}`);
}
