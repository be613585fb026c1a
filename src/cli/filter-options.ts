import type { QuestionOption } from './params.ts';

/** What narrows every question by what an offer is. */
export const FILTER_OPTIONS: readonly QuestionOption[] = [
  ['-p, --provider <names>', 'only these providers'],
  ['-r, --region <globs>', "only regions like these, in the provider's own code: 'eu-*'"],
  ['--country <codes>', 'only these countries: FI,FR'],
  ['--jurisdiction <names>', 'only these: hong-kong,outside-china'],
  ['--outside-china', 'leave out mainland China, Hong Kong, Macau and what is unknown'],
  ['--billing <names>', 'only these: on-demand, spot, reserved, calendar'],
  ['--tier <names>', 'only these: standard, secure, community, brokered'],
  ['--stack <names>', 'only these: cuda, cann, rocm, tpu, neuron, gaudi'],
  ['--source <ids>', 'only these sources'],
];
