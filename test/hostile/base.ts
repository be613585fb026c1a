/** One good catalogue, made up: five accelerators in eight regions, as JSON and as a page. */
export interface Row {
  readonly sku: string;
  readonly gpu: string;
  readonly gpu_count: number;
  readonly region: string;
  readonly price: number;
  readonly currency: string;
  readonly unit: string;
  readonly available: boolean;
}

const CHIPS = [
  ['H100', 8, 23.92],
  ['A100-80GB', 8, 14.32],
  ['L40S', 1, 0.99],
  ['MI300X', 8, 19.92],
  ['Ascend-910B', 8, 11.2],
] as const;
const REGIONS = [
  ...['us-east-1', 'us-west-2', 'eu-west-1', 'eu-central-1'],
  ...['ap-northeast-1', 'ap-southeast-1', 'cn-beijing', 'cn-shanghai'],
];

export function rows(): Row[] {
  return CHIPS.flatMap(([gpu, count, price]) =>
    REGIONS.map((region, k) => ({
      sku: `${gpu.toLowerCase()}.x${count}.${region}`,
      gpu,
      gpu_count: count,
      region,
      price: Number((price + k * 0.04).toFixed(4)),
      currency: 'USD',
      unit: 'hour',
      available: true,
    })),
  );
}

export function json(offers: readonly unknown[], more: object = {}): string {
  const facts = { provider: 'fixture', as_of: '2026-11-01T00:00:00Z', total: offers.length };
  return JSON.stringify({ ...facts, offers, ...more }, null, 1);
}

/** The good document with its first rows changed, each by its own changes. */
export function first(...changes: readonly object[]): string {
  return json(rows().map((row, i) => ({ ...row, ...changes[i] })));
}

/** The good document with every row changed. */
export function all(change: (row: Row, index: number) => object): string {
  return json(rows().map(change));
}

/** The good document with the first row's text changed, so that what is no JSON survives. */
export function firstText(change: (text: string) => string): string {
  return json(rows()).replace(/\{\n\s+"sku": "h100[^}]*\}/, change);
}

export const HEADS = ['Accelerator', 'GPUs', 'Region', 'Price per hour (USD)', 'Status'];

export interface PageParts {
  readonly heads?: readonly string[];
  readonly tableClass?: string;
  readonly before?: string;
  readonly after?: string;
  readonly meta?: string;
}

export function page(lines: readonly string[], parts: PageParts = {}): string {
  const { heads = HEADS, tableClass = 'gpu-pricing', before = '', after = '' } = parts;
  const { meta = '<meta charset="utf-8">' } = parts;
  const head = heads.map((each) => `<th>${each}</th>`).join('');
  return `<!doctype html>
<html lang="en"><head>${meta}<title>GPU pricing</title></head><body>${before}
<table class="${tableClass}"><thead><tr>${head}</tr></thead><tbody>
${lines.join('\n')}
</tbody></table>${after}
</body></html>
`;
}

export function line(row: Row, price = `$${row.price.toFixed(2)}`): string {
  const cells = [row.gpu, row.gpu_count, row.region, price, 'Available'];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

export function lines(price?: (row: Row) => string): string[] {
  return rows().map((row) => line(row, price?.(row)));
}
