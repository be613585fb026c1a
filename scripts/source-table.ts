import type { Scraper } from '../scrapers/kit/scraper.ts';
import { providerName } from '../src/domain/catalogue/providers.ts';

const BEGIN = '<!-- sources: written by `npm run readme:sources` -->';
const END = '<!-- end of sources -->';

/** The page with the table of these sources between its two marks. Throws where it has no such marks. */
export function withSources(page: string, scrapers: readonly Scraper[]): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`expected "${BEGIN}" and "${END}" in the page`);
  return `${page.slice(0, from)}${BEGIN}\n\n${sourceTable(scrapers)}\n\n${page.slice(to)}`;
}

function sourceTable(scrapers: readonly Scraper[]): string {
  const isRecorded = ({ verified }: Scraper) => verified !== 'documented';
  const recorded = scrapers.filter(isRecorded).length;
  const documented = scrapers.length - recorded;
  const counts = `${scrapers.length} sources: ${recorded} recorded, ${documented} documented, none live by us.`;
  const heads = ['source', 'provider', 'reads', 'every', 'evidence', 'key', 'proof'];
  const lines = [heads, heads.map(() => '---'), ...scrapers.map(cellsOf)];
  return [counts, '', ...lines.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
}

function cellsOf(scraper: Scraper): readonly string[] {
  const { id, provider, reads, every, evidence, secrets = [], verified } = scraper;
  const key = secrets.length === 0 ? 'none' : secrets.map((name) => `\`${name}\``).join(', ');
  return [`\`${id}\``, providerName(provider), reads, every, evidence, key, verified];
}
