/** The region of the generated list. */
export const REGION = 'po-east-1';

/** The columns a list has, in its order, and as many others as make its rows as long as real ones. */
const HEADS = [
  ...['SKU', 'OfferTermCode', 'RateCode', 'TermType', 'PriceDescription', 'EffectiveDate'],
  ...['Unit', 'PricePerUnit', 'Currency', 'LeaseContractLength', 'PurchaseOption'],
  ...['OfferingClass', 'Product Family', 'serviceCode', 'Location', 'Location Type'],
  ...['Instance Type', 'vCPU', 'Memory', 'Storage', 'Tenancy', 'Operating System', 'operation'],
  ...['CapacityStatus', 'Pre Installed S/W', 'MarketOption', 'Region Code'],
  ...Array.from({ length: 40 }, (_, index) => `Attribute ${index + 1}`),
];
const TYPES = [
  'm7i.large',
  'c7i.xlarge',
  'r7i.2xlarge',
  'p5.48xlarge',
  'g6.xlarge',
  'trn1.2xlarge',
];
const SYSTEMS = ['Linux', 'Windows', 'RHEL', 'SUSE'];
const TENANCIES = ['Shared', 'Dedicated', 'Host'];
/** One machine in so many has accelerators. */
const RARE = 50;

/** A price list of made-up prices with the shape of EC2's, of at least so many bytes, in pieces. */
export function* offerTable(bytes: number): Generator<Buffer> {
  yield Buffer.from(`"FormatVersion","v1.0"\n"OfferCode","AmazonEC2"\n${line(HEADS)}\n`);
  for (let written = 0, number = 0; written < bytes; ) {
    const lines = Array.from({ length: 1000 }, () => {
      number += 1;
      return line(HEADS.map((head) => cell(head, number)));
    });
    const piece = Buffer.from(`${lines.join('\n')}\n`);
    written += piece.length;
    yield piece;
  }
}

function line(cells: readonly string[]): string {
  return cells.map((text) => (text === '' ? '' : `"${text}"`)).join(',');
}

function cell(head: string, number: number): string {
  const isReserved = number % 3 !== 0;
  const cells: Readonly<Record<string, string>> = {
    SKU: `MADEUP${String(number).padStart(10, '0')}`,
    TermType: isReserved ? 'Reserved' : 'OnDemand',
    Unit: 'Hrs',
    PricePerUnit: `${(number % 97) + 1}.1100000000`,
    Currency: 'USD',
    LeaseContractLength: isReserved ? '1yr' : '',
    PurchaseOption: isReserved ? 'Partial Upfront' : '',
    OfferingClass: isReserved ? 'standard' : '',
    'Instance Type': typeOf(number),
    vCPU: '3',
    Memory: '11 GiB',
    Storage: 'EBS only',
    Tenancy: of(TENANCIES, number),
    'Operating System': of(SYSTEMS, number),
    CapacityStatus: 'Used',
    'Pre Installed S/W': 'NA',
    MarketOption: 'OnDemand',
    'Region Code': REGION,
  };
  return cells[head] ?? (number % 4 === 0 ? '' : `of a length like others ${head}`);
}

function typeOf(number: number): string {
  return number % RARE === 0 ? of(TYPES.slice(3), number / RARE) : of(TYPES.slice(0, 3), number);
}

function of(words: readonly string[], number: number): string {
  return words[Math.floor(number) % words.length] ?? '';
}
