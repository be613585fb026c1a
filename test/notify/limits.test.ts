import { expect, it } from 'vitest';
import { discord } from '../../src/notify/discord.ts';
import { ntfy } from '../../src/notify/ntfy.ts';
import { slack } from '../../src/notify/slack.ts';
import { teams } from '../../src/notify/teams.ts';

const url = 'https://hooks.example/a';
const server = { server: 'https://ntfy.example', topic: 'me', token: null };

/** What each service counts: its room, and what a line takes of it beside its letters. */
const SERVICES = {
  slack: {
    room: 3000,
    beside: '• \n'.length,
    post: (m: string) => slack.request({ type: 'slack', url }, m),
  },
  discord: {
    room: 4096,
    beside: '• \n'.length,
    post: (m: string) => discord.request({ type: 'discord', url }, m),
  },
  teams: {
    room: 24_000,
    beside: '{"type":"RichTextBlock","inlines":[{"type":"TextRun","text":""}]},'.length,
    post: (m: string) => teams.request({ type: 'teams', url }, m),
  },
  ntfy: {
    room: 4096,
    beside: '\n'.length,
    post: (m: string) => ntfy.request({ type: 'ntfy', ...server }, m),
  },
};

/** A message whose lines have these numbers of letters, each of one byte and without a meaning. */
function messageOf(letters: readonly number[]): string {
  const events = letters.map((many) => ({
    ...{ offer: null, subject: null, detail: 'x'.repeat(many), before: null, after: null },
    ...{ changePercent: null, why: '' },
  }));
  return JSON.stringify({ type: 'back', data: { headline: 'h', events, truncated: 0 } });
}

const TAKES = 300;

it.each(
  (Object.keys(SERVICES) as (keyof typeof SERVICES)[]).flatMap(
    (name) =>
      [
        [name, 'one letter below', -1],
        [name, 'at', 0],
        [name, 'one letter above', 1],
      ] as const,
  ),
)('%s, %s its limit', (name, _, over) => {
  const { room, beside, post } = SERVICES[name];
  const whole = Math.ceil(room / TAKES) - 1;
  const last = room - whole * TAKES - beside + over;
  const { body } = post(messageOf([...Array(whole).fill(TAKES - beside), last]));
  const told = [...body.matchAll(/x{9,}/g)].map(([line]) => line.length);

  expect(told).toHaveLength(over > 0 ? whole : whole + 1);
  expect(told.every((many) => many === TAKES - beside || many === last)).toBe(true);
  expect(body.includes('and 1 more')).toBe(over > 0);
});
