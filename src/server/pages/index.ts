import type { App } from '../app.ts';
import type { ServerDesk } from '../desk.ts';

/** The pages for people. */
export function mountPages(app: App, { now }: ServerDesk): void {
  app.get('/', (c) => c.text(`chipwatch, ${new Date(now()).toISOString()}\n`));
}
