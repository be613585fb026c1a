import { z } from 'zod';
import { Flags, RULE_FILTERS, type Rule } from '../../domain/rules.ts';
import { tryRule } from '../../query/rule-trial.ts';
import { TrialParams, trialJson, trialQuestion } from '../../query/rule-trial-json.ts';
import { ProblemError } from '../problem.ts';
import { API, type Asked, answered, answerOf, type Route } from './route.ts';

/** A rule as it would stand in the configuration. */
const Written = z.strictObject({ when: Flags, ...RULE_FILTERS });
const Body = z.strictObject({
  rule: z.union([z.string(), z.looseObject({})], 'expected the name of a rule, or a rule'),
});

export const TRYING_ROUTES: readonly Route[] = [
  {
    method: 'post',
    path: `${API}/rules/test`,
    summary: 'What a rule would have told, had it been added thirty days ago; it changes nothing',
    params: TrialParams,
    body: Body,
    type: 'application/json',
    answer: answerOf('rule-test/1', {
      changes: z.number(),
      messages: z.number(),
      shown: z.number(),
      fired: z.array(z.looseObject({ crawl: z.number(), flag: z.string(), events: z.number() })),
    }),
    handle: tested,
  },
];

async function tested(asked: Asked): Promise<Response> {
  const { desk, params, now } = asked;
  const question = trialQuestion(params, now);
  const trial = await tryRule(desk.db, await ruleOf(asked), question);
  return answered(asked, 'rule-test/1', trialJson(trial, question.limit));
}

/** A rule of the configuration by its name, or one that is written out. */
async function ruleOf({ c, desk }: Asked): Promise<Rule> {
  const { rule } = understood(Body, await jsonOf(c.req.raw), []);
  if (typeof rule !== 'string') {
    const { when, ...filters } = understood(Written, rule, ['rule']);
    return { id: 'tested', flags: when, ...filters, channels: [] };
  }
  const known = desk.rules.find(({ id }) => id === rule);
  if (known !== undefined) return known;
  throw new ProblemError(
    'bad-body',
    'rule: expected the name of a rule, as /api/v1/rules gives it',
  );
}

function understood<T>(schema: z.ZodType<T>, body: unknown, at: readonly string[]): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = [...at, ...(issue?.path.map(String) ?? [])].join('.');
  throw new ProblemError('bad-body', `${path || 'the body'}: ${issue?.message}`);
}

async function jsonOf(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ProblemError('bad-body', 'expected JSON such as {"rule": {"when": "price.drop"}}');
  }
}
