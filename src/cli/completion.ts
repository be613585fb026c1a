import { Argument, Command } from 'commander';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

/** `chipwatch completion`: what a shell needs to complete verbs and options. */
export function completionCommand(context: Context, end: (code: number) => void): Command {
  return new Command('completion')
    .description('print what a shell needs to complete verbs and options')
    .addArgument(new Argument('<shell>').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  $ source <(chipwatch completion bash)
  $ chipwatch completion fish > ~/.config/fish/completions/chipwatch.fish`,
    )
    .action((shell: Shell, _: unknown, { parent }: Command) => {
      const verbs = (parent?.commands ?? []).map(wordsOf);
      context.stdout.write(shell === 'fish' ? fish(verbs) : posix(verbs, shell));
      end(EXIT.ok);
    });
}

interface Words {
  readonly verb: string;
  readonly description: string;
  /** What may follow: the commands below it. */
  readonly below: readonly string[];
  readonly options: readonly { readonly long: string; readonly description: string }[];
}

function wordsOf(command: Command): Words {
  const all = [...command.options, ...(command.parent?.options ?? [])];
  return {
    verb: command.name(),
    description: command.description(),
    below: command.commands.map((each) => each.name()),
    options: all.flatMap(({ long, description }) => (long ? [{ long, description }] : [])),
  };
}

/** zsh reads the script of bash. */
function posix(verbs: readonly Words[], shell: 'bash' | 'zsh'): string {
  const cases = verbs.map(({ verb, below, options }) => {
    const words = [...below, ...options.map(({ long }) => long)].join(' ');
    return `    ${verb}) words="${words}" ;;\n`;
  });
  return `${shell === 'zsh' ? 'autoload -U +X bashcompinit && bashcompinit\n' : ''}_chipwatch() {
  local words="${verbs.map(({ verb }) => verb).join(' ')}"
  [ "$COMP_CWORD" -gt 1 ] && case "\${COMP_WORDS[1]}" in
${cases.join('')}  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _chipwatch chipwatch
`;
}

function fish(verbs: readonly Words[]): string {
  const quoted = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
  const lines = verbs.flatMap(({ verb, description, below, options }) => {
    const after = `complete -c chipwatch -n '__fish_seen_subcommand_from ${verb}'`;
    return [
      `complete -c chipwatch -n __fish_use_subcommand -f -a ${verb} -d ${quoted(description)}`,
      ...below.map((name) => `${after} -f -a ${name}`),
      ...options.map((each) => `${after} -l ${each.long.slice(2)} -d ${quoted(each.description)}`),
    ];
  });
  return lines.map((line) => `${line}\n`).join('');
}
