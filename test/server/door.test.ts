import { describe, expect, it } from 'vitest';
import { openDoor } from '../../src/server/door.ts';
import { digestOf, isBearer } from '../../src/server/token.ts';

const TOKEN = 'correct-horse-battery';
const DIGEST = digestOf(TOKEN);

describe('a door', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', 'localhost'])('on %s needs no token', (host) => {
    expect(openDoor({ host, port: 0 }).digest).toBeNull();
  });

  it.each(['0.0.0.0', '::', '192.0.2.7', 'chips.example', '::ffff:127.0.0.1'])(
    'on %s stays shut without a token',
    (host) => {
      expect(() => openDoor({ host, port: 0 })).toThrow('set CHIPWATCH_TOKEN or server.token');
      expect(openDoor({ host, port: 0, token: TOKEN }).digest).toEqual(DIGEST);
    },
  );
});

describe('a token', () => {
  it('may be written as its digest', () => {
    expect(digestOf(`sha256:${DIGEST.toString('hex')}`)).toEqual(DIGEST);
  });

  it.each(['', 'short', 'fifteen-letters', 'with a blank in it', `${TOKEN}\n`, 'sha256:0123'])(
    'is not %j, and the sentence does not repeat it',
    (text) => {
      const digest = () => digestOf(text);

      expect(digest).toThrow('expected a token of 16 to 200');
      expect(digest).not.toThrow(text === '' ? 'found' : text);
    },
  );

  it.each([undefined, '', TOKEN, `Basic ${TOKEN}`, `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`])(
    'is not brought by %j',
    (header) => {
      expect(isBearer(header, DIGEST)).toBe(false);
    },
  );

  it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`])('is brought by %j', (header) => {
    expect(isBearer(header, DIGEST)).toBe(true);
  });
});
