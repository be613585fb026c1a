import { z } from 'zod';
import {
  CompareParams,
  compareOffers,
  compareQuestion,
  comparisonJson,
} from '../../query/compare.ts';
import { homepageOf } from '../desk.ts';
import { API, type Asked, answered, answerOf, get, type Route } from './route.ts';

export const COMPARE_ROUTES: readonly Route[] = [
  get({
    path: `${API}/compare`,
    summary: 'Offers side by side, by their ids, and in what they differ',
    params: CompareParams,
    answer: answerOf('compare/1', {
      currency: z.string(),
      ratesOf: z.iso.date().nullable(),
      differing: z.array(z.string()),
      fields: z.array(z.looseObject({ name: z.string(), differs: z.boolean() })),
      offers: z.array(z.looseObject({ id: z.string(), listed: z.boolean() })),
    }),
    handle: compared,
  }),
];

async function compared(asked: Asked): Promise<Response> {
  const { desk, params, now } = asked;
  const found = await compareOffers(desk.db, compareQuestion(params), now);
  const homepage = (source: string) => homepageOf(desk, source);
  return answered(asked, 'compare/1', comparisonJson(found, now, homepage));
}
