import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/fetch/body.ts';
import { createRobots } from '../../src/fetch/robots.ts';

/** Whether a robots.txt of these lines lets us read the path. */
async function allows(lines: string, path: string): Promise<boolean> {
  const robots = createRobots(() => 0);
  const ask = async (url: string) => ({
    answer: { url, status: 200, headers: {}, body: bodyOf(Buffer.from(lines)) },
    stopped: null,
  });
  return robots.permit(`http://northlight.example${path}`, ask).then(
    () => true,
    () => false,
  );
}

const US = 'user-agent: chipwatch\n';
const ALL = 'user-agent: *\n';
const OTHER = 'user-agent: other\n';

/** Lines of a robots.txt, a path, and whether RFC 9309 lets us read it. */
const CASES: Readonly<Record<string, readonly (readonly [string, string, boolean])[]>> = {
  'the syntax of lines': [
    [`${US}disallow: /\n`, '/x/y', false],
    ['foo: chipwatch\nbar: /\n', '/x/y', true],
    ['user-agent : chipwatch\ndisallow : /\n', '/x/y', false],
    ['  user-agent: chipwatch # us\n\tdisallow: / # all\n', '/x/y', false],
    ['user-agent: chipwatch\r\ndisallow: /\r\n', '/x/y', false],
    ['user-agent: chipwatch\rdisallow: /\r', '/x/y', false],
  ],
  'groups of rules': [
    [`allow: /foo/bar/\n\n${US}disallow: /\nallow: /x/\n${OTHER}disallow: /\n`, '/x/b', true],
    [`allow: /foo/bar/\n\n${US}disallow: /\nallow: /x/\n${OTHER}disallow: /\n`, '/z/d', false],
    [`allow: /foo/bar/\n\n${US}disallow: /\nallow: /x/\n${OTHER}allow: /\n`, '/foo/bar/', false],
    [`${OTHER}${US}disallow: /x/\n`, '/x/', false],
    [`${US}disallow: /a\n\n${OTHER}disallow: /b\n\n${US}disallow: /c\n`, '/c', false],
    [`${US}disallow: /a\n\n${OTHER}disallow: /b\n\n${US}disallow: /c\n`, '/b', true],
  ],
  'groups with other lines between': [
    [`${OTHER}sitemap: https://a.example/s.xml\n${US}disallow: /\n`, '/x', false],
    [`${US}sitemap: https://a.example/s.xml\ndisallow: /\n`, '/x', false],
    [`${US}invalid-unknown: value\ndisallow: /\n`, '/x', false],
  ],
  'names in any case': [
    ['USER-AGENT: chipwatch\nALLOW: /x/\nDISALLOW: /\n', '/x/y', true],
    ['uSeR-aGeNt: chipwatch\naLlOw: /x/\ndIsAlLoW: /\n', '/a/b', false],
    ['user-agent: CHIPWATCH\ndisallow: /\n', '/x', false],
    ['user-agent: ChipWatch\ndisallow: /\n', '/x', false],
  ],
  'a token and what follows it': [
    ['user-agent: chipwatch/1.0\ndisallow: /\n', '/x', false],
    ['user-agent: chipwatch-news\ndisallow: /\n', '/x', true],
    ['user-agent: chip\ndisallow: /\n', '/x', true],
  ],
  'the group of all': [
    ['', '/x', true],
    [`${OTHER}disallow: /\n`, '/x', true],
    [`${ALL}disallow: /\n${US}allow: /x\n`, '/x/y', true],
    [`${ALL}allow: /\n${US}disallow: /x\n`, '/x/y', false],
    [`${US}allow: /x\ndisallow: /\n${ALL}disallow: /\n`, '/x', true],
  ],
  'paths by case': [
    [`${US}disallow: /x/\n`, '/x/y', false],
    [`${US}disallow: /X/\n`, '/x/y', true],
  ],
  'the longest match': [
    [`${US}disallow: /x/page.html\nallow: /x/\n`, '/x/page.html', false],
    [`${US}allow: /x/page.html\ndisallow: /x/\n`, '/x/page.html', true],
    [`${US}allow: /x/page.html\ndisallow: /x/\n`, '/x/', false],
    [`${US}disallow: \nallow: \n`, '/x/page.html', true],
    [`${US}disallow: /\nallow: /\n`, '/x/page.html', true],
    [`${US}disallow: /x\nallow: /x/\n`, '/x', false],
    [`${US}disallow: /x/page.html\nallow: /x/page.html\n`, '/x/page.html', true],
    [`${US}allow: /page\ndisallow: /*.html\n`, '/page.html', false],
    [`${US}allow: /x/page.\ndisallow: /*.html\n`, '/x/page.html', true],
    [`${US}disallow: /x/page.html\n${ALL}allow: /x/\n`, '/x/page.html', false],
  ],
  'letters beyond ASCII, and escapes': [
    [
      `${US}disallow: /\nallow: /foo/bar?qux=taz&baz=http://a.example?tar&par\n`,
      '/foo/bar?qux=taz&baz=http://a.example?tar&par',
      true,
    ],
    [`${US}disallow: /\nallow: /foo/bar/ツ\n`, '/foo/bar/%E3%83%84', true],
    [`${US}disallow: /\nallow: /foo/bar/%E3%83%84\n`, '/foo/bar/%E3%83%84', true],
    [`${US}disallow: /foo/ツ\n`, '/foo/ツ', false],
  ],
  'stars and dollars': [
    [`${US}disallow: /foo/bar/quz\nallow: /foo/*/qux\n`, '/foo/bar/quz', false],
    [`${US}disallow: /foo/bar/quz\nallow: /foo/*/qux\n`, '/foo/quz', true],
    [`${US}disallow: /foo/bar$\nallow: /foo/bar/qux\n`, '/foo/bar', false],
    [`${US}disallow: /foo/bar$\nallow: /foo/bar/qux\n`, '/foo/bar/qux', true],
    [`${US}disallow: /foo/bar$\nallow: /foo/bar/qux\n`, '/foo/bar/', true],
    [`${US}# disallow: /\ndisallow: /foo/quz#qux\nallow: /\n`, '/foo/bar', true],
    [`${US}# disallow: /\ndisallow: /foo/quz#qux\nallow: /\n`, '/foo/quz', false],
  ],
};

describe('robots.txt', () => {
  for (const [what, cases] of Object.entries(CASES)) {
    it.each(cases)(`is read by ${what}: %j lets us read %s: %s`, async (lines, path, isAllowed) => {
      expect(await allows(lines, path)).toBe(isAllowed);
    });
  }

  it('does not keep us by a pattern that takes for ever', async () => {
    expect(await allows(`${US}disallow: /${'a*'.repeat(40)}b\n`, `/${'a'.repeat(500)}`)).toBe(true);
  });
});
