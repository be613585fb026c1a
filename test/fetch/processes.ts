import { readdir, readFile } from 'node:fs/promises';

/** How many processes have the text in their command line: Chromium's has the folder of its profile. */
export async function processesWith(text: string): Promise<number> {
  const entries = await readdir('/proc');
  const lines = await Promise.all(
    entries
      .filter((entry) => /^\d+$/.test(entry))
      .map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'gone')),
  );
  return lines.filter((line) => line.includes(text)).length;
}
