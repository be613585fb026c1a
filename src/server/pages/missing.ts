/** What a page is about does not exist: one sentence for who asked. */
export class Missing extends Error {
  override readonly name = 'Missing';
}
