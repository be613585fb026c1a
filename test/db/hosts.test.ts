import { describe, expect, it } from 'vitest';
import { postponeHost, releaseHost, takeHost } from '../../db/hosts.ts';
import { openDatabase } from '../../db/open.ts';
import { aPath, closing, memory } from './stage.ts';

const runs = () => false;
const turn = (holder: string, at: number) => ({
  ...{ host: 'a.example', holder, delayMs: 1000, now: () => at },
});

describe('a host that several processes ask', () => {
  it('has one request under way at a time, a pause after its start, and others beside it', async () => {
    const path = aPath();
    const [here, there] = [closing(openDatabase(path)), closing(openDatabase(path))];

    expect(await takeHost(here, turn('here:1', 0), runs)).toBeNull();
    expect(await takeHost(there, turn('there:2', 5000), runs)).toMatchObject({ kind: 'request' });
    expect(await takeHost(there, { ...turn('there:2', 0), host: 'b.example' }, runs)).toBeNull();
    await releaseHost(here, { host: 'a.example', holder: 'here:1' });

    expect(await takeHost(there, turn('there:2', 400), runs)).toEqual({ kind: 'pause', ms: 600 });
    expect(await takeHost(there, turn('there:2', 1000), runs)).toBeNull();
  });

  it('is released by its holder alone, its death or two minutes', async () => {
    const db = memory();
    await takeHost(db, turn('here:1', 0), runs);
    await releaseHost(db, { host: 'a.example', holder: 'there:2' });

    expect(await takeHost(db, turn('there:2', 2000), runs)).toMatchObject({ kind: 'request' });
    expect(await takeHost(db, turn('there:2', 2000), (gone) => gone === 'here:1')).toBeNull();
    expect(await takeHost(db, turn('third:3', 121_999), runs)).toEqual({ kind: 'request', ms: 1 });
    expect(await takeHost(db, turn('third:3', 122_000), runs)).toBeNull();
  });

  it('is left alone as long as it asked one of them for', async () => {
    const db = memory();
    await postponeHost(db, { host: 'a.example', until: 90_000, now: 0 });
    await postponeHost(db, { host: 'a.example', until: 50_000, now: 0 });

    expect(await takeHost(db, turn('there:2', 1), runs)).toEqual({ kind: 'pause', ms: 89_999 });
    expect(await takeHost(db, turn('there:2', 90_000), runs)).toBeNull();
  });

  it('waits for no clock that was set back', async () => {
    const db = memory();
    await takeHost(db, turn('here:1', 7_200_000), runs);

    expect(await takeHost(db, turn('there:2', 0), runs)).toBeNull();
  });
});
