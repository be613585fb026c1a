import { Readable } from 'node:stream';
import { main } from '../../src/cli/program.ts';

/** What the program says to a command line with `--help`: whether there is such a command. */
export async function helpFor(args: readonly string[]) {
  let said = '';
  const screen = {
    write(text: string) {
      said += text;
    },
  };
  const stdin = Readable.from([]);
  const context = { env: {}, cwd: '/', stdin, stdout: screen, stderr: screen, now: () => 0 };
  return { code: await main(context, [...args, '--help']), said };
}

/** Every command line in a text that starts the built program, as its arguments. */
export function commandsIn(text: string): readonly (readonly string[])[] {
  const found = text.matchAll(/node (?:\/\S+?\/)?dist\/src\/cli\/index\.js (?<args>[^;|"\n]+)/g);
  return [...found].map(({ groups }) => String(groups?.args).trim().split(/\s+/));
}
