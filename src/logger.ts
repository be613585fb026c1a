import { styleText } from 'node:util';
import { type Logger, type LoggerOptions, pino } from 'pino';
import { z } from 'zod';
import { quote } from './domain/errors.ts';

export type { Logger };

export const LogLevel = z.enum(['debug', 'info', 'warn', 'error', 'silent']);
export type LogLevel = z.infer<typeof LogLevel>;

/** Where log lines go: standard error, or a stand-in. */
export interface LogStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const COLOURS = { debug: 'gray', info: 'cyan', warn: 'yellow', error: 'red' } as const;
const PLAIN = /^[\w.:/@%+,-]+$/;

const Entry = z.looseObject({
  time: z.string(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  msg: z.string().default(''),
  err: z.looseObject({ message: z.string(), stack: z.string() }).optional(),
});

const OPTIONS: LoggerOptions = {
  base: null,
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (level) => ({ level }) },
};

/**
 * The log: a static message with its data beside it, as `log.info({ source }, 'crawl ended')`. One
 * JSON object a line, or one line for people where a terminal is on the other end.
 */
export function createLogger({
  level,
  stream = process.stderr,
  colour = false,
}: {
  readonly level: LogLevel;
  readonly stream?: LogStream;
  readonly colour?: boolean;
}): Logger {
  const write = stream.isTTY
    ? (json: string) => stream.write(forPeople(json, colour))
    : (json: string) => stream.write(json);
  return pino({ ...OPTIONS, level }, { write });
}

function forPeople(json: string, colour: boolean): string {
  const { time, level, msg, err, ...data } = Entry.parse(JSON.parse(json));
  const label = level.toUpperCase().padEnd('ERROR'.length);
  const painted = colour ? styleText(COLOURS[level], label, { validateStream: false }) : label;
  const facts = { ...data, ...(err && { error: err.message }) };
  const pairs = Object.entries(facts).map(([name, value]) => ` ${name}=${show(value)}`);
  const stack = err ? indented(err.stack) : '';
  return `${time.slice('2026-01-01T'.length, -'.000Z'.length)} ${painted} ${msg}${pairs.join('')}\n${stack}`;
}

function show(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return PLAIN.test(value) ? value : quote(value);
}

/** The lines of a stack but for its first, which repeats the message. */
function indented(stack: string): string {
  const frames = stack.split('\n').filter((line) => line.trim().startsWith('at '));
  return frames.map((frame) => `  ${frame.trim()}\n`).join('');
}
