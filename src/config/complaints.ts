import type { z } from 'zod';
import { suggestion } from './nearest.ts';
import type { YamlFile } from './yaml-file.ts';

const NAMES: Readonly<Record<string, string>> = {
  object: 'a map',
  record: 'a map',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
};

/** What is wrong, in our words; unknown keys take one line each. */
export const complaint: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(issue.inst);
    return issue.keys.map((key) => `unknown key "${key}"${suggestion(key, known)}`).join('\n');
  }
  if (issue.code === 'invalid_key') return issue.issues[0]?.message;
  if (issue.input === undefined) return 'missing';
  if (issue.code === 'invalid_type') {
    return `expected ${NAMES[issue.expected] ?? issue.expected}, found ${kind(issue.input)}`;
  }
  if (issue.code === 'invalid_value') {
    const words = issue.values.map(String);
    const near = typeof issue.input === 'string' ? suggestion(issue.input, words) : '';
    return `expected ${words.join(', ')}, found ${JSON.stringify(issue.input)}${near}`;
  }
  return undefined;
};

/** One line a fault: `chipwatch.yaml:3:5: rules.cheap: unknown key "whne", did you mean "when"?` */
export function faults(error: z.ZodError, file: YamlFile): readonly string[] {
  const unknownFirst = error.issues.toSorted((a, b) => Number(isUnknown(b)) - Number(isUnknown(a)));
  return unknownFirst.flatMap((issue) => {
    const { path, message } = issue;
    const said = path.length > 0 ? `${path.map(String).join('.')}: ` : '';
    if (isUnknown(issue)) {
      const lines = message.split('\n');
      return issue.keys.map((key, i) => `${file.atKey(path, key)}: ${said}${lines[i]}`);
    }
    if (issue.code === 'invalid_key') {
      return `${file.atKey(path.slice(0, -1), String(path.at(-1)))}: ${said}${message}`;
    }
    return `${file.at(path)}: ${said}${message}`;
  });
}

function isUnknown(issue: z.core.$ZodIssue): issue is z.core.$ZodIssueUnrecognizedKeys {
  return issue.code === 'unrecognized_keys';
}

/** The keys of the map that the issue is about. */
function keysOf(schema: unknown): readonly string[] {
  const { shape } = schema as { readonly shape?: object };
  return Object.keys(shape ?? {});
}

function kind(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return NAMES[typeof value] ?? `a ${typeof value}`;
}
