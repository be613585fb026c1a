import { findBreakEven } from '../query/break-even.ts';
import { breakEvensJson } from '../query/break-even-json.ts';
import { findFits } from '../query/fit.ts';
import { fitsJson } from '../query/fit-json.ts';
import { breakEvenQuestion, fitQuestion } from '../query/model-question.ts';
import { groupQuestion } from '../query/offer-groups.ts';
import type { Params } from '../query/question-error.ts';
import { targetJson } from '../query/stacks-json.ts';
import { findTargets, hasAlternative } from '../query/targets.ts';
import { FILTER_OPTIONS } from './filter-options.ts';
import { BREAK_EVEN_OPTIONS, FIT_OPTIONS } from './fit.ts';
import { type Asking, CURRENCY, SPEC, sentence, type Tool } from './mcp-tool.ts';
import type { QuestionOption } from './params.ts';
import { plural } from './terminal.ts';

const MODEL: QuestionOption = ['--model <name>', 'deepseek-v4-flash, V4-Pro, qwen3-235b-a22b'];

/** What an assistant may ask of models, and of where the user could deploy. */
export const MODEL_TOOLS: readonly Tool[] = [
  {
    name: 'fit_model',
    title: 'What holds a model',
    description:
      'Which instances that can be rented hold a model, whether that is documented or arithmetic, and where each is cheapest.',
    options: [MODEL, SPEC, ...FIT_OPTIONS],
    answer: fits,
  },
  {
    name: 'break_even',
    title: 'Renting or paying by the token',
    description:
      'From which price of an accelerator-hour on renting beats the API of a model, by published rates of tokens; no rate is guessed.',
    options: [MODEL, SPEC, ...BREAK_EVEN_OPTIONS],
    answer: breakEvens,
  },
  {
    name: 'list_targets',
    title: 'Targets',
    description:
      'What each place where the user could deploy can get, by stack, and where Ascend is nearest.',
    options: [SPEC, ...FILTER_OPTIONS, CURRENCY],
    answer: targets,
  },
];

async function fits({ db }: Asking, params: Params, now: number) {
  const question = fitQuestion(params);
  const found = await findFits(db, question, now);
  const holding = found.found.filter(({ fit }) => 'instances' in fit);
  const kinds = plural(found.found.length, 'kind');
  const summary = sentence([
    `${holding.length} of ${kinds} of instances that are offered hold ${question.model.name}`,
    holding.length < found.found.length ? 'those that do not are left out here' : '',
  ]);
  const json = fitsJson(question, { ...found, found: holding });
  return { summary, truncated: holding.length < found.found.length, ...json };
}

async function breakEvens({ db }: Asking, params: Params, now: number) {
  const question = breakEvenQuestion(params, now);
  const answer = await findBreakEven(db, question, now);
  const won = answer.found.flatMap(({ line, offered }) =>
    offered.filter(
      ({ perAcceleratorHour }) =>
        perAcceleratorHour !== null && perAcceleratorHour < line.perAcceleratorHour,
    ),
  );
  const summary = sentence([
    `${plural(answer.found.length, 'published rate')} of ${question.model.name}, ${won.length} offered for less than it is worth`,
    answer.otherConditions.length > 0
      ? `${answer.otherConditions.length} measured under other conditions left out`
      : '',
  ]);
  return { summary, truncated: false, ...breakEvensJson(question, answer) };
}

async function targets({ db, targets: all }: Asking, params: Params, now: number) {
  const found = await findTargets(db, all, groupQuestion(params, now), now);
  const free = found.filter(hasAlternative).length;
  const summary = sentence([
    all.length === 0
      ? 'no targets are set in the configuration'
      : `${free} of ${plural(all.length, 'target')} could run without NVIDIA`,
  ]);
  return { summary, truncated: false, total: found.length, targets: found.map(targetJson) };
}
