import { describe, expect, it } from 'vitest';
import { decodeSecret, sign, verify } from '../../src/notify/signing.ts';
import vectors from './vectors.json' with { type: 'json' };

const [W01] = vectors.sign;

describe('the vectors of Standard Webhooks', () => {
  it.each(vectors.sign)('$id is signed to the byte', (vector) => {
    const { secrets, webhookId, timestamp, body, signature } = vector;

    expect(sign(secrets, webhookId, timestamp, body)).toBe(signature);
  });

  it.each(vectors.verify)('$id is accepted: $accept', ({ headers, now, accept }) => {
    expect(verify(W01?.secrets[0] ?? '', headers, W01?.body ?? '', now)).toBe(accept);
  });

  it.each(vectors.secrets)('$id is a secret: $accept', ({ secret, accept }) => {
    expect(isSecret(secret)).toBe(accept);
  });
});

function isSecret(text: string): boolean {
  try {
    return decodeSecret(text).length >= 24;
  } catch (cause) {
    // A fault that is not the sentence about secrets is one of ours.
    if (!String(cause).includes('expected a secret of whsec_')) throw cause;
    return false;
  }
}
