import { Command } from 'commander';
import type { Context } from './context.ts';
import type { CommonOptions } from './reading.ts';

/** `chipwatch mcp`: the questions for assistants, by the Model Context Protocol over standard streams. */
export function mcpCommand(context: Context, end: (code: number) => void): Command {
  return new Command('mcp')
    .description('answer an assistant by the Model Context Protocol, over stdin and stdout')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch mcp
  $ claude mcp add chipwatch -- chipwatch mcp --db /srv/chipwatch.db`,
    )
    .action(async (_: unknown, command: Command) => {
      const { serveAssistant } = await import('./mcp-server.ts');
      end(await serveAssistant(context, command.optsWithGlobals<CommonOptions>()));
    });
}
