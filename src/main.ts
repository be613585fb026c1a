/** `npm start`: the service, with its configuration where chipwatch looks for one. */
import { serve } from './cli/serving.ts';

const { env, stdout, stderr } = process;

process.exitCode = await serve(
  { env, cwd: process.cwd(), stdout, stderr, now: () => Date.now() },
  {},
);
