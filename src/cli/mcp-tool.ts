import type { Database } from '../../db/open.ts';
import type { Target } from '../domain/targets.ts';
import type { Params } from '../query/question-error.ts';
import type { SourceFacts } from '../query/source-standings.ts';
import type { QuestionOption } from './params.ts';

/** What is asked, and of what. */
export interface Asking {
  readonly db: Database;
  readonly sources: readonly SourceFacts[];
  readonly targets: readonly Target[];
  readonly now: () => number;
}

/** What every tool answers; the rest is as in the JSON of the command line. */
export interface ToolAnswer {
  readonly summary: string;
  readonly truncated: boolean;
}

/** A question that an assistant may ask. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly options: readonly QuestionOption[];
  /** Throws a `QuestionError`. */
  answer(asking: Asking, params: Params, now: number): Promise<ToolAnswer>;
}

export const CURRENCY: QuestionOption = ['--currency <code>', 'prices in this currency (USD)'];

export const SPEC: QuestionOption = [
  '--spec <text>',
  'hardware: H100, H100:8 for eight of them, nvidia:80GB.., ascend, 910B, "H100 SXM"',
];

/** The parts that say something, as one sentence. */
export const sentence = (parts: readonly string[]): string =>
  `${parts.filter((part) => part !== '').join('; ')}.`;
