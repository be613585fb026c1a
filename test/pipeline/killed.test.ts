import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { type Loopback, serve } from '../fetch/loopback.ts';
import { aDatabase, aProcess, recover } from '../support/killing.ts';
import { putMessage } from '../support/outbox.ts';

const taking = () =>
  serve((_, response) => {
    response.writeHead(204).end();
  });

const idsAt = ({ seen }: Loopback) => seen.map(({ headers }) => headers['webhook-id']);

/** A database with messages that are due, and their ids. */
function withDue(many: number) {
  const path = aDatabase();
  const db = openDatabase(path);
  const ids = Array.from({ length: many }, () => putMessage(db, 'me', Date.now()));
  db.close();
  return { path, ids };
}

describe('SIGKILL', () => {
  it('before the commit: nothing happened, nobody is told', async () => {
    const receiver = await taking();
    const path = aDatabase();
    const killed = await aProcess(path, receiver.url, 'die before commit');
    killed.begin();

    expect(await killed.end).toBe('SIGKILL');
    expect(await recover(path, receiver.url)).toEqual([]);
    expect(receiver.seen).toEqual([]);
  });

  it('after the commit: told once, when somebody is there again', async () => {
    const receiver = await taking();
    const path = aDatabase();
    const killed = await aProcess(path, receiver.url, 'die after commit');
    killed.begin();
    expect(await killed.end).toBe('SIGKILL');

    expect(receiver.seen).toEqual([]);
    const [row] = await recover(path, receiver.url);
    expect(row).toMatchObject({ state: 'delivered', attempts: 1 });
    expect(idsAt(receiver)).toEqual([row?.id]);
  });

  it('after the receiver read the message: told again under the same id', async () => {
    const { path, ids } = withDue(1);
    let kill = () => {};
    const receiver = await serve((_, response) => {
      if (receiver.seen.length === 1) kill();
      else response.writeHead(204).end();
    });
    const killed = await aProcess(path, receiver.url, 'deliver');
    kill = () => killed.child.kill('SIGKILL');
    killed.begin();
    expect(await killed.end).toBe('SIGKILL');

    expect(await recover(path, receiver.url)).toMatchObject([{ state: 'delivered' }]);
    expect(idsAt(receiver)).toEqual([ids[0], ids[0]]);
  });

  it('after the answer and before it is noted: told again under the same id', async () => {
    const { path, ids } = withDue(1);
    const receiver = await taking();
    const killed = await aProcess(path, receiver.url, 'die before noting');
    killed.begin();
    expect(await killed.end).toBe('SIGKILL');

    expect(receiver.seen).toHaveLength(1);
    expect(await recover(path, receiver.url)).toMatchObject([{ state: 'delivered' }]);
    expect(idsAt(receiver)).toEqual([ids[0], ids[0]]);
    expect(new Set(receiver.seen.map(({ body }) => body)).size).toBe(1);
  });
});

it('two processes on one outbox claim each message once', async () => {
  const { path, ids } = withDue(200);
  const underWay = new Set<string>();
  const pairs: string[] = [];
  const receiver = await serve(async ({ headers }, response) => {
    const id = String(headers['webhook-id']);
    if (underWay.has(id)) pairs.push(id);
    underWay.add(id);
    await new Promise((resolve) => setImmediate(resolve));
    underWay.delete(id);
    response.writeHead(204).end();
  });
  const both = await Promise.all([1, 2].map(() => aProcess(path, receiver.url, 'deliver')));
  for (const { begin } of both) begin();
  expect(await Promise.all(both.map(({ end }) => end))).toEqual([null, null]);
  const delivered = both.map(({ said }) => (said[0] as { delivered: number }).delivered);

  expect(pairs).toEqual([]);
  expect(idsAt(receiver).toSorted()).toEqual(ids.toSorted());
  expect(delivered.reduce((sum, n) => sum + n, 0)).toBe(200);
}, 180_000);
