import { Readable } from 'node:stream';
import { main } from '../../src/cli/program.ts';

/** Runs one command line in this process, at that time, with a screen that is none. */
export async function cli(args: readonly string[], now: number) {
  let [stdout, stderr] = ['', ''];
  const screen = (take: (text: string) => void) => ({
    write: (text: string) => {
      take(text);
      return true;
    },
  });
  const context = {
    ...{ env: { HOME: '/nowhere' }, cwd: '/', stdin: Readable.from([]), now: () => now },
    stdout: screen((text) => {
      stdout += text;
    }),
    stderr: screen((text) => {
      stderr += text;
    }),
  };
  const code = await main(context, args);
  return { code, stdout, stderr };
}
