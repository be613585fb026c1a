import { z } from 'zod';
import { generationHistory } from '../../query/generation-history.ts';
import { findAccelerators, findProviders, findRegions } from '../../query/groups.ts';
import { acceleratorJson, providerJson, regionJson } from '../../query/groups-json.ts';
import { GroupParams, groupQuestion } from '../../query/offer-groups.ts';
import { StackParams, stackQuestion } from '../../query/stack-question.ts';
import { findStacks } from '../../query/stacks.ts';
import { generationHistoryJson, stackJson, targetJson } from '../../query/stacks-json.ts';
import { findTargets } from '../../query/targets.ts';
import { intervalOf } from '../desk.ts';
import { ProblemError } from '../problem.ts';
import { API, type Asked, answered, answerOf, get, type Route } from './route.ts';
import { withRows } from './rows.ts';

const Group = z.looseObject({
  firstSeenAt: z.iso.datetime().nullable(),
  seenAt: z.iso.datetime().nullable(),
});

const FIND = {
  accelerators: async ({ desk, params, now }: Asked) =>
    (await findAccelerators(desk.db, groupQuestion(params, now), now)).map(acceleratorJson),
  providers: async ({ desk, params, now }: Asked) =>
    (await findProviders(desk.db, groupQuestion(params, now), now)).map(providerJson),
  regions: async ({ desk, params, now }: Asked) =>
    (await findRegions(desk.db, groupQuestion(params, now), now)).map(regionJson),
} as const;

const SUMMARIES: Readonly<Record<keyof typeof FIND, string>> = {
  accelerators: 'Each accelerator that is offered, with its floor and where it is',
  providers: 'Each provider that lists something, with what and since when',
  regions: 'Each region in which something is listed, in its provider’s own code',
};

const NAMES = ['accelerators', 'providers', 'regions'] as const;

/** What is summed up over all of a market is not narrowed to what is new in it. */
const NOT_NEW = GroupParams.omit({ 'new-since': true });
const CURRENCY_ONLY = GroupParams.pick({ currency: true });

async function stacks(asked: Asked): Promise<Response> {
  const { desk, params, now } = asked;
  const question = stackQuestion(params, now);
  const found = await findStacks(desk.db, question, now);
  const interval = (source: string) => intervalOf(desk, source);
  return answered(asked, 'stacks/1', {
    total: found.length,
    stacks: found.map(stackJson),
    history: (await generationHistory(desk.db, question, interval)).map(generationHistoryJson),
  });
}

/** How far the market, and the user's own targets, are from one maker's. */
const STACK_ROUTES: readonly Route[] = [
  ...withRows(
    get({
      path: `${API}/stacks`,
      summary:
        'Each hardware family that is offered, with its generations, what they cost and came to cost',
      params: StackParams,
      answer: answerOf('stacks/1', {
        total: z.number(),
        stacks: z.array(Group),
        history: z.array(z.looseObject({ stack: z.string(), generation: z.string() })),
      }),
      handle: stacks,
    }),
    'stacks',
  ),
  ...withRows(
    get({
      path: `${API}/targets`,
      summary: 'What each target of the configuration can get, and where Ascend is nearest',
      params: CURRENCY_ONLY,
      answer: answerOf('targets/1', {
        total: z.number(),
        targets: z.array(z.looseObject({ id: z.string() })),
      }),
      handle: async (asked) => {
        const { desk, params, now } = asked;
        const found = await findTargets(desk.db, desk.targets, groupQuestion(params, now), now);
        return answered(asked, 'targets/1', {
          total: found.length,
          targets: found.map(targetJson),
        });
      },
    }),
    'targets',
  ),
];

export const GROUP_ROUTES: readonly Route[] = [
  ...STACK_ROUTES,
  ...NAMES.flatMap((name) =>
    withRows(
      get({
        path: `${API}/${name}`,
        summary: SUMMARIES[name],
        params: name === 'accelerators' ? NOT_NEW : GroupParams,
        answer: answerOf(`${name}/1`, { total: z.number(), [name]: z.array(Group) }),
        handle: async (asked) => {
          const found = await FIND[name](asked);
          return answered(asked, `${name}/1`, { total: found.length, [name]: found });
        },
      }),
      name,
    ),
  ),
  get({
    path: `${API}/accelerators/{id}`,
    summary: 'One accelerator that is offered, with its floor and where it is',
    params: NOT_NEW.omit({ spec: true }),
    answer: answerOf('accelerator/1', { accelerator: Group }),
    handle: async (asked) => {
      const { desk, params, now, c } = asked;
      const question = { ...groupQuestion(params, now), accelerator: c.req.param('id') };
      const [found] = await findAccelerators(desk.db, question, now);
      if (found !== undefined) {
        return answered(asked, 'accelerator/1', { accelerator: acceleratorJson(found) });
      }
      throw new ProblemError(
        'not-found',
        'expected the id of an accelerator that is offered, as /api/v1/accelerators gives it',
      );
    },
  }),
];
