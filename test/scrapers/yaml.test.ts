import { describe, expect, it } from 'vitest';
import { yaml } from '../../scrapers/kit/index.ts';
import { aDocument } from '../support/documents.ts';

describe('yaml', () => {
  it('reads a document', () => {
    expect(yaml(aDocument('prices', 'a: [1, "b"]'))).toEqual({ a: [1, 'b'] });
  });

  it.each(['a: [1', 'a: &b 1\nc: *b'])('refuses %j, which is none or refers to itself', (text) => {
    expect(() => yaml(aDocument('prices', text))).toThrow('prices: expected YAML, found');
  });

  it('takes no failure to have the text for a fault of it', () => {
    const unread = {
      ...aDocument('prices', ''),
      text(): string {
        throw new Error('EIO: the disk is gone');
      },
    };

    expect(() => yaml(unread)).toThrow(/^EIO/);
  });
});
