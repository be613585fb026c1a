import { z } from 'zod';
import { MODELS, modelOf } from '../../domain/models/models.ts';
import { findBreakEven } from '../../query/break-even.ts';
import { breakEvensJson, TOKEN_ROWS, tokensJson } from '../../query/break-even-json.ts';
import { findFits } from '../../query/fit.ts';
import { fitsJson, modelJson } from '../../query/fit-json.ts';
import {
  BreakEvenParams,
  breakEvenQuestion,
  FitParams,
  fitQuestion,
} from '../../query/model-question.ts';
import type { Params } from '../../query/question-error.ts';
import { compareTokenPrices, TokenParams, tokenQuestion } from '../../query/token-comparison.ts';
import { ProblemError } from '../problem.ts';
import { API, type Asked, answered, answerOf, get, type Route } from './route.ts';
import { withRows } from './rows.ts';

const Named = z.looseObject({ id: z.string(), name: z.string() });

/** What runs a model, and what it costs to. */
export const MODEL_ROUTES: readonly Route[] = [
  get({
    path: `${API}/models`,
    summary: 'The models it can say something of, and those it cannot',
    answer: answerOf('models/1', { total: z.number(), models: z.array(Named) }),
    handle: async (asked) =>
      answered(asked, 'models/1', { total: MODELS.length, models: MODELS.map(modelJson) }),
  }),
  get({
    path: `${API}/models/{id}/fits`,
    summary: 'Which instances hold a model, how that is known, and where they are cheapest',
    params: FitParams.omit({ model: true }),
    answer: answerOf('fits/1', {
      model: Named,
      total: z.number(),
      fits: z.array(z.looseObject({})),
    }),
    handle: async (asked) => {
      const question = fitQuestion(withModel(asked));
      const answer = await findFits(asked.desk.db, question, asked.now);
      return answered(asked, 'fits/1', fitsJson(question, answer));
    },
  }),
  get({
    path: `${API}/models/{id}/break-evens`,
    summary: 'From which price of an accelerator-hour on renting beats paying by the token',
    params: BreakEvenParams.omit({ model: true }),
    answer: answerOf('break-evens/1', { model: Named, breakEvens: z.array(z.looseObject({})) }),
    handle: async (asked) => {
      const question = breakEvenQuestion(withModel(asked), asked.now);
      const answer = await findBreakEven(asked.desk.db, question, asked.now);
      return answered(asked, 'break-evens/1', breakEvensJson(question, answer));
    },
  }),
  ...withRows(
    get({
      path: `${API}/tokens`,
      summary: 'What APIs ask for a million tokens, the cheapest first',
      params: TokenParams,
      answer: answerOf('tokens/1', { total: z.number(), tokens: z.array(z.looseObject({})) }),
      handle: async (asked) => {
        const question = tokenQuestion(asked.params, asked.now);
        const found = await compareTokenPrices(asked.desk.db, question);
        return answered(asked, 'tokens/1', tokensJson(question, found));
      },
    }),
    'tokens',
    TOKEN_ROWS,
  ),
];

/** The question with the model that its path names. Throws where the catalogue has none. */
function withModel({ c, params }: Asked): Params {
  const name = String(c.req.param('id'));
  if (modelOf(name) === null) throw new ProblemError('not-found', `no model is called "${name}"`);
  return { ...params, model: name };
}
