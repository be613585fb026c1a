/** `npm run build`; with `--if-possible`, as npm calls it after an installation, it may do nothing. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, canBuild } from './dist.mjs';
import { fail } from './steps.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
if (canBuild()) build();
else if (!process.argv.includes('--if-possible')) {
  fail('TypeScript is not installed: run `npm ci --include=dev`');
}
