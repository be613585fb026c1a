import { describe, expect, it } from 'vitest';
import { aSession } from './crawling.ts';
import { serve } from './loopback.ts';

describe('a host that never answers', () => {
  it('gets four tries for the first request, and one for each that follows in the crawl', async () => {
    const host = await serve((_, response) => void response.destroy());
    const { tools } = aSession();
    const tries = async (path: string) => {
      const before = host.seen.length;
      await expect(tools.http.get(path, `${host.url}/${path}`)).rejects.toThrow('did not answer');
      return host.seen.length - before;
    };

    expect([await tries('one'), await tries('two'), await tries('three')]).toEqual([4, 1, 1]);
  });
});
