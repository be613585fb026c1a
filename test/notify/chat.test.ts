import { describe, expect, it, onTestFinished } from 'vitest';
import type { Change } from '../../src/domain/change.ts';
import { money } from '../../src/domain/money.ts';
import { compose } from '../../src/domain/rule-message.ts';
import { DEFAULT_RULE } from '../../src/domain/rules.ts';
import { type ChannelConfig, senderOf } from '../../src/notify/channels.ts';
import { discord } from '../../src/notify/discord.ts';
import { ntfy } from '../../src/notify/ntfy.ts';
import { decide } from '../../src/notify/schedule.ts';
import { openPoster, webhookGate } from '../../src/notify/send.ts';
import { slack } from '../../src/notify/slack.ts';
import { teams } from '../../src/notify/teams.ts';
import { anOffer } from '../support/offers.ts';
import { receiver } from './receiver.ts';

const AT = Date.UTC(2001, 1, 3, 4, 5, 6);
const HOOK = 'https://hooks.example/T0PSECRET';

/** What each service is posted, as the message stands in the outbox. */
const RENDERERS = {
  slack: (message: string) => slack.request({ type: 'slack', url: HOOK }, message),
  discord: (message: string) => discord.request({ type: 'discord', url: HOOK }, message),
  teams: (message: string) => teams.request({ type: 'teams', url: HOOK }, message),
  ntfy: (message: string) =>
    ntfy.request(
      { type: 'ntfy', server: 'https://ntfy.example', topic: 'T0PIC', token: null },
      message,
    ),
};
const SERVICES = Object.keys(RENDERERS) as (keyof typeof RENDERERS)[];

function drop(zone: string, i = 0): Change {
  const [was, is] = [money('100', 'XTS'), money('90', 'XTS')];
  const availability = 'available';
  return {
    kind: 'price',
    flags: ['price.drop'],
    offer: anOffer({ sku: `nl-${i}`, zone, price: is }),
    subject: null,
    detail: null,
    before: { price: was, availability, quantity: null },
    after: { price: is, availability, quantity: 3 },
    changePercent: -10,
    baseline: false,
  };
}

/** The message as the outbox keeps it. */
function messageOf(changes: readonly Change[]): string {
  const message = compose(
    {
      rule: DEFAULT_RULE,
      flag: 'price.drop',
      matched: changes.map((change) => ({ change, why: 'it fell' })),
      crawl: { id: 7, source: 'northlight', at: AT },
      names: { provider: () => 'Northlight', accelerator: () => 'H100 SXM' },
    },
    AT,
  );
  return JSON.stringify(message);
}

const posted = (service: keyof typeof RENDERERS, message: string) =>
  JSON.parse(RENDERERS[service](message).body);

const HEADLINE =
  'Price drop: 8× H100 SXM at Northlight pole-1a, 100.00 → 90.00 XTS an hour (−10.0 %)';
const LINE = '8× H100 SXM at Northlight pole-1a, 100.00 → 90.00 XTS an hour (−10.0 %)';

describe('one price drop', () => {
  const message = messageOf([drop('pole-1a')]);

  it('is two sections at Slack', () => {
    expect(posted('slack', message)).toEqual({
      text: HEADLINE,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `*${HEADLINE}*`, verbatim: true } },
        { type: 'section', text: { type: 'mrkdwn', text: `• ${LINE}`, verbatim: true } },
      ],
      unfurl_links: false,
      unfurl_media: false,
    });
  });

  it('is content and an embed at Discord', () => {
    const escaped = (text: string) => text.replace(/[:()-]/g, '\\$&');

    expect(posted('discord', message)).toEqual({
      content: escaped(HEADLINE),
      embeds: [{ description: `• ${escaped(LINE)}` }],
      allowed_mentions: { parse: [] },
    });
  });

  it('is an adaptive card in a message at Teams', () => {
    expect(posted('teams', message)).toEqual({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.2',
            body: [
              {
                type: 'RichTextBlock',
                inlines: [{ type: 'TextRun', text: HEADLINE, weight: 'Bolder', size: 'Medium' }],
              },
              { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: LINE }] },
            ],
          },
        },
      ],
    });
  });

  it('is JSON at the root of an ntfy server', () => {
    const { url, body, confidential } = RENDERERS.ntfy(message);

    expect(url.href).toBe('https://ntfy.example/');
    expect(confidential).toEqual(['T0PIC']);
    expect(JSON.parse(body)).toEqual({
      topic: 'T0PIC',
      title: HEADLINE,
      message: LINE,
      tags: ['price.drop'],
    });
  });

  it('reaches a protected topic with its token, in a header', () => {
    const config = { type: 'ntfy', server: 'https://ntfy.example', topic: 'me-1', token: 'tk_1' };
    const { headers, body, confidential } = ntfy.request(config as never, message);

    expect(headers).toEqual({ 'content-type': 'application/json', authorization: 'Bearer tk_1' });
    expect(body).not.toContain('tk_1');
    expect(confidential).toEqual(['me-1', 'tk_1']);
  });
});

