/** `npm start`: the service, as `chipwatch serve` starts it. */
import { runHere } from './cli/program.ts';

await runHere(['serve', ...process.argv.slice(2)]);
