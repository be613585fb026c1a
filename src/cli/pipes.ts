import { EXIT } from './exit.ts';

type Pipes = Pick<NodeJS.Process, 'stdout' | 'stderr'>;

/** Whoever reads what this process writes may leave, as `| head` does: that is no fault. */
export function letReadersLeave({ stdout, stderr }: Pipes): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    throw error;
  });
  // Where nobody hears what went wrong, the exit code still says it.
  stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
