import type { Message } from '../domain/rule-message.ts';

/** Where a channel's messages go. */
export interface Target {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/** A way to tell people, the mirror image of a scraper: a pure literal, no I/O. */
export interface Channel<Config> {
  readonly type: string;
  /** The exact text that every try sends, made once when the message enters the outbox. */
  body(message: Message): string;
  /** Asked at each try, so that a corrected address serves what is waiting. */
  target(config: Config): Target;
}
