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

  it('is waited for once by requests that are made at the same time', async () => {
    const host = await serve((_, response) => void response.destroy());
    const { tools } = aSession();
    const ten = Array.from({ length: 10 }, (_, i) => tools.http.get(`${i}`, `${host.url}/${i}`));

    await Promise.allSettled(ten);

    expect(host.seen.length).toBeLessThanOrEqual(13);
  });

  it('is a new host again once it has answered', async () => {
    const host = await serve(({ path }, response) => {
      if (path === '/well') response.end('{}');
      else response.destroy();
    });
    const { tools } = aSession();
    await Promise.allSettled([tools.http.get('gone', `${host.url}/gone`)]);
    await tools.http.get('well', `${host.url}/well`);
    const before = host.seen.length;

    await Promise.allSettled([tools.http.get('gone', `${host.url}/gone`)]);

    expect(host.seen.length - before).toBe(4);
  });
});