it.each(SERVICES)('%s shows a message without events', (service) => {
  const headline = 'A test of chipwatch: alerts will look like this.';
  const message = { type: 'test', data: { headline, events: [], truncated: 0 } };
  const text = JSON.stringify(posted(service, JSON.stringify(message)));

  expect(text.replaceAll('\\', '')).toContain('alerts will look like this.');
  expect(text).not.toContain('more');
});

/** Names that are as long and as awkward as names get: `&` becomes five letters, 🚀 is two. */
const AWKWARD = [
  '&'.repeat(400),
  '🚀'.repeat(400),
  `x${'🚀'.repeat(400)}`,
  '*'.repeat(400),
  '昇腾'.repeat(200),
];

describe.each(AWKWARD)('300 events at %.3s…', (zone) => {
  const message = messageOf(Array.from({ length: 300 }, (_, i) => drop(zone, i)));
  const { truncated, events } = JSON.parse(message).data;

  it('are one message of at most 50 events and 20 kB, the rest counted', () => {
    expect(events.length).toBeGreaterThan(0);
    expect(events.length).toBeLessThanOrEqual(50);
    expect(events.length + truncated).toBe(300);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(20_000);
  });

  it.each(SERVICES)(
    '%s: no letter is cut in two, and every event is told or counted',
    (service) => {
      const { body } = RENDERERS[service](message);
      const text = JSON.stringify(JSON.parse(body));
      const told = text.split('8× H100 SXM').length - 1 - text.split('Price drop').length + 1;
      const counted = Number(/and (?<n>\d+) more"/.exec(text)?.groups?.n);

      expect(body.isWellFormed()).toBe(true);
      expect(body).not.toContain('\\ud83d');
      expect(told + counted).toBe(300);
    },
  );

  it('keeps the limits of every service', () => {
    const [slackBody, discordBody, ntfyBody] = [
      posted('slack', message),
      posted('discord', message),
      posted('ntfy', message),
    ];

    for (const { text } of slackBody.blocks) {
      expect(text.text.length).toBeLessThanOrEqual(3000);
      expect(text.text.replaceAll(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
    }
    expect(discordBody.content.length).toBeLessThanOrEqual(2000);
    expect(discordBody.embeds[0].description.length).toBeLessThanOrEqual(4096);
    expect(Buffer.byteLength(RENDERERS.teams(message).body)).toBeLessThanOrEqual(28_000);
    expect(Buffer.byteLength(ntfyBody.message)).toBeLessThanOrEqual(4096);
  });
});

describe('scraped text that means something to a service', () => {
  const NASTY = {
    slackPing: '<!channel> <!here> <@U012AB3CD> <https://evil.example|H100>',
    discordPing: '@everyone @here <@&123>',
    link: '[H100](javascript:alert(1))',
    address: 'https://evil.example/x www.evil.example',
    controls: 'a\u0000\u001b[31mb\u202ec\nd\ud800',
  };
  const inSlack = (zone: string) => posted('slack', messageOf([drop(zone)])).blocks[1].text.text;
  const inDiscord = (zone: string) => posted('discord', messageOf([drop(zone)]));
  const inTeams = (zone: string) =>
    posted('teams', messageOf([drop(zone)])).attachments[0].content.body[1].inlines[0];

  it('pings nobody at Slack', () => {
    expect(inSlack(NASTY.slackPing)).toContain(
      '&lt;!channel&gt; &lt;!here&gt; &lt;@U012AB3CD&gt; &lt;https:\u200b//evil.example|H100&gt;',
    );
  });

  it('pings nobody at Discord', () => {
    const { embeds, allowed_mentions } = inDiscord(NASTY.discordPing);

    expect(allowed_mentions).toEqual({ parse: [] });
    expect(embeds[0].description).toContain('\\@everyone \\@here \\<\\@&123\\>');
  });

  it('makes no link', () => {
    expect(inDiscord(NASTY.link).embeds[0].description).toContain(
      '\\[H100\\]\\(javascript\\:alert\\(1\\)\\)',
    );
    expect(inTeams(NASTY.link)).toMatchObject({ type: 'TextRun' });
    for (const service of SERVICES) {
      const { body } = RENDERERS[service](messageOf([drop(NASTY.address)]));
      expect(body).not.toMatch(/https:\/\/evil|www\.evil/);
      expect(body).toContain('evil.example');
    }
  });

  it.each(SERVICES)('%s gets one clean line', (service) => {
    const { body } = RENDERERS[service](messageOf([drop(NASTY.controls)]));

    expect(body.replaceAll('\\', '')).toContain('a [31mb c d\ufffd'.replaceAll('\\', ''));
    expect(body).not.toMatch(/\\u0000|\\u001b|\u202e|\\ud800/);
  });
});

/** What becomes of a message that the service answers like this. */
async function outcome(config: (url: string) => ChannelConfig, status: number, text: string) {
  const { url, visits } = await receiver((response) => response.writeHead(status).end(text));
  const poster = openPoster({ gate: webhookGate(['127.0.0.1/32']), now: () => AT });
  onTestFinished(() => poster.close());
  const sender = senderOf(poster, config(url), async () => []);
  const attempt = await sender({ id: 'msg_1', body: messageOf([drop('pole-1a')]) });
  return { attempt, visits, state: decide(1, attempt, AT, 0.5).state };
}

const CONFIGS = {
  slack: (url: string) => ({ type: 'slack', url }) as const,
  discord: (url: string) => ({ type: 'discord', url }) as const,
  teams: (url: string) => ({ type: 'teams', url }) as const,
  ntfy: (url: string) => ({ type: 'ntfy', server: url, topic: 'T0PIC', token: 'T0KEN' }) as const,
};

describe.each(SERVICES)('%s', (service) => {
  it.each([
    [408, 'retry'],
    [425, 'retry'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
    [302, 'retry'],
    [400, 'dead'],
    [403, 'dead'],
    [404, 'dead'],
    [410, 'dead'],
  ])('takes a %i for %s', async (status, state) => {
    expect((await outcome(CONFIGS[service], status, 'no_service')).state).toBe(state);
  });

  it('is told as JSON, without a signature', async () => {
    const { visits } = await outcome(CONFIGS[service], 500, '');
    const headers = visits[0]?.headers ?? {};

    expect(headers['content-type']).toBe('application/json');
    expect(Object.keys(headers).filter((name) => name.startsWith('webhook'))).toEqual([]);
  });
});

it('keeps neither the topic nor the token that an ntfy server echoes', async () => {
  const { attempt } = await outcome(CONFIGS.ntfy, 500, '{"topic":"T0PIC","token":"T0KEN"}');

  expect(attempt.excerpt).toBe('{"topic":"…","token":"…"}');
});

describe('success', () => {
  it.each([
    ['slack', 200, 'ok', 'delivered'],
    ['slack', 200, 'invalid_payload', 'retry'],
    ['discord', 204, '', 'delivered'],
    ['teams', 202, '', 'delivered'],
    ['ntfy', 200, '{"id":"x"}', 'delivered'],
  ] as const)('of %s: %i %j is %s', async (service, status, text, state) => {
    expect((await outcome(CONFIGS[service], status, text)).state).toBe(state);
  });
});
