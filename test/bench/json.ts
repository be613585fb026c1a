import { counted, type Figure, times } from './figures.ts';
import { peaksOf, readLists } from './lists.ts';
import { offerObject } from './offer-object.ts';
import { hasPython, python } from './processes.ts';
import type { Size } from './sizes.ts';

const WHOLE = 'JSON.parse of all of it';
const STREAMED = 'ijson';

const PARSE = `
  const { products } = JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'));
  const offers = Object.values(products).filter(({ gpu }) => gpu !== null);
  process.stdout.write(String(offers.length));
`;
const IJSON = `
import ijson, sys
with open(sys.argv[1], "rb") as list:
    products = ijson.kvitems(list, "products", buf_size=1 << 20)
    print(sum(1 for _, product in products if product["gpu"] is not None))
`;

/** A price list of JSON, member by member: times beside parsers of all of it, and memory. */
export async function json(size: Size): Promise<readonly Figure[]> {
  const { ours, beside, long } = await readLists(
    {
      ...{ pieces: offerObject, reader: 'json-reader' },
      others: (path, node) => ({
        [WHOLE]: () => node('-e', PARSE, path),
        [STREAMED]: hasPython('ijson') ? () => python(IJSON, path) : null,
      }),
    },
    size,
  );
  const megabytes = size.list / 1e6;
  const what = `a list of ${megabytes} MB of JSON, whole process`;
  return [
    times('P1', what, ours, { target: { ratio: 0.45 }, beside: beside(WHOLE) }),
    times('P1', what, ours, { target: { ratio: 0.55 }, beside: beside(STREAMED) }),
    // 200 MB a second.
    times('P1', what, ours, { target: { median: megabytes * 5 } }),
    counted('P2', 'its peak memory', peaksOf(ours), { unit: 'MiB', target: { median: 160 } }),
    counted('P2', `that of ${size.longList / 1e6} MB`, peaksOf(long), {
      ...{ unit: 'MiB', target: { ratio: 1.15 } },
      beside: ['the shorter list', peaksOf(ours)],
    }),
  ];
}
