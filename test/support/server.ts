import { onTestFinished } from 'vitest';
import { retryDeliveries } from '../../db/deliveries.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import type { ServerDesk } from '../../src/server/desk.ts';
import { openDoor } from '../../src/server/door.ts';
import { startServer } from '../../src/server/index.ts';

/** What a server of a test answers from; what breaks in it fails the test. */
export function aServerDesk(db: Database, more: Partial<ServerDesk> = {}): ServerDesk {
  const onError = (cause: unknown) => {
    throw cause;
  };
  const retry = (id: string) => retryDeliveries(db, { ids: [id] }, 0);
  const unasked = () => Promise.reject(new Error('not asked for in this test'));
  const approvals = { propose: unasked, approve: unasked, discard: unasked };
  return {
    approvals,
    channels: [],
    db,
    now: () => 0,
    sources: [],
    tolerance: 2,
    rules: [],
    targets: [],
    retry,
    onError,
    ...more,
  };
}

/** A server on loopback, stopped with the test. */
export async function aServer(
  more: Partial<ServerDesk> & {
    readonly token?: string;
    readonly hosts?: readonly string[];
    readonly host?: string;
    readonly basePath?: string;
  } = {},
) {
  const { token = null, hosts = [], host = '127.0.0.1', basePath = '/', ...desk } = more;
  const db = desk.db ?? openDatabase(':memory:');
  const door = openDoor({ host, port: 0, token, hosts, basePath });
  const server = await startServer(aServerDesk(db, desk), door);
  onTestFinished(async () => {
    await server.close();
    if (desk.db === undefined) db.close();
  });
  return { url: server.url, port: Number(new URL(server.url).port), db };
}
