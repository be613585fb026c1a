import type { Stack } from '../words.ts';
import type { Day } from './sightings.ts';

/** What a person should know before renting hardware of a family. No advice. */
export interface Note {
  readonly about: Stack;
  readonly date: Day;
  readonly text: string;
  readonly url: string;
}

const NOTES: readonly Note[] = [
  {
    about: 'cann',
    date: '2025-05-13',
    text: 'US export control: guidance of the BIS names the Ascend 910B, 910C and 910D. It was announced as saying that their use anywhere in the world violates US rules, and reworded within a week to alert industry to the risks of using them. No legal advice.',
    url: 'https://exportcompliancedaily.com/article/2025/05/20/bis-eliminates-language-saying-use-of-huawei-ascend-chips-anywhere-violates-export-controls-2505190030',
  },
];

/** The notes about these families, each once. */
export function notesAbout(stacks: Iterable<string | null>): readonly Note[] {
  const asked = new Set(stacks);
  return NOTES.filter(({ about }) => asked.has(about));
}
