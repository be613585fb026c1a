import { Command } from 'commander';
import type { Context } from './context.ts';

type End = (code: number) => void;

/** `chipwatch config`: what is settled, whether it can be, and what may be. */
export function configCommand(context: Context, end: End): Command {
  return new Command('config')
    .description('show, check and describe the configuration')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch config show
  $ chipwatch config schema > chipwatch.schema.json`,
    )
    .addCommand(showCommand(context, end))
    .addCommand(checkCommand(context, end))
    .addCommand(schemaCommand(context, end));
}

function showCommand(context: Context, end: End): Command {
  return new Command('show')
    .description('every setting in force and where it comes from, without secrets')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch config show
  $ chipwatch config show --json --config /etc/chipwatch/config.yaml`,
    )
    .action(async (_: unknown, command: Command) => {
      const { show } = await import('./configuring.ts');
      end(show(context, command.optsWithGlobals()));
    });
}

function checkCommand(context: Context, end: End): Command {
  return new Command('check')
    .description('whether the configuration can be used; each fault with its line')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch config check
  $ chipwatch config check --config new.yaml`,
    )
    .action(async (_: unknown, command: Command) => {
      const { check } = await import('./configuring.ts');
      end(check(context, command.optsWithGlobals()));
    });
}

function schemaCommand(context: Context, end: End): Command {
  return new Command('schema')
    .description('the JSON Schema of chipwatch.yaml, for editors')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch config schema > chipwatch.schema.json
  $ chipwatch config schema | jq .properties.store`,
    )
    .action(async () => {
      const { schema } = await import('./configuring.ts');
      end(schema(context));
    });
}
