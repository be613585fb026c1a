/** `npm run readme:sources`: writes the README's table of sources from the registry. */
import { readFileSync, writeFileSync } from 'node:fs';
import { SCRAPERS } from '../scrapers/registry.ts';
import { withSources } from './source-table.ts';

const README = 'README.md';

writeFileSync(README, withSources(readFileSync(README, 'utf8'), SCRAPERS));
