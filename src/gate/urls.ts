/**
 * Why an address may not be asked for, as the end of "expected an address …", or null where it may:
 * http or https, no user, no port below 1024 but 80 and 443, nothing two parsers could read in two
 * ways. `url` is the text parsed. Where it leads to is judged when the connection is made.
 */
export function urlFault(text: string, { protocol, username, password, port }: URL): string | null {
  if (/[\\\p{Cc}\s]/u.test(text)) return 'without backslashes, spaces or control characters';
  if (protocol !== 'http:' && protocol !== 'https:') return 'that begins with http:// or https://';
  if (username !== '' || password !== '') return 'without a user or a password';
  const isUsual = port === '' || Number(port) === 80 || Number(port) === 443;
  return isUsual || Number(port) >= 1024 ? null : 'at port 80, 443 or above 1023';
}
