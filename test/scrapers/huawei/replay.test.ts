import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { huaweiEcs } from '../../../scrapers/huawei/index.ts';
import { createFetcher } from '../../../src/fetch/index.ts';
import { crawl } from '../../../src/pipeline/crawl.ts';
import { read } from '../../../src/pipeline/read.ts';

/** A recording with these answers, in a folder that goes when the test is over. */
function recordingOf(answers: Readonly<Record<string, object>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'chipwatch-huawei-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const entries = Object.entries(answers).map(([url, body]) => ({
    startedDateTime: '2026-01-02T03:04:05.000Z',
    request: { method: 'GET', url, headers: [] },
    response: {
      status: 200,
      headers: [{ name: 'content-type', value: 'application/json' }],
      content: { text: JSON.stringify(body) },
    },
  }));
  const har = { log: { version: '1.2', creator: { name: 'test', version: '1' }, entries } };
  writeFileSync(join(folder, 'recording.har'), JSON.stringify(har));
  return folder;
}

it('a signed source is replayed without its secrets, and tells sold out from available by zone', async () => {
  // Made up throughout: no answer of this API with an accelerator was ever published.
  const ecs = 'https://ecs.af-south-1.myhuaweicloud.com';
  const dir = recordingOf({
    'https://iam.myhuaweicloud.com/v3/projects': {
      projects: [{ id: 'p1', name: 'af-south-1', enabled: true }],
    },
    [`${ecs}/v2.1/p1/os-availability-zone`]: {
      availabilityZoneInfo: [{ zoneName: 'af-south-1a' }, { zoneName: 'af-south-1b' }],
    },
    [`${ecs}/v1/p1/cloudservers/flavors?limit=1000`]: {
      flavors: [
        {
          id: 'nl1s.large.4',
          name: 'nl1s.large.4',
          vcpus: '3',
          ram: 3072,
          os_extra_specs: {
            'ecs:performancetype': 'ascend',
            'info:asic_accelerators': '[{"name":"Ascend 310","memory_mb":8192,"count":1}]',
            'cond:operation:az': 'af-south-1b(sellout)',
          },
        },
      ],
    },
  });
  const now = () => Date.parse('2026-01-02T03:04:05Z');
  const fetcher = createFetcher({ version: '0', env: {}, archiveDir: null });
  onTestFinished(() => fetcher.close());
  const session = fetcher.session(huaweiEcs, { mode: { kind: 'replay', dir }, now });

  const { failure, missing, seen } = await crawl(huaweiEcs, session, now, read);
  await session.finish();

  expect({ failure, missing }).toEqual({ failure: null, missing: [] });
  expect(seen?.offers).toMatchObject([
    {
      accelerator: 'ascend-310',
      country: 'ZA',
      jurisdiction: 'outside-china',
      zone: 'af-south-1a',
      state: { availability: 'available', price: null },
    },
    { zone: 'af-south-1b', state: { availability: 'sold-out' } },
  ]);
});
