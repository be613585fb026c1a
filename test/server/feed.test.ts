import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { atom } from '../../src/server/api/feed.ts';
import { BASE, changed, listing, market } from '../support/market.ts';
import { aServer } from '../support/server.ts';

/** A market in which one offer became cheaper, and one whose name is markup came. */
async function aMarketServer() {
  const { db, crawl, crawls, now } = market();
  await crawl(BASE);
  const price = { ...Object(BASE[0]?.price), micros: 2_997_000 };
  const strange = listing('a<b>&"', 9.99, { region: 'pole-9' });
  await crawls(2, [...changed(BASE, 0, { price }), strange]);
  const { url } = await aServer({ db, now });
  const text = async (query: string) => (await fetch(`${url}/api/v1/${query}`)).text();
  const entries = async (query: string) => {
    const $ = load(await text(query), { xml: true });
    return $('feed > entry')
      .toArray()
      .map((entry) => ({
        id: $('id', entry).text(),
        title: $('title', entry).text(),
        updated: $('updated', entry).text(),
      }));
  };
  return { text, entries };
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const URN = /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/;

describe('an Atom feed', () => {
  it('has all that RFC 4287 asks of a feed and of an entry', async () => {
    const { text, entries } = await aMarketServer();
    const $ = load(await text('changes.atom?limit=1'), { xml: true });
    const [first] = await entries('changes.atom?limit=1');

    expect($('feed').attr('xmlns')).toBe('http://www.w3.org/2005/Atom');
    for (const name of ['id', 'title', 'updated', 'author']) {
      expect($(`feed > ${name}`).length, name).toBe(1);
    }
    expect($('feed > id').text()).toMatch(URN);
    expect($('feed > updated').text()).toBe(first?.updated);
    expect(
      $('feed > link')
        .toArray()
        .map((link) => $(link).attr('rel')),
    ).toEqual([...['self', 'alternate', 'next']]);
    expect(first?.id).toMatch(URN);
    expect(first?.updated).toMatch(RFC_3339);
    expect(first?.title).not.toBe('');
  });

  it('calls a change the same in every feed, and no two changes or feeds the same', async () => {
    const { text, entries } = await aMarketServer();
    const all = await entries('changes.atom');
    const drops = await entries('changes.atom?flag=price.drop');
    const idOf = async (query: string) =>
      load(await text(query), { xml: true })('feed > id').text();

    expect(drops).toHaveLength(1);
    expect(all).toContainEqual(drops[0]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(await idOf('changes.atom?limit=1')).toBe(await idOf('changes.atom'));
    expect(await idOf('changes.atom?flag=back')).not.toBe(await idOf('changes.atom'));
    expect(await idOf('changes.atom?spec=H100&flag=back')).toBe(
      await idOf('changes.atom?flag=back&spec=H100'),
    );
  });

  it('holds no character that XML forbids', async () => {
    const { text } = await aMarketServer();
    const { changes } = JSON.parse(await text('changes?flag=price.drop'));
    const spoilt = changes.map((change: object) => ({ ...change, source: 'a\u0001b\uffffc' }));
    const [self, page] = ['https://chips.example/feed', 'https://chips.example/changes'];
    const xml = atom({ params: {}, self, page, next: null, changes: spoilt, now: 0 });

    expect(await text('changes.atom')).toContain('a&lt;b&gt;&amp;&quot;, on-demand');
    expect(xml).toContain('term="a\ufffdb\ufffdc"');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
  });

  it('is one without news, too', async () => {
    const { text, entries } = await aMarketServer();

    expect(await entries('changes.atom?flag=sold-out')).toEqual([]);
    expect(await text('changes.atom?flag=sold-out')).toMatch(/<updated>[\d-]+T[\d:.]+Z<\/updated>/);
  });
});

it('a JSON Feed tells the same, each item with the change as the API gives it', async () => {
  const { text, entries } = await aMarketServer();
  const feed = JSON.parse(await text('changes.json-feed?flag=price.drop'));
  const { changes } = JSON.parse(await text('changes?flag=price.drop'));
  const [entry] = await entries('changes.atom?flag=price.drop');

  expect(feed).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'chipwatch: changes, flag price.drop',
    items: [{ id: entry?.id, title: entry?.title, date_published: entry?.updated }],
  });
  expect(feed.items[0]._chipwatch).toEqual(changes[0]);
  expect(feed.items[0].content_text).toMatch(/^nl-0-0, on-demand, standard; -10\.0 %; seen by/);
});
