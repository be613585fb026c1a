export { quote, SourceError } from '../../src/domain/errors.ts';
export type { Listing, Place, Reading, Unread } from '../../src/domain/listing.ts';
export { type Money, money, times } from '../../src/domain/money.ts';
export { columns, html, type Markup } from './html.ts';
export { allPages, linkedPages, pagesOf, whole } from './pages.ts';
export { amount, byPart, document, envelope, row, UNSAID } from './rows.ts';
export type { Document, Documents, Scraper, Tools } from './scraper.ts';
export { type AccessKey, compactTime, ctyunHeaders, huaweiAuthorization } from './signing.ts';
export { amountText, dollars, jsonText } from './text.ts';
