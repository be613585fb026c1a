import { z } from 'zod';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { Flag } from '../domain/change.ts';
import { LABELS, sentence } from '../domain/rule-message.ts';
import { Availability } from '../domain/words.ts';

/** A message for people: what happened, and one line an event. */
export interface Chat {
  readonly type: string;
  readonly headline: string;
  readonly lines: readonly string[];
  /** Events that are not among the lines. */
  readonly more: number;
}

const State = z
  .object({
    amount: z.string().nullable(),
    currency: z.string().nullable(),
    availability: Availability,
    quantity: z.number().nullable(),
  })
  .nullable();

const Event = z.object({
  /** Of an event in a digest, where they are of several kinds. */
  type: Flag.optional(),
  offer: z
    .object({
      providerName: z.string(),
      accelerator: z.string(),
      count: z.number(),
      region: z.string().nullable(),
      zone: z.string().nullable(),
    })
    .nullable(),
  subject: z.string().nullable(),
  detail: z.string().nullable(),
  before: State,
  after: State,
  changePercent: z.number().nullable(),
  why: z.string(),
});

/** What is read of the message in the outbox. */
const Message = z.object({
  type: z.string(),
  data: z.object({ headline: z.string(), events: z.array(Event), truncated: z.number() }),
});

/** Letters of one line or headline at most. */
const LINE = 300;

/** Reads the message as the outbox keeps it; what was scraped is made plain text. */
export function chatOf(message: string): Chat {
  const { type, data } = Message.parse(JSON.parse(message));
  const name = (id: string) => acceleratorById(id)?.name ?? id;
  return {
    type,
    headline: plain(data.headline),
    lines: data.events.map((each) => {
      const label = each.type === undefined ? '' : `${LABELS[each.type]}: `;
      return plain(`${label}${sentence(each, name)}`);
    }),
    more: data.truncated,
  };
}

/** One line without control characters, whose addresses nobody's screen turns into links. */
function plain(text: string): string {
  const clean = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replaceAll('://', ':\u200b//')
    .replaceAll(/www\./gi, 'www\u200b.')
    .trim();
  return cut(clean, LINE);
}

/** At most so many letters (UTF-16), never half of one; what was cut ends in `…`. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const head = text.slice(0, most - 1);
  return `${head.isWellFormed() ? head : head.slice(0, -1)}…`;
}

/** Bytes in UTF-8. */
export function bytes(text: string): number {
  return Buffer.byteLength(text);
}

/**
 * The lines that fit, whole, and a last one that counts those that do not. `room` and what a line
 * takes of it, its end included, are in the unit of the service's own limit.
 */
export function fitting(
  { lines, more }: Pick<Chat, 'lines' | 'more'>,
  room: number,
  takes: (line: string) => number,
): readonly string[] {
  const closing = (left: number) => (left > 0 ? [`and ${left} more`] : []);
  const sum = (some: readonly string[]) => some.reduce((total, line) => total + takes(line), 0);
  for (let kept = lines.length; kept > 0; kept -= 1) {
    const chosen = [...lines.slice(0, kept), ...closing(lines.length - kept + more)];
    if (sum(chosen) <= room) return chosen;
  }
  return closing(lines.length + more);
}
