/** Measures what is named, and says on a channel of its own what came of it and how much memory that took. */
import { writeSync } from 'node:fs';
import { BENCHES } from './benches.ts';
import { SIZES, type SizeName } from './sizes.ts';

const [name = '', size = ''] = process.argv.slice(2);
const figures = await BENCHES[name]?.(SIZES[size as SizeName]);
const peakMiB = process.resourceUsage().maxRSS / 1024;
writeSync(3, JSON.stringify({ name, peakMiB, figures }));
