/** Nothing that is read of a text is further behind. */
const READ_MAX = 65_536;

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: to take them out is what this is for.
/** Titles, clipboards and links that a terminal is told in a text: ESC ] … BEL. */
const COMMAND = /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c\u009d]*(?:\u0007|\u001b\\|\u009c|$)/g;
/** Longer ones: ESC P, X, ^ or _ … ESC \. */
const LONG_COMMAND =
  /(?:\u001b[PX^_]|[\u0090\u0098\u009e\u009f])[^\u001b\u0090\u0098\u009c\u009e\u009f]*(?:\u001b\\|\u009c|$)/g;
/** Colours and movements: ESC [ 31 m. */
const CONTROL_SEQUENCE = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g;
const ESCAPE = /\u001b[ -/]*[0-~]/g;
const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: as above.

/** What nobody sees: controls, marks of direction, and letters without a width. */
export const INVISIBLE = /[\p{Cc}\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * Foreign text as one line of plain text: no escape sequences, controls, marks of direction or
 * letters without a width; white space collapsed; at most so many letters (code points). Half a
 * letter becomes U+FFFD. Only for what is shown: a text that identifies something is refused instead.
 */
export function plain(text: string, most = 256): string {
  const line = text
    .slice(0, READ_MAX)
    .toWellFormed()
    .normalize('NFC')
    .replace(COMMAND, '')
    .replace(LONG_COMMAND, '')
    .replace(CONTROL_SEQUENCE, '')
    .replace(ESCAPE, '')
    .replace(BREAKS, ' ')
    .replace(INVISIBLE, '')
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(line).slice(0, most).join('');
}

/** Whether a text can identify something: whole letters, all of them seen. */
export function isPlain(text: string): boolean {
  return text.isWellFormed() && !text.includes('\ufffd') && text.search(INVISIBLE) < 0;
}
