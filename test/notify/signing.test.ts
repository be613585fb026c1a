import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { decodeSecret, newMessageId, newSecret, sign, verify } from '../../src/notify/signing.ts';

/** The secret, id, time and body that the libraries of Standard Webhooks test themselves with. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const AT = 1_614_265_330;
const BODY = '{"test": 2432232314}';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

/** From the Rust library's tests. */
const OTHER_SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

const headers = (changes: Record<string, string | undefined> = {}) => ({
  'webhook-id': ID,
  'webhook-timestamp': String(AT),
  'webhook-signature': SIGNATURE,
  ...changes,
});

describe('sign', () => {
  it.each([
    { vector: 'the JavaScript library', signature: SIGNATURE },
    {
      vector: 'the Rust library',
      secret: OTHER_SECRET,
      id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
      at: 1_649_367_553,
      body: '{"email":"test@example.com","username":"test_user"}',
      signature: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
    },
    {
      vector: 'an empty body',
      body: '',
      signature: 'v1,v48jdbgvh29KJz2Qc+ghw8G6vG3nAKnujWBg8oM/62A=',
    },
    {
      vector: 'UTF-8 bytes',
      id: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
      at: 1_674_087_231,
      body: '{"type":"offer.price_drop","data":{"gpu":"昇腾910B","usd":1.25}}',
      signature: 'v1,pjaRCyEQxRSwtXvSOGZB7AuM5Z4Z32GAUXH1o3YURFk=',
    },
    {
      vector: 'the exact bytes',
      body: '{"test":2432232314}',
      signature: 'v1,Vif40peJBP7Iyl0XGmu61n4MwdrcHov5CFREBpE0svs=',
    },
  ])('agrees with the vector for $vector', ({ signature, ...vector }) => {
    const { secret, id, at, body } = { secret: SECRET, id: ID, at: AT, body: BODY, ...vector };

    expect(sign(secret, id, at, body)).toBe(signature);
  });

  it('signs with each secret while a receiver rotates', () => {
    expect(sign([OTHER_SECRET, SECRET], ID, AT, BODY)).toBe(
      `v1,78nXHjpFP0tVJQW5D0SBwmVyyW87BV/rL6MgfM/Bw44= ${SIGNATURE}`,
    );
  });

  it('is believed by the public library, and not for another body', () => {
    const secret = newSecret();
    const id = newMessageId();
    const now = Math.floor(Date.now() / 1000);
    const body = '{"chip":"昇腾910B 🚀"}';
    const signed = {
      'webhook-id': id,
      'webhook-timestamp': String(now),
      'webhook-signature': sign([newSecret(), secret], id, now, body),
    };

    expect(new Webhook(secret).verify(body, signed)).toEqual({ chip: '昇腾910B 🚀' });
    expect(() => new Webhook(secret).verify(`${body} `, signed)).toThrow();
  });

  it('refuses an id with a full stop', () => {
    expect(() => sign(SECRET, 'msg_1.2', AT, BODY)).toThrow('without a full stop');
  });
});

describe('verify', () => {
  const wrong = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';

  it.each([
    ['the signature', {}, true],
    [
      'it among others',
      { 'webhook-signature': `${wrong} ${wrong.replace('v1', 'v2')} ${SIGNATURE} ${wrong}` },
      true,
    ],
    ['an empty one', { 'webhook-signature': 'v1,' }, false],
    ['the beginning of it', { 'webhook-signature': 'v1,g0hM9' }, false],
    ['something else', { 'webhook-signature': 'v1,dawfeoifkpqwoekfpqoekf' }, false],
    ['one letter less right', { 'webhook-signature': SIGNATURE.replace('OE=', 'OA=') }, false],
    ['another version', { 'webhook-signature': SIGNATURE.replace('v1', 'v2') }, false],
    ['none', { 'webhook-signature': undefined }, false],
    ['a word for the time', { 'webhook-timestamp': 'hello' }, false],
    ['no time', { 'webhook-timestamp': undefined }, false],
    ['no id', { 'webhook-id': undefined }, false],
    ['another id', { 'webhook-id': 'msg_other' }, false],
  ])('judges %s', (_, changes, expected) => {
    expect(verify(SECRET, headers(changes), BODY, AT)).toBe(expected);
  });

  it.each([
    [300, true],
    [301, false],
    [-300, true],
    [-301, false],
  ])('judges a clock that is %i s ahead', (ahead, expected) => {
    expect(verify(SECRET, headers(), BODY, AT + ahead)).toBe(expected);
  });
});

describe('a secret', () => {
  it.each([
    ['24 bytes', SECRET],
    ['24 bytes without prefix', SECRET.replace('whsec_', '')],
    ['32 bytes without padding', newSecret().replace('=', '')],
    ['64 bytes', `whsec_${Buffer.alloc(64, 7).toString('base64')}`],
  ])('may have %s', (_, secret) => {
    expect(() => decodeSecret(secret)).not.toThrow();
  });

  it.each([
    ['nothing', ''],
    ['a prefix alone', 'whsec_'],
    ['23 bytes', `whsec_${Buffer.alloc(23, 7).toString('base64')}`],
    ['65 bytes', `whsec_${Buffer.alloc(65, 7).toString('base64')}`],
    ['another prefix', 'hwsec_C2FVsBQIhrscChlQIM+b5sSYspob7oDazfgh'],
    ['what is not base64', 'whsec_!!!!'],
    ['a space', `${SECRET} `],
  ])('may not be %s, and the error never repeats it', (_, secret) => {
    expect(() => decodeSecret(secret)).toThrow(
      /^expected a secret of whsec_ and 24 to 64 bytes in base64, found (?:\d+ bytes|something else)$/,
    );
  });

  it('is made of 32 random bytes', () => {
    expect(decodeSecret(newSecret())).toHaveLength(32);
    expect(newSecret()).toMatch(/^whsec_/);
    expect(newSecret()).not.toBe(newSecret());
  });
});

describe('newMessageId', () => {
  it('has no full stop and never comes twice', () => {
    expect(newMessageId()).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(newMessageId()).not.toBe(newMessageId());
  });
});
