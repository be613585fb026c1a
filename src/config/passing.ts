import type { z } from 'zod';

/** A check for text whose error is one sentence that repeats no secret. */
export function passing(check: (text: string) => unknown) {
  return (text: string, context: z.core.$RefinementCtx<string>): void => {
    try {
      check(text);
    } catch (cause) {
      // The sentence becomes an issue, which knows its place in the file.
      context.addIssue({ code: 'custom', message: (cause as RangeError).message });
    }
  };
}
