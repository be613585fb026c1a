import { expect, test } from 'vitest';
import { createLogger, type LogLevel } from '../src/logger.ts';

function logged({ isTTY, level = 'info' }: { isTTY: boolean; level?: LogLevel }) {
  const written: string[] = [];
  const log = createLogger({ level, stream: { isTTY, write: (text) => written.push(text) } });
  return { log, written };
}

test('writes one JSON object a line off a terminal', () => {
  const { log, written } = logged({ isTTY: false });

  log.child({ source: 'aws' }).info({ offers: 38 }, 'crawl ended');

  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? '')).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    source: 'aws',
    offers: 38,
    msg: 'crawl ended',
  });
});

test('writes one line for people on a terminal, its data beside the message', () => {
  const { log, written } = logged({ isTTY: true });

  log.child({ source: 'aws' }).warn({ offers: 38, region: 'a b' }, 'crawl ended');

  expect(written.join('')).toMatch(
    /^\d\d:\d\d:\d\d WARN {2}crawl ended source=aws offers=38 region="a b"\n$/,
  );
});

test('shows what an error says and where it came from', () => {
  const { log, written } = logged({ isTTY: true });

  log.error({ err: new Error('no\u001b[31m way') }, 'crawl failed');

  expect(written.join('')).toMatch(
    /ERROR crawl failed error="no \[31m way"\n {2}at .*logger\.test/,
  );
});

test('keeps silent below its level', () => {
  const { log, written } = logged({ isTTY: false, level: 'silent' });

  log.error('lost');

  expect(written).toEqual([]);
});
