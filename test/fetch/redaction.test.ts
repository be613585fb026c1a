import { describe, expect, it } from 'vitest';
import { createRedaction, REDACTED } from '../../src/fetch/redaction.ts';

describe('redaction', () => {
  const { text } = createRedaction(['a-key-of-nobody']);

  it('takes out a token that a host hands out for a key', () => {
    const answer = '{"access_token":"abc.def","refresh_token": "ghi","scope":"read"}';

    expect(text(answer)).toBe(
      `{"access_token":"${REDACTED}","refresh_token": "${REDACTED}","scope":"read"}`,
    );
  });

  it('takes out a key that a host echoes, and nothing else', () => {
    expect(text('{"key":"a-key-of-nobody","page_token":"2"}')).toBe(
      `{"key":"${REDACTED}","page_token":"2"}`,
    );
  });
});
