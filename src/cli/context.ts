import type { Screen } from './terminal.ts';

/** Everything a command touches of the world around it. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What a command reads where it is given - for a file. */
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: Screen & { write(text: string): unknown };
  readonly stderr: Screen & { write(text: string): unknown };
  /** Milliseconds UTC. */
  readonly now: () => number;
}
