import type { Screen } from './terminal.ts';

/** Everything a command touches of the world around it. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: Screen & { write(text: string): unknown };
  readonly stderr: Screen & { write(text: string): unknown };
  /** Milliseconds UTC. */
  readonly now: () => number;
}
