export { SourceError } from '../../src/domain/errors.ts';
export type { Listing, Place, Reading, Unread } from '../../src/domain/listing.ts';
export { type Money, money, times } from '../../src/domain/money.ts';
export { byPart, document, row, UNSAID } from './rows.ts';
export type { Document, Documents, Scraper, Tools } from './scraper.ts';
