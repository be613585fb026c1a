/** Takes a price list in as if it came from the network, reads it, and prints how many offers it has. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { awsBulk } from '../../scrapers/aws-bulk.ts';
import type { Document, Keep, Tools } from '../../scrapers/kit/index.ts';
import { takeIn } from '../../src/fetch/body.ts';
import { documentOf } from '../../src/fetch/document.ts';
import { REGION } from './offer-table.ts';

const [path = ''] = process.argv.slice(2);
const INDEX = { regions: { [REGION]: { currentVersionUrl: '/offers/made-up/index.json' } } };

/** Tools of a world that has the index at hand and the list in the file. */
function toolsOf(partOf: string | null): Tools {
  const nothing = () => Promise.reject(new Error('not needed here'));
  return {
    http: {
      async get(name: string, url: string, options?: { readonly keep?: Keep }): Promise<Document> {
        const wire =
          name === 'regions'
            ? Readable.from([Buffer.from(JSON.stringify(INDEX))])
            : createReadStream(path);
        const { keep } = options ?? {};
        const body = await takeIn(wire, '', {
          // Of a list twice as long as any that is served, too.
          maxBytes: 2 ** 32,
          spoolDir: nothing,
          ...(keep && { keep }),
        });
        return documentOf({ name, url, fetchedAt: 0, partOf, headers: {}, body });
      },
      post: nothing,
    },
    browser: { html: nothing },
    part: (scope, fetch) => fetch(toolsOf(scope)),
    secret: () => '',
    now: () => 0,
  };
}

let offers = 0;
for await (const { kind } of awsBulk.parse(await awsBulk.fetch(toolsOf(null)))) {
  if (kind === 'listing') offers += 1;
}
process.stdout.write(String(offers));
