/** Takes a file of JSON in as if it came from the network, reads it, and prints what that took as JSON. */
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { amount, envelope, row } from '../../scrapers/kit/index.ts';
import { takeIn } from '../../src/fetch/body.ts';
import { documentOf } from '../../src/fetch/document.ts';

const [path = ''] = process.argv.slice(2);
const KEEP = { at: ['products'], matching: /"gpu":"/ };
const Offers = z.object({ products: z.record(z.string(), z.unknown()) });
const Offer = z.object({ instanceType: z.string(), gpu: z.string(), hourly: amount('USD') });

const began = performance.now();
const spoolDir = () => Promise.reject(new Error('expected what is kept to fit in memory'));
const body = await takeIn(createReadStream(path), '', { maxBytes: 2 ** 30, spoolDir, keep: KEEP });
const facts = { name: 'offers', url: 'file:', fetchedAt: 0, partOf: null, headers: {} };
const counts = { offers: 0, unread: 0 };
for (const each of Object.values(envelope(documentOf({ ...facts, body }), Offers).products)) {
  counts['read' in row(each, Offer, null) ? 'offers' : 'unread'] += 1;
}
const seconds = (performance.now() - began) / 1000;
const peakMiB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ seconds, peakMiB, ...counts }));
