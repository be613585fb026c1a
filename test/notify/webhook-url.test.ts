import { describe, expect, it } from 'vitest';
import { webhookUrl } from '../../src/notify/webhook-url.ts';

describe('webhookUrl', () => {
  it.each([
    'http://[::1%25lo]/',
    'http://127.0.0.1\\@example.com/',
    'http:/\\127.0.0.1/',
    'http:/127.0.0.1/',
    'http://user:pass@example.com/',
    'http://user@example.com/',
    'http://127.0.0.1%2f@example.com/',
    'http://exam\nple.com/',
    ' http://example.com/',
    'http://example.com/a b',
    'file:///etc/passwd',
    'FILE:/etc/passwd',
    'source:http://127.0.0.1/',
    'javascript:alert(1)',
    'data:text/html,<h1>x</h1>',
    'gopher://127.0.0.1:6379/_FLUSHALL',
    'ftp://example.com/',
    'http://example.com:25/',
    'https://example.com:22/',
    '',
    '//example.com/',
    'http://',
    'http:///example.com',
  ])('refuses %j', (text) => {
    expect(() => webhookUrl(text)).toThrow(/^expected a webhook address /);
  });

  it.each([
    'https://example.com/hook',
    'https://example.com:8443/',
    'http://example.com:80/',
    'http://example.com:443/',
    'http://example.com:1024/',
  ])('takes %s', (text) => {
    expect(webhookUrl(text).host).toMatch(/^example\.com/);
  });

  it('repeats nothing of an address but its host', () => {
    expect(() => webhookUrl('http://user:hunter2@example.com/hidden?key=hidden')).toThrow(
      /^expected a webhook address without a user or a password, found another at example\.com$/,
    );
  });
});
