import type { Command } from 'commander';
import { type Params, QuestionError } from '../query/question-error.ts';
import { UsageError } from './exit.ts';

/** `--provider a --provider b` is `--provider a,b`. */
export function joined(text: string, before?: string): string {
  return before === undefined ? text : `${before},${text}`;
}

/** An option of a question: its flags, and what the parameter of that name narrows. */
export type QuestionOption = readonly [flags: string, description: string];

/** Gives a command the options of a question; they are read by `params`, not by the command. */
export function withOptions(command: Command, options: readonly QuestionOption[]): Command {
  for (const [flags, description] of options) {
    if (flags.includes('<')) command.option(flags, description, joined);
    else command.option(flags, description);
  }
  return command;
}

/** What was given on the command line as the parameters of a question. */
export function params(
  names: readonly string[],
  spec: string | undefined,
  options: Readonly<Record<string, unknown>>,
): Params {
  const given = names.flatMap((name) => {
    const value = options[camelCase(name)];
    return value === undefined ? [] : [[name, value === true ? '1' : String(value)] as const];
  });
  return Object.fromEntries(spec === undefined ? given : [['spec', spec], ...given]);
}

/** Reads a question; what was not understood is a fault of the command line, named by its option. */
export function asked<Question>(read: () => Question): Question {
  try {
    return read();
  } catch (cause) {
    throw faultOf(cause);
  }
}

/** The same for what only the database can tell, such as the offer that is meant. */
export async function askedAsync<Answer>(answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } catch (cause) {
    throw faultOf(cause);
  }
}

/** What are arguments, not options: their sentences need no name before them. */
const ARGUMENTS: ReadonlySet<string> = new Set(['spec', 'id', 'model']);

function faultOf(cause: unknown): unknown {
  if (!(cause instanceof QuestionError)) return cause;
  const { parameter, message } = cause;
  const sentence = ARGUMENTS.has(parameter) ? message : `--${parameter}: ${message}`;
  return new UsageError(sentence, { cause });
}

/** What commander calls an option: `outside-china` is `outsideChina`. */
function camelCase(name: string): string {
  const [first = '', ...words] = name.split('-');
  return first + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
