import { describe, expect, it } from 'vitest';
import { aFetcher, aScraper, aSession, stillClock } from './crawling.ts';
import { type Answering, serve } from './loopback.ts';

const LIVE = { mode: { kind: 'live' }, now: () => 0 } as const;
const ALLOWED = 'allowed';

/** Answers robots.txt so, and anything else with a document. */
function site(robots: Answering): Answering {
  return (asked, response) => {
    if (asked.path.startsWith('/robots.txt')) return robots(asked, response);
    response.end('{}');
  };
}

function saying(text: string): Answering {
  return (_, response) => void response.end(text);
}

/** Why the page may not be read, or that it may. */
async function objection(robots: Answering, path = '/'): Promise<string> {
  const host = await serve(site(robots));
  const { tools } = aSession({ scraper: { robots: 'page' } });
  return tools.http.get('page', `${host.url}${path}`).then(
    () => ALLOWED,
    ({ failure, message }) => `${failure}: ${message.replaceAll(host.host, 'HOST')}`,
  );
}

describe('robots.txt', () => {
  it.each([404, 403, 401])('of HTTP %i forbids nothing', async (status) => {
    expect(await objection((_, response) => void response.writeHead(status).end())).toBe(ALLOWED);
  });

  it('of HTTP 500 forbids everything', async () => {
    expect(await objection((_, response) => void response.writeHead(500).end())).toBe(
      'refused: HOST may not be read while its robots.txt cannot be had: it answered HTTP 500',
    );
  });

  it('that cannot be reached forbids everything, and the source is out of reach', async () => {
    expect(await objection((_, response) => void response.destroy())).toBe(
      'unreachable: HOST may not be read while its robots.txt cannot be had: HOST did not answer (it closed the connection)',
    );
  });

  it('that redirects without end forbids nothing', async () => {
    expect(
      await objection((_, response) => {
        response.writeHead(302, { location: '/robots.txt?again' }).end();
      }),
    ).toBe(ALLOWED);
  });

  it.each([
    [
      'the longest match',
      'User-agent: *\nDisallow: /pricing\nAllow: /pricing/gpu',
      '/pricing/gpu/a',
    ],
    ['allow in a tie', 'User-agent: *\nDisallow: /a\nAllow: /a', '/a'],
    ['the end of a path', 'User-agent: *\nDisallow: /*.json$', '/offers.json?page=2'],
    ['what is no robots.txt', '<html>not found</html>', '/'],
    ['our own group only', 'User-agent: *\nDisallow: /\n\nUser-agent: chipwatch\nAllow: /', '/'],
    ['an empty rule', 'User-agent: *\nDisallow:', '/'],
  ])('allows by %s', async (_, text, path) => {
    expect(await objection(saying(text), path)).toBe(ALLOWED);
  });

  it.each([
    ['our name in any case', 'User-agent: CHIPWATCH\nDisallow: /\n\nUser-agent: *\nAllow: /', '/'],
    ['a rule behind a BOM', '\ufeffUser-agent: *\nDisallow: /', '/'],
    ['a pattern', 'User-agent: *\nDisallow: /*.json$', '/offers.json'],
    ['a line after 400 KiB', `${'# padding\n'.repeat(41_000)}User-agent: *\nDisallow: /`, '/'],
  ])('forbids by %s', async (_, text, path) => {
    const lines = text.split('\n');
    const number = lines.findIndex((line) => line.startsWith('Disallow'));

    expect(await objection(saying(text), path)).toBe(
      `refused: HOST forbids ${path} in line ${number + 1} of its robots.txt: "${lines[number]}"`,
    );
  });

  it('is asked once a day a host, for pages only', async () => {
    const host = await serve(site(saying('')));
    const clock = stillClock();
    const fetcher = aFetcher({ clock });
    const page = fetcher.session(aScraper({ robots: 'page' }), LIVE).tools.http;
    const api = fetcher.session(aScraper(), LIVE).tools.http;

    await api.get('0', `${host.url}/api`);
    await Promise.all([page.get('1', `${host.url}/1`), page.get('2', `${host.url}/2`)]);
    clock.advance(23 * 3_600_000);
    await page.get('3', `${host.url}/3`);
    clock.advance(2 * 3_600_000);
    await page.get('4', `${host.url}/4`);

    expect(host.seen.map(({ path }) => path)).toEqual([
      ...['/api', '/robots.txt', '/1', '/2', '/3'],
      ...['/robots.txt', '/4'],
    ]);
  });

  it('holds on while it cannot be had anew', async () => {
    let asked = 0;
    const host = await serve(
      site((_, response) => {
        asked += 1;
        if (asked === 1) response.end('User-agent: *\nDisallow: /private');
        else response.writeHead(500).end();
      }),
    );
    const clock = stillClock();
    const { tools } = aSession({ settings: { clock }, scraper: { robots: 'page' } });

    await tools.http.get('1', host.url);
    clock.advance(25 * 3_600_000);

    await tools.http.get('2', host.url);
    await expect(tools.http.get('3', `${host.url}/private`)).rejects.toMatchObject({
      message: expect.stringContaining('forbids /private'),
    });
  });

  it('is asked for where a redirect leads, too', async () => {
    const there = await serve(site(saying('User-agent: *\nDisallow: /prices')));
    const here = await serve((asked, response) => {
      if (asked.path === '/robots.txt') response.end('');
      else response.writeHead(302, { location: `${there.url}/prices` }).end();
    });
    const { tools } = aSession({ scraper: { robots: 'page' } });

    await expect(tools.http.get('page', here.url)).rejects.toMatchObject({ failure: 'refused' });
    expect(there.seen.map(({ path }) => path)).toEqual(['/robots.txt']);
  });

  it('slows us down by its crawl-delay', async () => {
    const host = await serve(site(saying('User-agent: *\nCrawl-delay: 10')));
    const clock = stillClock();
    const { tools } = aSession({ settings: { clock }, scraper: { robots: 'page' } });

    await tools.http.get('1', `${host.url}/1`);
    await tools.http.get('2', `${host.url}/2`);

    expect(clock.slept).toEqual([10_000]);
  });
});
