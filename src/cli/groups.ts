import { Command } from 'commander';
import type { Context } from './context.ts';
import { FILTER_OPTIONS } from './filter-options.ts';
import { type QuestionOption, withOptions } from './params.ts';
import type { CommonOptions } from './reading.ts';

type End = (code: number) => void;

export interface GroupOptions extends CommonOptions {
  readonly failIfEmpty?: boolean;
}

const CURRENCY: QuestionOption = ['--currency <code>', 'prices in this currency (USD)'];
const NEW_SINCE: QuestionOption = ['--new-since <time>', 'only first seen since: 30d, 2026-08-04'];

/** `chipwatch accelerators`: what each chip costs, where it is cheapest, and how that moved. */
export function acceleratorsCommand(context: Context, end: End): Command {
  const examples = `
Examples:
  $ chipwatch accelerators ascend --outside-china
  $ chipwatch accelerators nvidia:80GB.. --json`;
  return verb(context, end, {
    name: 'accelerators',
    description: 'show every chip that is offered: cheapest where, how many, how its price moved',
    options: [...FILTER_OPTIONS, CURRENCY],
    examples,
  });
}

/** `chipwatch providers`: who sells what. */
export function providersCommand(context: Context, end: End): Command {
  const examples = `
Examples:
  $ chipwatch providers H200
  $ chipwatch providers --new-since 30d --json`;
  return verb(context, end, {
    name: 'providers',
    description: 'show who sells: how much of what, since when',
    options: [...FILTER_OPTIONS, NEW_SINCE],
    examples,
  });
}

/** `chipwatch regions`: where what is sold, and what is new. */
export function regionsCommand(context: Context, end: End): Command {
  const examples = `
Examples:
  $ chipwatch regions ascend
  $ chipwatch regions --new-since 30d`;
  return verb(context, end, {
    name: 'regions',
    description: 'show where chips are sold: which, since when, under whose law',
    options: [...FILTER_OPTIONS, NEW_SINCE],
    examples,
  });
}

interface Verb {
  readonly name: 'accelerators' | 'providers' | 'regions';
  readonly description: string;
  readonly options: readonly QuestionOption[];
  readonly examples: string;
}

function verb(context: Context, end: End, { name, description, options, examples }: Verb): Command {
  const command = new Command(name)
    .description(description)
    .argument('[spec]', 'hardware: H100, H100:8, ascend');
  return withOptions(command, options)
    .option('--fail-if-empty', 'exit with 3 when nothing matches')
    .addHelpText('after', examples)
    .action(async (spec: string | undefined, _: unknown, command: Command) => {
      const { showGroups } = await import('./groups-text.ts');
      end(await showGroups(context, name, spec, command.optsWithGlobals<GroupOptions>()));
    });
}
