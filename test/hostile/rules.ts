import { Rule } from '../../src/domain/rules.ts';

/** A rule that tells of whatever there is to tell. */
export const EVERYTHING = Rule.parse({
  id: 'everything',
  flags: [
    ...['region.new', 'accelerator.new', 'hardware.new', 'price.drop', 'price.rise'],
    ...['sold-out', 'back', 'withdrawn'],
  ],
  minDropPercent: 0.5,
  channels: ['somebody'],
});
