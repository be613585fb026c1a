/** Takes a file of JSON in as if it came from the network, reads it, and prints how many offers it has. */
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { amount, envelope, row } from '../../scrapers/kit/index.ts';
import { takeIn } from '../../src/fetch/body.ts';
import { documentOf } from '../../src/fetch/document.ts';

const [path = ''] = process.argv.slice(2);
const KEEP = { at: ['products'], matching: /"gpu":"/ };
const Offers = z.object({ products: z.record(z.string(), z.unknown()) });
const Offer = z.object({ instanceType: z.string(), gpu: z.string(), hourly: amount('USD') });

const spoolDir = () => Promise.reject(new Error('expected what is kept to fit in memory'));
const wire = createReadStream(path);
const body = await takeIn(wire, '', { maxBytes: 2 ** 32, spoolDir, keep: KEEP });
const facts = { name: 'offers', url: 'file:', fetchedAt: 0, partOf: null, headers: {} };
let offers = 0;
for (const each of Object.values(envelope(documentOf({ ...facts, body }), Offers).products)) {
  if ('read' in row(each, Offer, null)) offers += 1;
}
process.stdout.write(String(offers));
