export { quote, SourceError } from '../../src/domain/errors.ts';
export {
  type Listing,
  type Place,
  type Rate,
  type Reading,
  UNSAID,
  type Unread,
} from '../../src/domain/listing.ts';
export { watchedModel } from '../../src/domain/models/watched.ts';
export { Currency, type Money, money, times } from '../../src/domain/money.ts';
export { BROKERED } from '../../src/domain/words.ts';
export { carried, declaredPrice } from './carried.ts';
export { type Cells, csv } from './csv.ts';
export { columns, grid, html, type Markup, scripts, tableOf, tableRows, xml } from './html.ts';
export { basic, bearer, keyedList } from './keys.ts';
export { cheapest, type Machine, machineList } from './market.ts';
export { oneDocument, oneList } from './one-document.ts';
export { allPages, eachPart, linkedPages, pagesOf, rowsOfPages, whole } from './pages.ts';
export { declaredPage, priced, pricePage } from './price-page.ts';
export {
  amount,
  amountFor,
  byPart,
  Cards,
  cents,
  document,
  envelope,
  listIn,
  readingsOf,
  row,
  stockOf,
} from './rows.ts';
export type { Document, Documents, Keep, Scraper, Sheet, Tools } from './scraper.ts';
export {
  alibabaHeaders,
  compactTime,
  crusoeHeaders,
  ctyunHeaders,
  exoscaleAuthorization,
  huaweiAuthorization,
} from './signing.ts';
export { amountText, dollars, dollarsPer, jsonText, thousands } from './text.ts';
export { type Named, ofType, type Types, typesOf } from './types.ts';
export { yaml } from './yaml.ts';
