import { Command } from 'commander';
import type { Context } from './context.ts';

type End = (code: number) => void;

/** `chipwatch config`: what is settled and where, whether it can be, and what may be. */
export function configCommand(context: Context, end: End): Command {
  return new Command('config')
    .description('begin, find, show, check and describe the configuration')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch config init
  $ chipwatch config show`,
    )
    .addCommand(initCommand(context, end))
    .addCommand(pathCommand(context, end))
    .addCommand(showCommand(context, end))
    .addCommand(checkCommand(context, end))
    .addCommand(schemaCommand(context, end));
}

function initCommand(context: Context, end: End): Command {
  return new Command('init')
    .description('write a configuration to start from, where there is none')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch config init
  $ chipwatch config init --config ~/.config/chipwatch/config.yaml`,
    )
    .action(async (_: unknown, command: Command) => {
      const { init } = await import('./placing.ts');
      end(init(context, command.optsWithGlobals()));
    });
}

function pathCommand(context: Context, end: End): Command {
  return new Command('path')
    .description('which file is read, and where it is looked for, in order')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch config path
  $ chipwatch config path --json | jq -r .file`,
    )
    .action(async (_: unknown, command: Command) => {
      const { showPlaces } = await import('./placing.ts');
      end(showPlaces(context, command.optsWithGlobals()));
    });
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
