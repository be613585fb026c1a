/** Bytes kept of an answer. */
const EXCERPT_BYTES = 1024;

/**
 * The beginning of an answer as one clean line. Receivers echo what they were sent, so what only
 * the owner of the address knows is taken out of it first.
 */
export function excerpt(answer: Buffer, url: URL, secrets: readonly string[]): string {
  let text = answer.toString('utf8');
  for (const each of confidences(url, secrets)) text = text.replaceAll(each, '…');
  return firstBytes(text.replace(/[\p{Cc}\p{Cf}\s\ufffd]+/gu, ' ').trim(), EXCERPT_BYTES);
}

/** Parts of the path, what is asked for in the query, and the secrets; the longest first. */
function confidences(url: URL, secrets: readonly string[]): readonly string[] {
  const raw = [...url.pathname.split('/'), ...url.search.slice(1).split(/[&=]/), ...secrets];
  return raw
    .flatMap((each) => [each, decoded(each)])
    .filter((each) => each.length >= 4)
    .sort((a, b) => b.length - a.length);
}

function decoded(text: string): string {
  return new URLSearchParams(`x=${text.replaceAll('+', '%2B')}`).get('x') ?? text;
}

/** At most that many bytes of UTF-8, never the half of a letter. */
export function firstBytes(text: string, bytes: number): string {
  const head = Buffer.from(text).subarray(0, bytes).toString('utf8');
  return text.startsWith(head) ? head : head.replace(/\ufffd+$/, '');
}
