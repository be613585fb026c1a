import { z } from 'zod';
import { QuestionError } from '../query/question-error.ts';
import { VERSION } from '../version.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { Asking, Tool } from './mcp-tool.ts';
import { TOOLS } from './mcp-tools.ts';
import { optional } from './optional.ts';
import { type CommonOptions, configOf, withDatabase } from './reading.ts';
import { sourceFacts } from './source-facts.ts';

const SDK = '@modelcontextprotocol/sdk';

const INSTRUCTIONS = `What accelerators (NVIDIA, Ascend, AMD and others) can be rented where, at what price, how that is known and how old it is.
Prices are for an hour; null means that the provider does not say. "sold-out" offers cannot be rented now. Every answer has asOf and a summary to cite; where it is a part, it says so and how to read on.`;

/** What every answer has; the rest is as in the JSON of the command line. */
const Answer = z.looseObject({
  /** When it was asked, ISO 8601. */
  asOf: z.iso.datetime(),
  /** One sentence to cite: how many, how old, what is not shown. */
  summary: z.string(),
  /** More matches than is shown. */
  truncated: z.boolean(),
});

/** Answers until the assistant hangs up; writes nothing but the protocol to standard output. */
export async function serveAssistant(context: Context, options: CommonOptions): Promise<number> {
  const [{ McpServer }, { StdioServerTransport }] = await optional(SDK, () =>
    Promise.all([
      import('@modelcontextprotocol/sdk/server/mcp.js'),
      import('@modelcontextprotocol/sdk/server/stdio.js'),
    ]),
  );
  const config = configOf(context, options);
  const sources = sourceFacts(config);
  return withDatabase(context, options, async (db) => {
    const server = new McpServer(
      { name: 'chipwatch', version: VERSION },
      { instructions: INSTRUCTIONS },
    );
    const asking: Asking = { db, sources, targets: config.targets, now: context.now };
    for (const tool of TOOLS) {
      const { name, title, description } = tool;
      const annotations = { readOnlyHint: true, openWorldHint: false };
      const schemas = { inputSchema: inputOf(tool), outputSchema: Answer };
      server.registerTool(name, { title, description, annotations, ...schemas }, (given) =>
        answerOf(tool, asking, given),
      );
    }
    const isOver = new Promise<void>((resolve) => {
      server.server.onclose = resolve;
    });
    process.stdin.once('end', () => void server.close());
    await server.connect(new StdioServerTransport());
    await isOver;
    return EXIT.ok;
  });
}

/** The parameters of a tool: those of the question, in its grammar. */
function inputOf({ options }: Tool) {
  const shape = options.map(([flags, description]) => {
    const name = /--(?<name>[a-z-]+)/.exec(flags)?.groups?.name ?? flags;
    const type = flags.includes('<') ? z.union([z.string(), z.number()]) : z.boolean();
    return [name, type.optional().describe(description)] as const;
  });
  return z.strictObject(Object.fromEntries(shape));
}

async function answerOf(tool: Tool, asking: Asking, given: Readonly<Record<string, unknown>>) {
  const params = Object.entries(given).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : [[name, value === true ? '1' : String(value)]],
  );
  try {
    const now = asking.now();
    const facts = await tool.answer(asking, Object.fromEntries(params), now);
    const answer = { asOf: new Date(now).toISOString(), ...facts };
    return { content: [text(JSON.stringify(answer))], structuredContent: answer };
  } catch (cause) {
    if (!(cause instanceof QuestionError)) throw cause;
    // Whoever asked can ask better: the sentence is the answer.
    return { isError: true, content: [text(`${cause.parameter}: ${cause.message}`)] };
  }
}

const text = (words: string) => ({ type: 'text', text: words }) as const;
