import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.ts';

const screen = { write: () => true };
const stdin = { async *[Symbol.asyncIterator]() {} };
const context = { env: {}, cwd: '.', stdin, stdout: screen, stderr: screen, now: () => 0 };

/** A command and all below it, each by its path: `chipwatch quarantine show`. */
function every(command: Command, above = ''): readonly (readonly [string, Command])[] {
  const path = `${above}${command.name()}`;
  return [[path, command], ...command.commands.flatMap((below) => every(below, `${path} `))];
}

const COMMANDS = every(createProgram(context, () => {}));

/** What `--help` prints. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
  });
  command.outputHelp();
  return text;
}

describe('the help', () => {
  it('is there for more than forty commands', () => {
    expect(COMMANDS.length).toBeGreaterThan(40);
  });

  it.each(COMMANDS)('of %s has two examples or more, each of itself', (path, command) => {
    const examples = [...helpOf(command).matchAll(/^ {2}\$ (?<line>.+)$/gm)].map(
      ({ groups }) => groups?.line ?? '',
    );

    expect(examples.length).toBeGreaterThanOrEqual(2);
    expect(examples.filter((line) => !`${line} `.includes(`${path} `))).toEqual([]);
  });
});
