import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { openDoor } from '../../src/server/door.ts';
import { startServer } from '../../src/server/index.ts';
import { aServer, aServerDesk } from '../support/server.ts';

describe('the API', () => {
  it('says that it is well', async () => {
    const response = await fetch(`${(await aServer()).url}/healthz`);

    expect(await response.json()).toEqual({ ok: true });
  });

  it('answers with offers and, apart from them, sightings', async () => {
    const { url } = await aServer();
    const response = await fetch(`${url}/api/offers?spec=ascend&outside-china=1`);

    expect(await response.json()).toMatchObject({
      schema: 'offers/1',
      generatedAt: '1970-01-01T00:00:00.000Z',
      offers: [],
      sightings: expect.arrayContaining([
        expect.objectContaining({ id: 'huawei-johannesburg-910b3-1', state: 'current' }),
        expect.objectContaining({ id: 'huawei-dublin-none', kind: 'none-listed' }),
      ]),
      watched: [],
      notes: [{ about: 'cann', date: '2025-05-13', url: expect.stringMatching(/^https:/) }],
    });
  });

  it('takes a country in small letters', async () => {
    const response = await fetch(`${(await aServer()).url}/api/offers?spec=ascend&country=za`);
    const { sightings } = (await response.json()) as { sightings: { country: string }[] };

    expect(sightings.map(({ country }) => country)).toEqual(['ZA', 'ZA']);
  });

  it.each([
    ['/api/offers?spec=H100:x', 'spec: expected a count such as 8'],
    ['/api/offers?colour=red', 'colour: no question has'],
    ['/api/changes?flag=cheap', 'flag: expected one of region.new'],
  ])('refuses %s with one sentence', async (path, sentence) => {
    const response = await fetch(`${(await aServer()).url}${path}`);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining(sentence) });
  });

  it('says so when another program listens on the port', async () => {
    const { port } = await aServer();
    const db = openDatabase(':memory:');
    onTestFinished(() => db.close());
    const second = startServer(aServerDesk(db), openDoor({ host: '127.0.0.1', port }));

    await expect(second).rejects.toThrow('another program listens there');
  });
});
