import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { browserMissing, findChromium } from '../../src/fetch/index.ts';
import { aFolder, aSession } from './crawling.ts';

describe('findChromium', () => {
  async function aProgram(name: string): Promise<string> {
    const dir = join(await aFolder(), 'bin');
    await mkdir(dir);
    await writeFile(join(dir, name), '#!/bin/sh\n');
    await chmod(join(dir, name), 0o755);
    return dir;
  }

  it('takes the one that is named, else the one on PATH', async () => {
    const named = join(await aProgram('my-browser'), 'my-browser');
    const PATH = `/nowhere:${await aProgram('chromium-browser')}`;

    expect(findChromium({ CHIPWATCH_BROWSER: named, PATH }, '/configured')).toBe(named);
    expect(findChromium({ PATH }, named)).toBe(named);
    expect(findChromium({ PATH })).toMatch(/chromium/);
  });

  it('takes no other where the named one cannot be run', async () => {
    const PATH = await aProgram('chromium');

    expect(findChromium({ CHIPWATCH_BROWSER: '/nowhere/chromium', PATH })).toBeNull();
    expect(findChromium({ CHIPWATCH_BROWSER: PATH, PATH })).toBeNull();
  });

  it('tells a missing browser from a host that is out of reach', async () => {
    const env = { CHIPWATCH_BROWSER: '/nowhere/chromium' };
    const { tools, missing } = aSession({ settings: { env } });

    const part = tools.part('pole-1', async ({ browser }) => [
      await browser.html('offers', 'http://127.0.0.1:8080/', { waitFor: '#ready' }),
    ]);
    const error = await part.catch((cause: unknown) => cause);

    expect(error).toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('apt-get install chromium'),
    });
    expect(browserMissing(error)).toBe(true);
    expect(browserMissing(new Error('other'))).toBe(false);
    expect(missing).toEqual([]);
  });
});
