/**
 * A test for `eu-*` style patterns: `*` is any run of characters, case does not matter. Plain
 * searches, no regular expression, so that no pattern can make it slow.
 */
export function glob(pattern: string): (text: string) => boolean {
  const [head = '', ...rest] = pattern.toLowerCase().split('*');
  const tail = rest.pop();
  return (text) => {
    const whole = text.toLowerCase();
    if (tail === undefined) return whole === head;
    if (!whole.startsWith(head)) return false;
    const end = findAll(rest, whole, head.length);
    return end !== null && whole.length - end >= tail.length && whole.endsWith(tail);
  };
}

/** Where the last of the parts ends when each is taken as early as it comes, or null. */
function findAll(parts: readonly string[], text: string, from: number): number | null {
  let end = from;
  for (const part of parts) {
    const at = text.indexOf(part, end);
    if (at < 0) return null;
    end = at + part.length;
  }
  return end;
}
