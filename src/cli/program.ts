import { Command, CommanderError, Option } from 'commander';
import { isCorrupt } from '../../db/failure.ts';
import { VERSION } from '../version.ts';
import { captureCommand } from './capture.ts';
import { changesCommand } from './changes.ts';
import { compareCommand } from './compare.ts';
import { completionCommand } from './completion.ts';
import { configCommand } from './config.ts';
import type { Context } from './context.ts';
import { crawlCommand } from './crawl.ts';
import { dbCommand } from './db.ts';
import { deliveriesCommand } from './deliveries.ts';
import { doctorCommand } from './doctor.ts';
import { EXIT } from './exit.ts';
import { exportCommand } from './export.ts';
import { breakEvenCommand, fitCommand } from './fit.ts';
import { acceleratorsCommand, providersCommand, regionsCommand } from './groups.ts';
import { historyCommand } from './history.ts';
import { importCommand } from './import.ts';
import { mcpCommand } from './mcp.ts';
import { notifyCommand } from './notify.ts';
import { offersCommand } from './offers.ts';
import { OUTPUTS, type OutputOptions, refuseForm } from './output.ts';
import { letReadersLeave } from './pipes.ts';
import { quarantineCommand } from './quarantine.ts';
import { rulesCommand } from './rules.ts';
import { serveCommand } from './serve.ts';
import { sourcesCommand } from './sources.ts';
import { stacksCommand, targetsCommand } from './stacks.ts';
import { tokensCommand } from './tokens.ts';

const VERBS = [
  crawlCommand,
  importCommand,
  offersCommand,
  compareCommand,
  changesCommand,
  historyCommand,
  acceleratorsCommand,
  providersCommand,
  regionsCommand,
  stacksCommand,
  targetsCommand,
  fitCommand,
  breakEvenCommand,
  tokensCommand,
  sourcesCommand,
  quarantineCommand,
  rulesCommand,
  notifyCommand,
  deliveriesCommand,
  serveCommand,
  mcpCommand,
  exportCommand,
  dbCommand,
  configCommand,
  doctorCommand,
  completionCommand,
  captureCommand,
];

/** Runs one command line of this process; sets its exit code. */
export async function runHere(args: readonly string[]): Promise<void> {
  const { env, stdin, stdout, stderr } = process;
  letReadersLeave(process);
  const context = { env, cwd: process.cwd(), stdin, stdout, stderr, now: () => Date.now() };
  process.exitCode = await main(context, args);
}

/** Runs one command line and gives its exit code; every fault is one sentence on standard error. */
export async function main(context: Context, args: readonly string[]): Promise<number> {
  let code: number = EXIT.ok;
  const program = createProgram(context, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    return failed(context, error);
  }
}

/** The command line with all its verbs; `end` is given the exit code. */
export function createProgram(context: Context, end: (code: number) => void): Command {
  const { stdout, stderr } = context;
  let isWide = false;
  const screen: Context['stdout'] = {
    write: (text) => stdout.write(text),
    isTTY: stdout.isTTY === true,
    // What is wide is not cut at the edge of the terminal.
    get columns() {
      return isWide ? 0 : (stdout.columns ?? 0);
    },
  };
  const program = new Command('chipwatch')
    .description('Where can I rent an Ascend or an NVIDIA chip tonight, and what changed?')
    .version(VERSION)
    .option('--db <file>', 'the database, instead of the configured one')
    .option('--config <file>', 'the configuration, instead of chipwatch.yaml')
    .addOption(new Option('-o, --output <form>', 'how to answer').choices(OUTPUTS))
    .option('--json', 'answer as one JSON object: -o json')
    .hook('preAction', (_, action) => {
      const { output, json } = program.opts<OutputOptions>();
      refuseForm(pathOf(action), { output: output ?? 'table' });
      isWide = output === 'wide';
      program.setOptionValue('json', json === true || output === 'json');
    })
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
    })
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch crawl
  $ chipwatch offers ascend --outside-china`,
    );
  for (const verb of VERBS) adopt(program, verb({ ...context, stdout: screen }, end));
  return program;
}

/** A command with those above it: `quarantine show`. */
function pathOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null
    ? command.name()
    : `${pathOf(parent)} ${command.name()}`;
}

/** A command made elsewhere takes over how the program writes and ends, and so do those below it. */
function adopt(program: Command, command: Command): void {
  program.addCommand(inherit(program, command));
}

function inherit(parent: Command, command: Command): Command {
  command.copyInheritedSettings(parent);
  for (const below of command.commands) inherit(command, below);
  return command;
}

const CODES: Readonly<Record<string, number>> = {
  UsageError: EXIT.usage,
  ConfigError: EXIT.config,
  DatabaseError: EXIT.config,
};

function failed({ stderr, env }: Context, error: unknown): number {
  // Commander has written its sentence; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = CODES[name] ?? (isCorrupt(error) ? EXIT.config : EXIT.bug);
  stderr.write(`chipwatch: ${message}\n`);
  if (code === EXIT.bug) {
    const more = env.CHIPWATCH_LOG === 'debug' ? `${stack}\n` : hint();
    stderr.write(more);
  }
  return code;
}

function hint(): string {
  return 'This should not happen. CHIPWATCH_LOG=debug says where it did.\n';
}
