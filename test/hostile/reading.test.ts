import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import type { Documents, Scraper } from '../../scrapers/kit/index.ts';
import { openParser } from '../../src/pipeline/parsing.ts';
import { type Desk, run } from '../../src/pipeline/run.ts';
import { aFetcher, aSession } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';
import { aServer } from '../support/server.ts';
import { scraperById } from './misbehaving.ts';

const MISBEHAVING = new URL('./misbehaving.ts', import.meta.url);

const parser = openParser(MISBEHAVING);
afterAll(() => parser.close());

function source(id: string, more: Partial<Scraper> = {}): Scraper {
  const scraper = scraperById(id);
  if (scraper === undefined) throw new Error(`there is no source ${id}`);
  return { ...scraper, ...more };
}

/** What a loopback host serves, as a crawl brings it. */
async function served(text: string): Promise<Documents> {
  const host = await serve((_, response) => void response.end(text));
  return [await aSession().tools.http.get('offers', host.url)];
}

async function outcomeOf(scraper: Scraper, text = '{}'): Promise<string> {
  return parser.read(scraper, await served(text)).then(
    ({ offers }) => `read ${offers.length}`,
    ({ failure, message }) => `${failure}: ${message}`,
  );
}

describe('documents read beside the program', { timeout: 60_000 }, () => {
  it.each([
    ['loops', 'its documents were not read after 1 s'],
    ['never-answers', 'its documents were not read after 1 s'],
    ['throws', 'its documents are not what they were: offers is not iterable'],
    ['rejects-late', 'its documents cannot be read: nobody waits for this'],
    ['exits', 'its documents ended the process that read them (3)'],
    ['overflows', 'its documents are not what they were: Maximum call stack size exceeded'],
  ])('fail a source whose parser %s, in one sentence, and no other', async (id, sentence) => {
    const [bad, good] = await Promise.all([outcomeOf(source(id)), outcomeOf(source('good'))]);

    expect([bad, good]).toEqual([`changed: ${sentence}`, 'read 1']);
    expect(await outcomeOf(source('good'))).toBe('read 1');
  });

  it('stop a pattern that backtracks for ever', async () => {
    expect(await outcomeOf(source('backtracks'), `${'a'.repeat(60)}!`)).toBe(
      'changed: its documents were not read after 1 s',
    );
  });

  it('stop a parser that eats all memory', async () => {
    const patient = source('eats-memory', { limits: { parseSeconds: 60 } });

    expect(await outcomeOf(patient)).toBe('changed: its documents take more than 512 MB to read');
  });

  it('hold up neither the other sources of a run nor who asks the server', async () => {
    const db = openDatabase(':memory:');
    onTestFinished(() => db.close());
    const server = await aServer({ db, now: Date.now });
    const finished: string[] = [];
    const fetches = async () => served('{}');
    const going = run(deskOn(db), {
      sources: ['loops', 'good', 'throws'].map((id) => source(id, { fetch: fetches })),
      confirming: null,
      watcher: { started: () => undefined, finished: ({ source: id }) => finished.push(id) },
    });
    let answers = 0;
    while (!finished.includes('loops')) {
      const { status } = await fetch(`${server.url}/healthz`);
      expect(status).toBe(200);
      answers += 1;
    }

    expect((await going).map(({ source: id, outcome }) => [id, outcome])).toEqual([
      ['loops', 'failed'],
      ['good', 'ok'],
      ['throws', 'failed'],
    ]);
    expect(finished.at(-1)).toBe('loops');
    expect(answers).toBeGreaterThan(10);
  });
});

describe('a process that reads', () => {
  it.each([
    ['in the middle of an endless loop', MISBEHAVING.href, 'begun'],
    ['between its task and the loop', killsItsProgram(), 'sent'],
  ])('does not outlive the program that started it, killed %s', async (_, registry, at) => {
    const program = `
      import { fork } from 'node:child_process';
      const options = { execArgv: ['--import', '${import.meta.resolve('tsx')}'] };
      const args = [${JSON.stringify(registry)}, String(process.pid)];
      const child = fork('src/pipeline/reader-process.ts', args, options);
      const tell = (at) => at === '${at}' && console.log(child.pid);
      child.on('message', ({ kind }) => tell(kind));
      child.send({ source: 'loops', documents: [] }, () => tell('sent'));`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program]);
    onTestFinished(() => void parent.kill('SIGKILL'));
    const gone = once(parent, 'exit');
    const pid = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (data) => resolve(String(data).trim())),
    );
    expect(isRunning(pid)).toBe(true);

    if (at === 'begun') parent.kill('SIGKILL');
    await gone;

    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 20_000 });
  });
});

/** Sources that misbehave, in a module that kills who started the process while it is loaded. */
function killsItsProgram(): string {
  const module = `export { scraperById } from '${MISBEHAVING.href}';
    process.kill(process.ppid, 'SIGKILL');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);`;
  return `data:text/javascript,${encodeURIComponent(module)}`;
}

/** Whether there is such a process, and it is not only a name waiting to be forgotten. */
function isRunning(pid: string): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

function deskOn(db: Desk['db']): Desk {
  return {
    ...{ db, fetcher: aFetcher(), read: parser.read, env: {}, rules: [], dryRun: false },
    ...{ mode: { kind: 'live' }, now: Date.now, owner: 'here:1', isGone: () => false },
  };
}
