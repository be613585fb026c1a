/** The word most like the one found, or null where none is near enough to be meant. */
export function nearest(found: string, words: readonly string[]): string | null {
  const [best] = words
    .map((word) => ({ word, off: distance(found.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, off }) => off <= (word.length < 4 ? 1 : Math.max(2, word.length / 3)))
    .sort((a, b) => a.off - b.off);
  return best?.word ?? null;
}

/** `, did you mean "price.drop"?`, or nothing. */
export function suggestion(found: string, words: readonly string[]): string {
  const word = nearest(found, words);
  return word === null ? '' : `, did you mean ${JSON.stringify(word)}?`;
}

/** How many letters must be put in, taken out or replaced; words of more than 64 are all far off. */
function distance(a: string, b: string): number {
  if (a.length > 64 || b.length > 64) return 64;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
